import { DataPlane } from '../../src/mesh/data-plane';
import type { MeshService } from '../../src/mesh/mesh-service';
import { CircuitBreaker, type OutlierDetectionProps } from '../../src/traffic/circuit-breaker';
import { Routing } from '../../src/traffic/routing';
import { saidOf } from '../findings';
import { declareShop, expectClean, find, written } from './app';

function shop(declare: (backend: MeshService) => void) {
  const declared = declareShop();
  declare(declared.backend);
  return declared;
}

describe('a circuit breaker', () => {
  test('with a preset has limits and ejection, over which single fields are laid', () => {
    const { app } = shop(
      service =>
        new CircuitBreaker(service, 'breaker', {
          service,
          preset: 'aggressive',
          connectionPool: { maxConnections: 7, h2UpgradePolicy: 'UPGRADE', idleTimeout: '1h' },
          outlierDetection: { interval: '1s' },
          locality: 'off',
        }),
    );
    expect(find(app, 'DestinationRule', 'backend').spec.trafficPolicy).toEqual({
      connectionPool: {
        tcp: { maxConnections: 7 },
        http: { http1MaxPendingRequests: 50, http2MaxRequests: 200, h2UpgradePolicy: 'UPGRADE', idleTimeout: '1h' },
      },
      outlierDetection: {
        consecutive5xxErrors: 3,
        interval: '1s',
        baseEjectionTime: '60s',
        maxEjectionPercent: 50,
      },
      loadBalancer: { localityLbSetting: { enabled: false } },
    });
    expectClean(app);
  });

  test('of one version keeps what the host says beside it, and needs a route to the version', () => {
    const { app, backend } = shop(service => {
      new CircuitBreaker(service, 'all', { service, connectionPool: { maxConnections: 100, maxRetries: 3 } });
      const version = service.version('v2');
      const connectionPool = { maxConnections: 10 };
      new CircuitBreaker(service, 'v2', { service, version, connectionPool, outlierDetection: false });
    });
    expect(saidOf(app, 'unused-subset-policy')).toEqual([
      'warning no VirtualService routes to subset "v2" of "backend.shop.svc.cluster.local", so that its policy is never used',
    ]);
    new Routing(backend, 'routes', { service: backend, defaultTo: backend.version('v2') });
    const [, v2] = find(app, 'DestinationRule', 'backend').spec.subsets;
    expect(v2.trafficPolicy).toEqual({
      connectionPool: { tcp: { maxConnections: 10 }, http: { maxRetries: 3 } },
    });
    expectClean(app);
  });

  const scaled = (replicas: object, outlierDetection = {}) => {
    const { app, mesh, service } = declareShop();
    const scaledService = service('scaled', { versions: { v1: { image: 'a:1', ...replicas } } });
    new CircuitBreaker(mesh, 'breaker', { service: scaledService, outlierDetection });
    return app;
  };

  test('counts the minimum of an autoscaler', () => {
    const resources = { requests: { cpu: '100m' } };
    const few = scaled({ autoscaling: { minReplicas: 1, maxReplicas: 9 }, resources });
    expect(saidOf(few, 'outlier-detection-without-effect')).toEqual([
      'warning 50% of 1 to 9 pods is less than one, so that no pod is ejected while there are few',
    ]);
    const app = scaled({ autoscaling: { minReplicas: 2, maxReplicas: 9 }, resources });
    expect(find(app, 'HorizontalPodAutoscaler', 'scaled-v1').spec).toMatchObject({ minReplicas: 2, maxReplicas: 9 });
    expect(find(app, 'Deployment', 'scaled-v1').spec.replicas).toBeUndefined();
    expectClean(app);
  });

  test.each<[string, object, object, string]>([
    [
      'counts gateway errors in vain',
      { replicas: 4 },
      { consecutive5xxErrors: 5, consecutiveGatewayErrors: 5 },
      'wanted consecutiveGatewayErrors below consecutive5xxErrors (5), which counts the same answers, got 5',
    ],
    ['never judges', { replicas: 4 }, { interval: '0s' }, 'wanted interval to be a duration of at least 1 ms'],
    [
      'counts to zero',
      { replicas: 4 },
      { consecutive5xxErrors: 0 },
      'wanted consecutive5xxErrors to be a whole number from 1',
    ],
  ])('that %s is refused', (_case, replicas, outlierDetection, message) => {
    expect(() => scaled(replicas, outlierDetection)).toThrow(message);
  });

  test.each<[string, object, object, string, string]>([
    [
      'never ejects',
      { replicas: 9 },
      { maxEjectionPercent: 10 },
      'outlier-detection-without-effect',
      'error 10% of 9 pods is less than one, so that no pod is ever ejected',
    ],
    [
      'can eject the only pod',
      { replicas: 1 },
      { maxEjectionPercent: 100 },
      'outlier-detection-ejects-all',
      'warning the only pod is ejected after a few errors, and then every request gets 503',
    ],
  ])('that %s is reported', (_case, replicas, outlierDetection, rule, said) => {
    expect(saidOf(scaled(replicas, outlierDetection), rule)).toEqual([said]);
  });

  test('counts the pods of each version, which is a load-balancing set of its own', () => {
    const { app, mesh, service } = declareShop();
    const versions = { v1: { image: 'a:1', replicas: 3 }, v2: { image: 'a:2', replicas: 1 } };
    new CircuitBreaker(mesh, 'breaker', { service: service('uneven', { versions }) });
    expect(saidOf(app, 'outlier-detection-without-effect')).toEqual([
      'error 50% of 1 pods is less than one, so that no pod is ever ejected',
    ]);
  });

  test('from 1.32 on pods are ejected by the share of their failures, and by statuses of choice', () => {
    const outlierDetection = { failurePercentageThreshold: 60, errorCodes: [429, 503] };
    const declared = (istioVersion: string) => {
      const { app, mesh, backend } = declareShop({ istioVersion });
      new CircuitBreaker(mesh, 'breaker', { service: backend, outlierDetection });
      return app;
    };
    const app = declared('1.32.0');
    expect(find(app, 'DestinationRule', 'backend').spec.trafficPolicy.outlierDetection).toMatchObject({
      failurePercentageThreshold: 60,
      outlierDetectionHttpErrorCodes: [429, 503],
    });
    expectClean(app, '1.32.0');
    // Istio 1.31 has the field of the statuses in its definition, and no code that reads it.
    expect(() => declared('1.31.4')).toThrow('wanted Istio 1.32 or newer for failurePercentageThreshold, got 1.31.4');
  });

  test.each<[OutlierDetectionProps, string]>([
    [{ errorCodes: [] }, 'wanted at least one status in errorCodes, got none'],
    [{ errorCodes: [600] }, 'wanted errorCodes to be a whole number from 100 to 599, got 600'],
    [
      { failurePercentageThreshold: 101 },
      'wanted failurePercentageThreshold to be a whole number from 0 to 100, got 101',
    ],
  ])('the settings %j are refused', (outlierDetection, message) => {
    const { mesh, backend } = declareShop({ istioVersion: '1.32.0' });
    expect(() => new CircuitBreaker(mesh, 'b', { service: backend, outlierDetection })).toThrow(message);
  });

  test('statuses need an HTTP port', () => {
    const { mesh, service } = declareShop({ istioVersion: '1.32.0' });
    const db = service('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
    const props = { service: db, outlierDetection: { errorCodes: [503] } };
    expect(() => new CircuitBreaker(mesh, 'b', props)).toThrow('wanted an HTTP port for errorCodes, got none');
  });

  test('without anything, or with limits on requests where there are none, is refused', () => {
    expect(() => shop(service => new CircuitBreaker(service, 'b', { service, outlierDetection: false }))).toThrow(
      'wanted connectionPool or outlierDetection, got neither',
    );
    const { mesh, service } = declareShop();
    const db = service('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
    const props = { service: db, connectionPool: { http2MaxRequests: 5 } };
    expect(() => new CircuitBreaker(mesh, 'b', props)).toThrow('wanted an HTTP port for limits on requests, got none');
  });

  test('that contradicts another is refused, with both named', () => {
    const { app } = shop(service => {
      new CircuitBreaker(service, 'a', { service, connectionPool: { maxConnections: 1 } });
      new CircuitBreaker(service, 'b', { service, connectionPool: { maxConnections: 2 } });
    });
    expect(() => written(app)).toThrow(
      'wanted one value for connectionPool.tcp.maxConnections, got 1 at mesh/backend/a and 2 at mesh/backend/b',
    );
  });
});

describe('an autoscaler', () => {
  const resources = { requests: { cpu: '100m' } };
  test.each<[string, object, string]>([
    ['a number beside it', { replicas: 2, resources }, 'wanted either replicas or autoscaling, got both'],
    ['no request of CPU', {}, 'wanted resources.requests.cpu'],
  ])('refuses %s', (_case, props, message) => {
    const { service } = declareShop();
    const autoscaling = { minReplicas: 1, maxReplicas: 2 };
    expect(() => service('x', { versions: { v1: { image: 'a:1', autoscaling, ...props } } })).toThrow(message);
  });

  test('refuses a maximum below its minimum', () => {
    const { service } = declareShop();
    const autoscaling = { minReplicas: 3, maxReplicas: 2 };
    expect(() => service('x', { versions: { v1: { image: 'a:1', autoscaling, resources } } })).toThrow(
      'wanted minReplicas of at least 1 and maxReplicas of at least that, got 3 and 2',
    );
  });
});

test('in an ambient namespace a breaker brings the waypoint that enforces it', () => {
  const { app, mesh, backend } = declareShop({}, { dataPlane: DataPlane.ambient() });
  expect(backend.namespace.waypoint).toBeUndefined();
  new CircuitBreaker(mesh, 'breaker', { service: backend });
  expect(backend.namespace.waypoint?.label).toBe('shop/waypoint');
  expectClean(app);
});
