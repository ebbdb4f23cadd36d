import { unknownPolicyPort } from '../../../../src/analysis/rules/authorization/unknown-policy-port';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, GATEWAY_PODS, mesh, policy, sidecars, waypoint } from '../mesh-yaml';

const ports = (values: string, more = '') =>
  policy(
    `{ selector: { matchLabels: { app: api } }, ${more} rules: [{ to: [{ operation: { ports: [${values}] } }] }] }`,
  );
const SHOP = mesh(sidecars('shop'), app('web'), app('api'));
const KEPT = '{ labels: { app: api }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "9090, 8080" } }';
const USES = 'istio.io/use-waypoint: waypoint';
const atWaypoint = (port: string) =>
  mesh(
    ambient('shop', USES),
    waypoint(),
    app('api'),
    policy(
      `{ targetRefs: [{ group: "", kind: Service, name: api }], rules: [{ to: [{ operation: { ports: ["${port}"] } }] }] }`,
    ),
  );

testRule(unknownPolicyPort, {
  valid: {
    'a port of the pods': mesh(SHOP, ports('"8080"')),
    'a port that only the container declares': mesh(sidecars('shop'), app('api', { ports: '' }), ports('"8080"')),
    'a port that one of several workloads has': mesh(
      SHOP,
      app('old', { port: 9090 }),
      policy('{ rules: [{ to: [{ operation: { ports: ["9090"] } }] }] }'),
    ),
    'the port of the Service at a waypoint': atWaypoint('80'),
    'pods that are not in the set': mesh(sidecars('shop'), ports('"80"')),
    'another port that an annotation keeps from the proxy': mesh(
      SHOP.replace('{ labels: { app: api } }', KEPT.replace(', 8080', '')),
      ports('"8080"'),
    ),
    'a port of a gateway': mesh(
      GATEWAY_PODS,
      policy('{ rules: [{ to: [{ operation: { ports: ["8443"] } }] }] }', 'policy', 'edge'),
    ),
  },
  invalid: {
    'a port that an annotation keeps from the proxy': {
      yaml: mesh(SHOP.replace('{ labels: { app: api } }', KEPT), ports('"8080"')),
      expect: [
        'AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.ports[0]: connections to port 8080 of "api" pass the proxy by, so that nobody enforces the policy there: annotation traffic.sidecar.istio.io/excludeInboundPorts says so',
      ],
    },
    'the port of the Service': {
      yaml: mesh(SHOP, ports('"80"')),
      expect: [
        'AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.ports[0]: port 80 is that of Service "api", which sends it to port 8080 of the pods; ports of policies are those of the pods',
      ],
    },
    'the port of the Service in a condition and among what is excluded': {
      yaml: mesh(
        SHOP,
        policy(
          '{ selector: { matchLabels: { app: api } }, action: DENY, rules: [{ to: [{ operation: { notPorts: ["80"] } }], when: [{ key: destination.port, values: ["80"] }] }] }',
        ),
      ),
      expect: ['to[0].operation.notPorts[0]', 'when[0].values[0]'].map(
        field =>
          `AuthorizationPolicy shop/policy spec.rules[0].${field}: port 80 is that of Service "api", which sends it to port 8080 of the pods; ports of policies are those of the pods`,
      ),
    },
    'a port that nothing declares': {
      yaml: mesh(SHOP, ports('"9999"')),
      expect: [
        'AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.ports[0]: no pod of "api" declares port 9999; declared are 8080',
      ],
    },
    'the port of the pods at a waypoint': {
      yaml: atWaypoint('8080'),
      expect: [
        'AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.ports[0]: "api.shop.svc.cluster.local" has no port 8080: a waypoint compares the ports of the Service, which are 80',
      ],
    },
  },
});

test('a rule for the port of the Service allows nothing at the pods, and counts at a waypoint', () => {
  const call = { from: 'shop/web', to: 'http://api.shop/' };
  expect(answer(mesh(SHOP, ports('"80"')), call)).toBe('denied by AuthorizationPolicy shop/policy');
  expect(answer(mesh(SHOP, ports('"8080"')), call)).toBe('routed');
  expect(answer(mesh(atWaypoint('80'), app('web')), call)).toBe('routed');
  expect(answer(mesh(atWaypoint('8080'), app('web')), call)).toBe('denied by AuthorizationPolicy shop/policy');
});
