import { App } from 'cdk8s';
import { GatewayWorkload } from '../../src/gateway/gateway-workload';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { BlueGreen } from '../../src/traffic/blue-green';
import { Canary } from '../../src/traffic/canary';
import { CircuitBreaker } from '../../src/traffic/circuit-breaker';
import { FaultInjection } from '../../src/traffic/fault-injection';
import { BalancingMethod, LoadBalancing } from '../../src/traffic/load-balancing';
import { Retries } from '../../src/traffic/retries';
import { Timeout } from '../../src/traffic/timeout';
import { requireGiven } from '../../src/values/require-given';
import { declareMesh } from '../mesh/declare';

/** What JavaScript lets through where TypeScript does not. */
const missing = undefined as never;

test('a declared object is taken as it is', () => {
  const app = new App();
  expect(requireGiven(app, 'app', 'x')).toBe(app);
});

test('text in place of an object is quoted', () => {
  expect(() => requireGiven('v2' as never, 'canary version', 'mesh/canary')).toThrow(
    'Cannot use "v2" as canary version at mesh/canary: wanted the object that was declared',
  );
});

const { mesh, service, twoVersions } = declareMesh();
const backend = twoVersions('backend');
const workload = GatewayWorkload.existing({ name: 'edge', namespace: 'edge' });
const gateway = new IngressGateway(mesh, 'gateway', { workload });

test.each<[string, () => unknown, string]>([
  ['namespace', () => service('a', { namespace: missing }), 'mesh/a'],
  ['callee', () => backend.calls(missing), 'mesh/backend'],
  [
    'stable version',
    () => new Canary(mesh, 'b', { stable: missing, canary: backend.version('v2'), weight: 1 }),
    'mesh/b',
  ],
  [
    'canary version',
    () => new Canary(mesh, 'c', { stable: backend.version('v1'), canary: missing, weight: 1 }),
    'mesh/c',
  ],
  ['service', () => new CircuitBreaker(mesh, 'd', { service: missing }), 'mesh/d'],
  ['service', () => new Timeout(mesh, 'e', { service: missing, request: '1s' }), 'mesh/e'],
  ['service', () => new Retries(mesh, 'f', { service: missing }), 'mesh/f'],
  [
    'service',
    () => new FaultInjection(mesh, 'g', { service: missing, delay: { percent: 1, duration: '1s' } }),
    'mesh/g',
  ],
  ['service', () => new LoadBalancing(mesh, 'h', { service: missing, method: BalancingMethod.random() }), 'mesh/h'],
  ['active version', () => new BlueGreen(mesh, 'i', { active: missing, preview: backend.version('v2') }), 'mesh/i'],
  ['workload of a gateway', () => new IngressGateway(mesh, 'j', { workload: missing }), 'mesh/j'],
  ['exposed service', () => gateway.expose(missing, { host: 'a.example.com' }), 'mesh/gateway'],
])('a missing %s is named, with the construct (%#)', (what, make, where) => {
  expect(make).toThrow(`Cannot use undefined as ${what} at ${where}: wanted the object that was declared`);
});
