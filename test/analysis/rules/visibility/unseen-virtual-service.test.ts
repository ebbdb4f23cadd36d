import { unseenVirtualService } from '../../../../src/analysis/rules/visibility/unseen-virtual-service';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, GATEWAY_PODS, gateway, mesh, namespace, sidecars, virtualService } from '../mesh-yaml';

const routes = (exportTo: string, more = 'hosts: [shop.example.org], gateways: [edge]') =>
  virtualService(`{ ${exportTo} ${more}, http: [{ route: [{ destination: { host: web } }] }] }`);
const EDGE = mesh(sidecars('shop'), app('web'), GATEWAY_PODS, gateway());

testRule(unseenVirtualService, {
  valid: {
    'one that is exported to all': mesh(EDGE, routes('')),
    'one that is exported to the pods of the gateway': mesh(EDGE, routes('exportTo: [., edge],')),
    'a gateway whose pods are not in the set': mesh(sidecars('shop'), app('web'), gateway(), routes('exportTo: [.],')),
    'one for the clients of its own namespace': mesh(EDGE, routes('exportTo: [.],', 'hosts: [web]')),
    'one that is exported to namespaces that are not in the set': mesh(
      EDGE,
      routes('exportTo: [elsewhere],', 'hosts: [web]'),
    ),
  },
  invalid: {
    'one that is kept from the pods of the gateway': {
      yaml: mesh(EDGE, routes('exportTo: [.],')),
      expect: [
        'VirtualService shop/routes spec.exportTo: the pods of Gateway "shop/edge" are in namespace "edge", to which the VirtualService is not exported: the gateway answers 404',
      ],
    },
    'one that is private by the mesh configuration': {
      yaml: mesh(EDGE, routes('')),
      options: { meshConfig: { defaultVirtualServiceExportTo: ['.'] } },
      expect: [
        'VirtualService shop/routes spec.exportTo: the pods of Gateway "shop/edge" are in namespace "edge", to which the VirtualService is not exported: the gateway answers 404',
      ],
    },
    'one that is exported to pods without proxies': {
      yaml: mesh(
        sidecars('shop'),
        app('web'),
        namespace('plain'),
        app('curl', { namespace: 'plain' }),
        routes('exportTo: [plain],', 'hosts: [web]'),
      ),
      expect: [
        'VirtualService shop/routes spec.exportTo: it is exported to "plain" only, where no pod has a proxy that would follow it',
      ],
    },
  },
});

test('the gateway has no route', () => {
  const request = { from: 'internet', to: 'http://shop.example.org/' };
  expect(answer(mesh(EDGE, routes('exportTo: [.],')), request)).toMatch(/^no-route/);
  expect(answer(mesh(EDGE, routes('exportTo: [., edge],')), request)).toBe('routed');
});
