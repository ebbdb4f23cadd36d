import { unusedDestinationRule } from '../../../../src/analysis/rules/destinations/unused-destination-rule';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, destinationRule, mesh, sidecars, virtualService } from '../mesh-yaml';

const HOST = 'web.shop.svc.cluster.local';
const POLICY = 'trafficPolicy: { loadBalancer: { simple: LEAST_REQUEST } }';
const rule = (name: string, at: string, more = '', host = HOST) =>
  destinationRule(`{ host: "${host}", ${POLICY}${more} }`, name, at);
const MESH = mesh(sidecars('shop'), app('web'), app('api'));

testRule(unusedDestinationRule, {
  valid: {
    'a rule where the service is': mesh(MESH, rule('a', 'shop')),
    'a rule where clients are': mesh(MESH, sidecars('team'), app('client', { namespace: 'team' }), rule('a', 'team')),
    'a rule of the root namespace': mesh(MESH, rule('a', 'istio-system')),
    'a rule for pods of the set': mesh(MESH, rule('a', 'shop', ', workloadSelector: { matchLabels: { app: api } }')),
    'a rule for a service that is not in the set': rule('a', 'config'),
    'a rule of the root namespace for what no other rule covers': mesh(
      MESH,
      rule('all', 'istio-system', '', '*.shop.svc.cluster.local'),
      rule('a', 'shop'),
    ),
  },
  invalid: {
    'a namespace without clients': {
      yaml: mesh(MESH, rule('a', 'config')),
      expect: [
        'DestinationRule config/a metadata.namespace: the rule applies to clients in namespace "config" only, which has no proxies',
      ],
    },
    'a rule of the root namespace that all replace': {
      yaml: mesh(MESH, rule('a', 'istio-system'), rule('b', 'shop')),
      expect: [
        'DestinationRule istio-system/a spec.exportTo: no client of the set follows the rule for "web.shop.svc.cluster.local": they follow DestinationRule "shop/b"',
      ],
    },
    'a rule that is exported to a namespace without clients': {
      yaml: mesh(MESH, sidecars('team'), rule('a', 'shop', ', exportTo: [team]')),
      expect: [
        'DestinationRule shop/a spec.exportTo: no client of the set follows the rule for "web.shop.svc.cluster.local": those to whom it is exported do not know the host',
      ],
    },
  },
});

test('a rule of another namespace changes nothing for the clients', () => {
  const retries = (at: string) =>
    mesh(
      MESH,
      destinationRule(`{ host: ${HOST}, subsets: [{ name: v1, labels: { app: web } }] }`, 'a', at),
      virtualService('{ hosts: [web], http: [{ route: [{ destination: { host: web, subset: v1 } }] }] }'),
    );
  expect(answer(retries('shop'), { from: 'shop/api', to: 'http://web/' })).toBe('routed');
  expect(answer(retries('config'), { from: 'shop/api', to: 'http://web/' })).toBe('unavailable');
});
