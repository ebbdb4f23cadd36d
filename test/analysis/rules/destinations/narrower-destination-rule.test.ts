import { narrowerDestinationRule } from '../../../../src/analysis/rules/destinations/narrower-destination-rule';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, destinationRule, mesh, namespace, sidecars } from '../mesh-yaml';

const WIDE = '"*.shop.svc.cluster.local"';
const POOL = 'connectionPool: { tcp: { maxConnections: 9 } }';
const wide = (policy: string, more = '') =>
  destinationRule(`{ host: ${WIDE}, ${more} trafficPolicy: { ${policy} } }`, 'all');
const narrow = (policy: string, at = 'shop') =>
  destinationRule(`{ host: web.shop.svc.cluster.local, ${policy} }`, 'web', at);
const lost = (field: string, settings: string, verb = 'is') => [
  `DestinationRule shop/web ${field}: for "web.shop.svc.cluster.local" the rule replaces DestinationRule shop/all for "*.shop.svc.cluster.local", whose ${settings} ${verb} lost`,
];

testRule(narrowerDestinationRule, {
  valid: {
    'settings that are repeated': mesh(wide(POOL), narrow(`trafficPolicy: { ${POOL} }`)),
    'mutual TLS of the mesh, which needs no setting': mesh(
      wide('tls: { mode: ISTIO_MUTUAL }'),
      narrow('trafficPolicy: { loadBalancer: { simple: RANDOM } }'),
    ),
    'another host': mesh(wide(POOL), destinationRule('{ host: web.other.svc.cluster.local, subsets: [] }', 'web')),
    'a rule of another namespace': mesh(wide(POOL), narrow('subsets: []', 'other')),
    'a wildcard for some clients only': mesh(wide(POOL, 'exportTo: ["."],'), narrow('subsets: []')),
    'a narrower wildcard': mesh(wide(POOL), destinationRule('{ host: "*.a.shop.svc.cluster.local" }', 'web')),
  },
  invalid: {
    'a rule with subsets alone': {
      yaml: mesh(wide(POOL), narrow('subsets: []')),
      expect: lost('spec.host', '"connectionPool"'),
    },
    'a rule that sets something else': {
      yaml: mesh(
        wide(`${POOL}, outlierDetection: {}, loadBalancer: { simple: RANDOM }`),
        narrow('trafficPolicy: { loadBalancer: { simple: RANDOM } }'),
      ),
      expect: lost('spec.trafficPolicy', '"connectionPool", "outlierDetection"', 'are'),
    },
    'the nearer of two wildcards': {
      yaml: mesh(
        wide(POOL),
        destinationRule(`{ host: "*.cluster.local", trafficPolicy: { outlierDetection: {} } }`, 'every'),
        narrow('subsets: []'),
      ),
      expect: lost('spec.host', '"connectionPool"'),
    },
  },
});

test('TLS of the wildcard does not hold for a host with a rule of its own', () => {
  const set = (policy: string) =>
    mesh(sidecars('shop'), app('api'), namespace('plain'), app('web', { namespace: 'plain' }), policy);
  const rules = (more: string) =>
    mesh(
      destinationRule('{ host: "*.plain.svc.cluster.local", trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }', 'all'),
      more,
    );
  const call = { from: 'shop/api', to: 'http://web.plain/' };
  expect(answer(set(rules('')), call)).toMatch(/^mtls-failure/);
  expect(answer(set(rules(destinationRule('{ host: web.plain.svc.cluster.local }', 'web'))), call)).toBe('routed');
});
