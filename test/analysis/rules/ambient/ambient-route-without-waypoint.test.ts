import { ambientRouteWithoutWaypoint } from '../../../../src/analysis/rules/ambient/ambient-route-without-waypoint';
import { testRule } from '../../../../src/testing/test-rule';
import { hostsOf } from '../behaviour';
import { ambient, app, mesh, sidecars, virtualService, waypoint } from '../mesh-yaml';

const ROUTES = virtualService('{ hosts: [api], http: [{ route: [{ destination: { host: web } }] }] }');
const USES = 'istio.io/use-waypoint: waypoint';
const at = (why: string) => [
  `VirtualService shop/routes spec.hosts[0]: "api.shop.svc.cluster.local" is in the ambient mesh and ${why}, so that ambient callers bypass these routes`,
];
const set = (labels: string, ...more: string[]) =>
  mesh(ambient('shop', labels), app('api'), app('web'), ROUTES, ...more);

testRule(ambientRouteWithoutWaypoint, {
  valid: {
    'a service with a waypoint': set(USES, waypoint()),
    'a waypoint that is not in the set': set(USES),
    'a service of sidecars': mesh(sidecars('shop'), app('api'), ROUTES),
  },
  invalid: {
    'a service without a waypoint': { yaml: set(''), expect: at('uses no waypoint') },
    'a waypoint for workloads': {
      yaml: set(USES, waypoint('shop', 'istio.io/waypoint-for: workload')),
      expect: at('does not use the waypoint that is named for it: Gateway shop/waypoint is a waypoint for "workload"'),
    },
    'a waypoint that does not admit the namespace': {
      yaml: set(`${USES}, istio.io/use-waypoint-namespace: infra`, waypoint('infra')),
      expect: at(
        'does not use the waypoint that is named for it: Gateway infra/waypoint does not admit the namespace "shop" by allowedRoutes',
      ),
    },
  },
});

test('ambient callers pass by the routes', () => {
  const call = { from: 'shop/web', to: 'http://api/' };
  expect(hostsOf(set(''), call)).toEqual(['api.shop.svc.cluster.local']);
  expect(hostsOf(set(USES, waypoint()), call)).not.toEqual(['api.shop.svc.cluster.local']);
});
