import type { MeshProps } from '../../src/mesh/mesh-props';
import { Canary } from '../../src/traffic/canary';
import { FaultInjection } from '../../src/traffic/fault-injection';
import { Progressive } from '../../src/traffic/progressive';
import { ProgressiveRelease } from '../../src/traffic/progressive-release';
import { Routing } from '../../src/traffic/routing';
import { Timeout } from '../../src/traffic/timeout';
import { declareShop, expectClean, find, written } from '../traffic/app';

const shop = (props: MeshProps = {}) => declareShop({ api: 'gateway-api', ...props });
const splitOf = (service: ReturnType<ReturnType<typeof shop>['twoVersions']>) => ({
  stable: service.version('v1'),
  canary: service.version('v2'),
  weight: 20,
});

test('the routes of a service are an HTTPRoute with the Service as its parent, and a Service for each version', () => {
  const { app, mesh, v1, v2, backend } = shop();
  new Canary(mesh, 'canary', { stable: v1, canary: v2, weight: 20 });
  expect(find(app, 'HTTPRoute', 'backend').spec).toEqual({
    parentRefs: [{ group: '', kind: 'Service', name: 'backend' }],
    rules: [
      {
        backendRefs: [
          { name: 'backend-v1', namespace: 'shop', port: 8080, weight: 80 },
          { name: 'backend-v2', namespace: 'shop', port: 8080, weight: 20 },
        ],
      },
    ],
  });
  expect(find(app, 'Service', 'backend-v2').spec.selector).toEqual({ app: 'backend', version: 'v2' });
  expect(written(app).some(({ kind }) => kind === 'VirtualService')).toBe(false);
  expect(backend.routing.virtualService).toBeUndefined();
  expect(backend.routedHosts).toEqual(['backend-v1.shop.svc.cluster.local', 'backend-v2.shop.svc.cluster.local']);
  expectClean(app);
});

test('a service with several HTTP ports has an HTTPRoute for each', () => {
  const { app, mesh, twoVersions } = shop();
  const service = twoVersions('two', {
    ports: [
      { port: 80, protocol: 'http' },
      { port: 90, protocol: 'grpc' },
    ],
  });
  new Timeout(mesh, 'timeout', { service, request: '3s' });
  const routes = ['two-80', 'two-90'].map(name => find(app, 'HTTPRoute', name).spec);
  expect(routes.map(({ parentRefs }) => parentRefs[0].port)).toEqual([80, 90]);
  expect(routes.map(({ rules }) => rules[0].backendRefs[0].port)).toEqual([80, 90]);
});

test('connections are split by a TCPRoute', () => {
  const { app, mesh, twoVersions } = shop();
  const db = twoVersions('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
  new Canary(mesh, 'canary', splitOf(db));
  expect(find(app, 'TCPRoute', 'db').spec).toEqual({
    parentRefs: [{ group: '', kind: 'Service', name: 'db', port: 5432 }],
    rules: [
      {
        backendRefs: [
          { name: 'db-v1', namespace: 'shop', port: 5432, weight: 80 },
          { name: 'db-v2', namespace: 'shop', port: 5432, weight: 20 },
        ],
      },
    ],
  });
  expectClean(app);
});

describe('what the Gateway API cannot say of a service is refused, with the reason', () => {
  test('faults', () => {
    const { mesh, backend } = shop();
    const abort = { percent: 1, httpStatus: 500 };
    expect(() => new FaultInjection(mesh, 'faults', { service: backend, abort })).toThrow(
      'wanted a mesh with api "istio", got "gateway-api": routes of the Gateway API inject none',
    );
  });

  test('routes that a controller writes', () => {
    const { mesh, frontend } = shop();
    new Timeout(mesh, 'timeout', { service: frontend, request: '3s' });
    const flagger = { service: frontend, controller: Progressive.flagger(), weights: [10] };
    expect(() => new ProgressiveRelease(mesh, 'flagger', flagger)).toThrow(
      'its controller would write a VirtualService beside the HTTPRoutes',
    );
  });

  test('connections before Istio 1.31', () => {
    const { mesh, twoVersions } = shop({ istioVersion: '1.30' });
    const db = twoVersions('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
    expect(() => new Canary(mesh, 'canary', splitOf(db))).toThrow('Istio 1.30 reads no TCPRoutes; 1.31 does');
  });

  test('connections by subnet, and by names of TLS', () => {
    const declare = (protocol: 'tcp' | 'tls', connection: object) => {
      const { app, mesh, twoVersions } = shop();
      const db = twoVersions('db', { ports: [{ port: 5432, protocol }] });
      const connections = [{ port: 5432, to: db.version('v2'), ...connection }];
      new Routing(mesh, 'routes', { service: db, connections });
      return () => written(app);
    };
    expect(declare('tcp', { destinationSubnets: ['10.0.0.0/8'] })).toThrow(
      'a TCPRoute has no condition on destinationSubnets',
    );
    expect(declare('tls', { sniHosts: ['db.example.com'] })).toThrow('of one port only one rule counts');
  });
});
