import { DataPlane } from '../../src/mesh/data-plane';
import { Canary } from '../../src/traffic/canary';
import { CircuitBreaker } from '../../src/traffic/circuit-breaker';
import { BalancingMethod, HashKey, LoadBalancing, type LoadBalancingProps } from '../../src/traffic/load-balancing';
import { Locality, LocalityBalancing } from '../../src/traffic/locality-balancing';
import { saidOf } from '../findings';
import { declareShop, expectClean, find, warnings, written } from './app';

function balanced(method: BalancingMethod, props: Partial<LoadBalancingProps> = {}, istioVersion = '1.30.5') {
  const declared = declareShop({ istioVersion });
  new LoadBalancing(declared.mesh, 'balancing', { service: declared.backend, method, ...props });
  return declared;
}

test.each<[string, BalancingMethod, object]>([
  ['least request', BalancingMethod.leastRequest(), { simple: 'LEAST_REQUEST' }],
  ['round robin', BalancingMethod.roundRobin(), { simple: 'ROUND_ROBIN' }],
  ['random', BalancingMethod.random(), { simple: 'RANDOM' }],
  [
    'warm-up',
    BalancingMethod.leastRequest({ warmUp: { duration: '60s', minimumPercent: 5, aggression: 1.5 } }),
    { simple: 'LEAST_REQUEST', warmup: { duration: '60s', minimumPercent: 5, aggression: 1.5 } },
  ],
  [
    'a header',
    BalancingMethod.consistentHash(HashKey.header('x-user')),
    { consistentHash: { httpHeaderName: 'x-user' } },
  ],
  [
    'a cookie',
    BalancingMethod.consistentHash(HashKey.cookie('session', { ttl: '0', path: '/' }), { algorithm: 'maglev' }),
    { consistentHash: { httpCookie: { name: 'session', ttl: '0s', path: '/' }, maglev: { tableSize: 65537 } } },
  ],
  [
    'a query parameter',
    BalancingMethod.consistentHash(HashKey.queryParameter('user'), { algorithm: 'ring-hash' }),
    { consistentHash: { httpQueryParameterName: 'user', ringHash: {} } },
  ],
  ['the address', BalancingMethod.consistentHash(HashKey.sourceIp()), { consistentHash: { useSourceIp: true } }],
])('requests are balanced by %s', (_case, method, expected) => {
  const { app } = balanced(method);
  expect(find(app, 'DestinationRule', 'backend').spec.trafficPolicy).toEqual({ loadBalancer: expected });
  expectClean(app);
});

test('requests are balanced by what pods report from 1.32 on', () => {
  const method = BalancingMethod.backendUtilization({
    updatePeriod: '2s',
    errorPenaltyPercent: 100,
    metrics: ['named_metrics.queue'],
  });
  const { app } = balanced(method, {}, '1.32.0');
  expect(find(app, 'DestinationRule', 'backend').spec.trafficPolicy.loadBalancer).toEqual({
    backendUtilization: {
      weightUpdatePeriod: '2s',
      errorUtilizationPenaltyPercent: 100,
      metricNamesForComputingUtilization: ['named_metrics.queue'],
    },
  });
  expectClean(app, '1.32.0');
  expect(() => balanced(method, {}, '1.31.4')).toThrow('wanted Istio 1.32 or newer for backendUtilization, got 1.31.4');
});

test('from 1.31 on the share of a new pod may grow fast at first', () => {
  const method = BalancingMethod.roundRobin({ warmUp: { duration: '60s', aggression: 0.5 } });
  const { app } = balanced(method, {}, '1.31.4');
  expectClean(app, '1.31.4');
  const none = BalancingMethod.roundRobin({ warmUp: { duration: '60s', aggression: 0 } });
  expect(() => balanced(none, {}, '1.31.4')).toThrow('wanted aggression above 0, got 0');
});

test('before 1.24 a warm-up has a duration alone', () => {
  const warmUp = { duration: '60s' } as const;
  const { app } = balanced(BalancingMethod.roundRobin({ warmUp }), {}, '1.23.0');
  expect(find(app, 'DestinationRule', 'backend').spec.trafficPolicy.loadBalancer).toEqual({
    simple: 'ROUND_ROBIN',
    warmupDurationSecs: '60s',
  });
  expectClean(app, '1.23.0');
  const more = BalancingMethod.roundRobin({ warmUp: { ...warmUp, aggression: 2 } });
  expect(() => balanced(more, {}, '1.23.0')).toThrow('wanted Istio 1.24 or newer for minimumPercent and aggression');
});

