import { unknownVirtualServiceHost } from '../../../../src/analysis/rules/routes/unknown-virtual-service-host';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, object, sidecars, virtualService } from '../mesh-yaml';

const routes = (host: string, to = 'web.shop.svc.cluster.local', more = '', at = 'checkout') =>
  virtualService(`{ hosts: ["${host}"]${more}, http: [{ route: [{ destination: { host: ${to} } }] }] }`, 'routes', at);
const MESH = mesh(sidecars('shop'), sidecars('checkout'), app('web'), app('cart', { namespace: 'checkout' }));

testRule(unknownVirtualServiceHost, {
  valid: {
    'a Service of the own namespace': mesh(MESH, routes('cart')),
    'a Service of another one by its full name': mesh(MESH, routes('web.shop.svc.cluster.local')),
    'a host outside of the cluster': mesh(MESH, routes('api.example.org')),
    'a whole domain': mesh(MESH, routes('*.checkout.svc.cluster.local')),
    'a namespace of which no Service is in the set': mesh(MESH, routes('db.data.svc.cluster.local')),
    'a ServiceEntry of that name': mesh(
      MESH,
      object(
        'networking.istio.io/v1',
        'ServiceEntry',
        'old',
        'checkout',
        '{ hosts: [old.checkout.svc.cluster.local], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS }',
      ),
      routes('old'),
    ),
    'routes of a gateway only': mesh(MESH, routes('api', 'web.shop.svc.cluster.local', ', gateways: [edge]')),
    'a host to which its own routes lead, which another rule reports': mesh(MESH, routes('crat', 'crat')),
  },
  invalid: {
    'a misspelt Service': {
      yaml: mesh(MESH, routes('crat')),
      expect: [
        'VirtualService checkout/routes spec.hosts[0]: host "crat" means "crat.checkout.svc.cluster.local", which is not a Service; namespace "checkout" has "cart"',
      ],
    },
    'a short name of a Service of another namespace': {
      yaml: mesh(MESH, routes('web')),
      expect: [
        'VirtualService checkout/routes spec.hosts[0]: host "web" means "web.checkout.svc.cluster.local", which is not a Service; namespace "checkout" has "cart"',
      ],
    },
    'the full name of none': {
      yaml: mesh(MESH, routes('pay.shop.svc.cluster.local')),
      expect: [
        'VirtualService checkout/routes spec.hosts[0]: host "pay.shop.svc.cluster.local" means "pay.shop.svc.cluster.local", which is not a Service; namespace "shop" has "web"',
      ],
    },
    'routes of a gateway and of the mesh': {
      yaml: mesh(MESH, routes('crat', 'web.shop.svc.cluster.local', ', gateways: [mesh, edge]')),
      expect: [
        'VirtualService checkout/routes spec.hosts[0]: host "crat" means "crat.checkout.svc.cluster.local", which is not a Service; namespace "checkout" has "cart"',
      ],
    },
  },
});

test('such rules do nothing for those who call the Service that was meant', () => {
  const call = { from: 'checkout/cart', to: 'http://web.shop/' };
  const redirect = (host: string) =>
    virtualService(`{ hosts: [${host}], http: [{ redirect: { uri: /elsewhere } }] }`, 'routes', 'checkout');
  expect(answer(mesh(MESH, redirect('web')), call)).toBe('routed');
  expect(answer(mesh(MESH, redirect('web.shop.svc.cluster.local')), call)).toBe('redirected');
});
