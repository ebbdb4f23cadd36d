import { unusedServiceEntry } from '../../../../src/analysis/rules/services/unused-service-entry';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, GATEWAY_PODS, mesh, namespace, object, sidecars } from '../mesh-yaml';

const entry = (exportTo = '', hosts = 'bank.example.com') =>
  object(
    'networking.istio.io/v1',
    'ServiceEntry',
    'bank',
    'shop',
    `{ hosts: [${hosts}], ${exportTo === '' ? '' : `exportTo: [${exportTo}], `}ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS }`,
  );
const sidecar = (hosts: string, at: string, more = '') =>
  object('networking.istio.io/v1', 'Sidecar', 'default', at, `{ ${more}egress: [{ hosts: [${hosts}] }] }`);
const SHOP = mesh(sidecars('shop'), app('web'));
const FRONT = mesh(sidecars('front'), app('ui', { namespace: 'front' }));
const PLAIN = mesh(namespace('plain'), app('old', { namespace: 'plain' }));
const ONLY_OWN = sidecar('"./*"', 'front');

testRule(unusedServiceEntry, {
  valid: {
    'one for all': mesh(SHOP, entry()),
    'one for a namespace with proxies': mesh(SHOP, FRONT, entry('front')),
    'one that a Sidecar imports': mesh(SHOP, FRONT, sidecar('"shop/*"', 'front'), entry('front')),
    'one that the Sidecar of some pods leaves out': mesh(
      FRONT,
      sidecar('"./*"', 'front', 'workloadSelector: { labels: { app: other } }, '),
      entry('front'),
    ),
    'one that gateways see': mesh(SHOP, sidecar('"./*"', 'edge'), GATEWAY_PODS, entry('edge')),
    'one for pods of the ambient mesh': mesh(ambient('front'), app('ui', { namespace: 'front' }), SHOP, entry('front')),
    'a namespace whose pods are not in the set': mesh(SHOP, entry('elsewhere')),
    'a set without proxies': mesh(PLAIN, entry('plain')),
    'one of several hosts that is imported': mesh(
      SHOP,
      FRONT,
      sidecar('"shop/a.example.com"', 'front'),
      entry('front', 'a.example.com, b.example.com'),
    ),
  },
  invalid: {
    'one for nobody': {
      yaml: mesh(SHOP, entry('"~"')),
      expect: ['ServiceEntry shop/bank spec.exportTo: no proxy sees it: it is exported to "~", where no pod has one'],
    },
    'one for a namespace without proxies': {
      yaml: mesh(SHOP, PLAIN, entry('plain')),
      expect: [
        'ServiceEntry shop/bank spec.exportTo: no proxy sees it: it is exported to "plain", where no pod has one',
      ],
    },
    'one that the Sidecar of all clients leaves out': {
      yaml: mesh(SHOP, FRONT, ONLY_OWN, entry('front')),
      expect: [
        'ServiceEntry shop/bank spec.hosts: no proxy knows "bank.example.com": the Sidecars of all to whom it is exported leave it out',
      ],
    },
  },
});

test('its hosts stay blocked', () => {
  const closed = sidecar('"./*"', 'front', 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }, ');
  const call = { from: 'front/ui', to: 'https://bank.example.com/' };
  expect(answer(mesh(SHOP, FRONT, closed, entry('front')), call)).toMatch(/^blocked/);
});
