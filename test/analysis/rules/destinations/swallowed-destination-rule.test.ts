import { swallowedDestinationRule } from '../../../../src/analysis/rules/destinations/swallowed-destination-rule';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, destinationRule, mesh, sidecars, virtualService } from '../mesh-yaml';

const rule = (name: string, more: string) => destinationRule(`{ host: web${more} }`, name);
const FOR_SOME = rule(
  'some',
  ', workloadSelector: { matchLabels: { app: api } }, trafficPolicy: { loadBalancer: { simple: RANDOM } }',
);
const SUBSETS = ', subsets: [{ name: v1, labels: { app: web } }]';
const MESH = mesh(sidecars('shop'), app('web'), app('api'), app('other'));

testRule(swallowedDestinationRule, {
  valid: {
    'a rule that is exported to all': mesh(MESH, FOR_SOME, rule('all', SUBSETS)),
    'a rule that is exported to its namespace by name': mesh(
      MESH,
      FOR_SOME,
      rule('all', `, exportTo: [shop]${SUBSETS}`),
    ),
    'a rule for another host': mesh(
      MESH,
      FOR_SOME,
      destinationRule(`{ host: other, exportTo: ["."]${SUBSETS} }`, 'all'),
    ),
    'a rule without one for some pods beside it': mesh(MESH, rule('all', `, exportTo: ["."]${SUBSETS}`)),
    'one of another namespace': mesh(
      MESH,
      FOR_SOME,
      destinationRule(`{ host: web.shop.svc.cluster.local, exportTo: ["."]${SUBSETS} }`, 'all', 'team'),
    ),
  },
  invalid: {
    'a rule for the own namespace': {
      yaml: mesh(MESH, FOR_SOME, rule('all', `, exportTo: ["."]${SUBSETS}`)),
      expect: [
        'DestinationRule shop/all spec.exportTo: Istio merges the rule into DestinationRule "shop/some", so that it applies to pods with "app=api" only, and other clients have none',
      ],
    },
    'the same host by its full name': {
      yaml: mesh(
        MESH,
        FOR_SOME,
        destinationRule(`{ host: web.shop.svc.cluster.local, exportTo: ["."]${SUBSETS} }`, 'all'),
      ),
      expect: [
        'DestinationRule shop/all spec.exportTo: Istio merges the rule into DestinationRule "shop/some", so that it applies to pods with "app=api" only, and other clients have none',
      ],
    },
  },
});

test('other pods of the namespace do not know its subsets', () => {
  const routes = virtualService('{ hosts: [web], http: [{ route: [{ destination: { host: web, subset: v1 } }] }] }');
  const call = { from: 'shop/other', to: 'http://web/' };
  expect(answer(mesh(MESH, FOR_SOME, rule('all', `, exportTo: ["."]${SUBSETS}`), routes), call)).toBe('unavailable');
  expect(answer(mesh(MESH, FOR_SOME, rule('all', `, exportTo: [shop]${SUBSETS}`), routes), call)).toBe('routed');
});