test('a version can be balanced by itself', () => {
  const declared = declareShop();
  const { app, mesh, backend, v1, v2 } = declared;
  new LoadBalancing(mesh, 'v2', { service: backend, version: v2, method: BalancingMethod.random() });
  new Canary(mesh, 'canary', { stable: v1, canary: v2, weight: 10 });
  expect(find(app, 'DestinationRule', 'backend').spec).toMatchObject({
    subsets: [{ name: 'v1' }, { name: 'v2', trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }],
  });
  expectClean(app);
});

test.each<[number, string[]]>([
  [10, ['sticky-weighted-split']],
  [0, []],
  [100, []],
])('the analysis warns of a hash over versions drawn at %i percent if both are drawn', (weight, expected) => {
  const { app, mesh, v1, v2 } = balanced(BalancingMethod.consistentHash(HashKey.cookie('session')));
  new Canary(mesh, 'canary', { stable: v1, canary: v2, weight });
  expect(warnings(app)).toEqual(expected);
  expectClean(app);
});

test.each<[string, () => unknown, string]>([
  [
    'a warm-up of nothing',
    () => balanced(BalancingMethod.roundRobin({ warmUp: { duration: '1ms' } })),
    'wanted a warm-up of at least "1s", got "1ms"',
  ],
  [
    'a share above 100',
    () => balanced(BalancingMethod.roundRobin({ warmUp: { duration: '1s', minimumPercent: 101 } })),
    'wanted minimumPercent from 0 to 100, got 101',
  ],
  [
    'an aggression below 1',
    () => balanced(BalancingMethod.roundRobin({ warmUp: { duration: '1s', aggression: 0.5 } })),
    'wanted aggression of at least 1, got 0.5',
  ],
  [
    'an update period below 100 ms',
    () => balanced(BalancingMethod.backendUtilization({ updatePeriod: '50ms' }), {}, '1.32'),
    'wanted updatePeriod to be at least "100ms", got "50ms"',
  ],
  [
    'a part of a percent',
    () => balanced(BalancingMethod.backendUtilization({ errorPenaltyPercent: 0.5 }), {}, '1.32'),
    'wanted errorPenaltyPercent to be a whole number from 0, got 0.5',
  ],
  [
    'a duration of nothing',
    () => balanced(BalancingMethod.backendUtilization({ expirationPeriod: '0s' }), {}, '1.32'),
    'wanted expirationPeriod to be a duration of at least 1 ms, got "0s"',
  ],
  ['a header without name', () => HashKey.header(''), 'Cannot hash by header "": wanted its name'],
  [
    'a header where there is no HTTP',
    () => {
      const { mesh, service } = declareShop();
      const db = service('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
      new LoadBalancing(mesh, 'b', { service: db, method: BalancingMethod.consistentHash(HashKey.header('x')) });
    },
    'wanted an HTTP port for a key of the request, got none',
  ],
])('%s is refused', (_case, run, message) => {
  expect(run).toThrow(message);
});

test('two methods contradict each other, and both constructs are named', () => {
  const { app, mesh, backend } = balanced(BalancingMethod.leastRequest());
  const method = BalancingMethod.consistentHash(HashKey.sourceIp());
  new LoadBalancing(mesh, 'second', { service: backend, method });
  expect(() => written(app)).toThrow(
    'Cannot set the traffic policy of "backend.shop.svc.cluster.local": wanted either loadBalancer.simple or loadBalancer.consistentHash, got the first at mesh/balancing and the second at mesh/second',
  );
});

describe('zones', () => {
  const shop = (locality: Locality, istioVersion: string, namespaceProps = {}) => {
    const declared = declareShop({ istioVersion }, namespaceProps);
    new LocalityBalancing(declared.mesh, 'locality', { service: declared.backend, locality });
    new CircuitBreaker(declared.mesh, 'breaker', { service: declared.backend });
    return declared;
  };

  test('requests stay in the zone of the caller from 1.31 on', () => {
    const zones = Locality.zoneAware({ minimumPods: 6, failover: { 'eu-west-1': 'eu-central-1' } });
    const { app } = shop(zones, '1.31.4');
    expect(find(app, 'DestinationRule', 'backend').spec.trafficPolicy.loadBalancer).toEqual({
      zoneAwareLbSetting: {
        enabled: true,
        failover: [{ from: 'eu-west-1', to: 'eu-central-1' }],
        minClusterSize: 6,
      },
    });
    expectClean(app, '1.31.4');
  });

  test.each<[string, () => unknown, string]>([
    [
      'an older release',
      () => shop(Locality.zoneAware(), '1.30.8'),
      'wanted Istio 1.31 or newer for zones, got 1.30.8',
    ],
    [
      'the ambient mesh',
      () => shop(Locality.zoneAware(), '1.31.4', { dataPlane: DataPlane.ambient() }),
      'wanted a namespace with sidecars, since only sidecars know zones, got an ambient one',
    ],
    [
      'no pods',
      () => shop(Locality.zoneAware({ minimumPods: 0 }), '1.31.4'),
      'wanted minimumPods to be a whole number',
    ],
    ['no region', () => shop(Locality.zoneAware({ failover: {} }), '1.31.4'), 'wanted at least one region, got none'],
  ])('%s is refused', (_case, run, message) => expect(run).toThrow(message));

  test('zones and places contradict each other', () => {
    const { app, mesh, backend } = shop(Locality.zoneAware(), '1.31.4');
    new LocalityBalancing(mesh, 'other', { service: backend, locality: Locality.off() });
    expect(() => written(app)).toThrow(
      'wanted either loadBalancer.localityLbSetting or loadBalancer.zoneAwareLbSetting',
    );
  });
});

describe('locality', () => {
  function local(locality: Locality, breaker = true) {
    const { app, mesh, backend } = declareShop();
    new LocalityBalancing(mesh, 'locality', { service: backend, locality });
    if (breaker) new CircuitBreaker(mesh, 'breaker', { service: backend });
    return app;
  }

  test.each<[string, Locality, object]>([
    [
      'failover',
      Locality.failover({ 'eu-west-1': 'eu-central-1' }),
      { enabled: true, failover: [{ from: 'eu-west-1', to: 'eu-central-1' }] },
    ],
    [
      'priority',
      Locality.priority(['topology.kubernetes.io/region', 'topology.kubernetes.io/zone']),
      { enabled: true, failoverPriority: ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'] },
    ],
    [
      'distribution',
      Locality.distribute({ 'eu-west-1/*': { 'eu-west-1/*': 80, 'eu-central-1/*': 20 } }),
      { enabled: true, distribute: [{ from: 'eu-west-1/*', to: { 'eu-west-1/*': 80, 'eu-central-1/*': 20 } }] },
    ],
    ['nothing', Locality.off(), { enabled: false }],
  ])('by %s is written and clean', (_case, locality, expected) => {
    const app = local(locality);
    expect(find(app, 'DestinationRule', 'backend').spec.trafficPolicy.loadBalancer).toEqual({
      localityLbSetting: expected,
    });
    expectClean(app);
  });

  test.each([
    ['failover', Locality.failover({ a: 'b' })],
    ['priority', Locality.priority(['topology.kubernetes.io/zone'])],
  ])('by %s without outlier detection is reported', (_case, locality) => {
    expect(saidOf(local(locality, false), 'failover-without-outlier-detection')).toEqual([
      'warning without outlier detection no pod is found unhealthy, so that the setting has no effect',
    ]);
  });

  test.each<[string, Locality, string]>([
    ['no regions', Locality.failover({}), 'wanted at least one region, got none'],
    ['a region to itself', Locality.failover({ a: 'a' }), 'wanted another region for "a", without zones, got "a"'],
    ['zones', Locality.failover({ 'a/1': 'b' }), 'wanted another region for "a/1", without zones'],
    ['no labels', Locality.priority([]), 'wanted at least one label, got none'],
    ['no places', Locality.distribute({}), 'wanted at least one place, got none'],
    [
      'shares below 100',
      Locality.distribute({ a: { a: 80, b: 10 } }),
      'wanted whole percents above 0 that add up to 100 for requests from "a", got a 80, b 10',
    ],
  ])('with %s is refused', (_case, locality, message) => {
    expect(() => local(locality)).toThrow(message);
  });
});
