import type { App } from 'cdk8s';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { RetryOn } from '../../src/routing/retry-on';
import { PathMatch } from '../../src/routing/string-match';
import { Authorization } from '../../src/security/authorization';
import { CircuitBreaker } from '../../src/traffic/circuit-breaker';
import { Progressive } from '../../src/traffic/progressive';
import { ProgressiveRelease, type ProgressiveReleaseProps } from '../../src/traffic/progressive-release';
import { Retries } from '../../src/traffic/retries';
import { Routing } from '../../src/traffic/routing';
import { Timeout } from '../../src/traffic/timeout';
import { saidOf } from '../findings';
import { declareShop, expectClean, find, routeLines, written } from './app';

function released(controller: Progressive, props: Partial<ProgressiveReleaseProps> = {}) {
  const declared = declareShop();
  const { mesh, frontend } = declared;
  const edge = new MeshNamespace(mesh, 'edge');
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: edge });
  const gateway = new IngressGateway(mesh, 'public', { workload }).http({ hosts: ['*.example.com'] });
  const release = new ProgressiveRelease(mesh, 'release', {
    service: frontend,
    controller,
    weights: [5, 25, 50],
    ...props,
  });
  return { ...declared, gateway, release };
}

const kinds = (app: App) => written(app).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('a release by Argo Rollouts', () => {
  test('moves the weights of two subsets, of the host and of the gateways that expose it', () => {
    const override = { header: { name: 'x-canary', value: 'true' } };
    const { app, gateway, frontend } = released(Progressive.argoRollouts({ override }));
    gateway.expose(frontend, { host: 'www.example.com' });
    expect(routeLines(app, 'frontend')).toEqual([
      'canary-override: [{headers:{x-canary:{exact:true}}}] -> canary',
      'default: all -> stable 100, canary 0',
    ]);
    expect(find(app, 'DestinationRule', 'frontend').spec.subsets.slice(-2)).toEqual([
      { name: 'stable', labels: { app: 'frontend' } },
      { name: 'canary', labels: { app: 'frontend' } },
    ]);
    const { spec } = find(app, 'Rollout', 'frontend');
    expect(spec).toMatchObject({
      replicas: 2,
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'frontend-v1', scaleDown: 'onsuccess' },
    });
    expect(spec.strategy.canary.trafficRouting.istio).toEqual({
      virtualServices: [
        { name: 'frontend', routes: ['default'] },
        { name: 'public-www-example-com.edge', routes: ['default'] },
      ],
      destinationRule: { name: 'frontend', stableSubsetName: 'stable', canarySubsetName: 'canary' },
    });
    expect(spec.strategy.canary.steps.slice(0, 3)).toEqual([
      { setWeight: 5 },
      { pause: { duration: '1m' } },
      { setWeight: 25 },
    ]);
    expectClean(app);
  });

  test('judges by the metrics of the service', () => {
    const { app } = released(Progressive.argoRollouts(), { successRate: 99.5, latency: '0.5s', failures: 3 });
    const [success, latency] = find(app, 'AnalysisTemplate', 'frontend').spec.metrics;
    expect(success).toMatchObject({ name: 'success-rate', interval: '1m', failureLimit: 2 });
    expect(success.successCondition).toContain('result[0] >= 0.995');
    expect(success.provider.prometheus.query).toContain('destination_service="frontend.shop.svc.cluster.local"');
    expect(latency.successCondition).toContain('result[0] <= 500');
    expectClean(app);
  });

  test('names every route that has weights, and excludes just these fields from GitOps', () => {
    const { app, frontend, mesh, release } = released(Progressive.argoRollouts());
    new Retries(mesh, 'retries', { service: frontend, on: RetryOn.gatewayErrors() });
    const rules = [{ name: 'fixed', match: { path: PathMatch.exact('/fixed') }, to: { service: frontend } }];
    new Routing(mesh, 'rules', { service: frontend, rules });
    const { istio } = find(app, 'Rollout', 'frontend').spec.strategy.canary.trafficRouting;
    expect(istio.virtualServices).toEqual([{ name: 'frontend', routes: ['repeatable', 'default'] }]);
    const http: { name: string }[] = find(app, 'VirtualService', 'frontend').spec.http;
    expect(http.map(({ name }) => name)).toEqual(['fixed-repeatable', 'fixed', 'repeatable', 'default']);
    expect(release.exclusions.argoCd).toEqual([
      { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'frontend-v1', jsonPointers: ['/spec/replicas'] },
      {
        group: 'networking.istio.io',
        kind: 'VirtualService',
        namespace: 'shop',
        name: 'frontend',
        jsonPointers: [2, 3].flatMap(i => [0, 1].map(n => `/spec/http/${i}/route/${n}/weight`)),
      },
      {
        group: 'networking.istio.io',
        kind: 'DestinationRule',
        namespace: 'shop',
        name: 'frontend',
        jsonPointers: [1, 2].map(i => `/spec/subsets/${i}/labels/rollouts-pod-template-hash`),
      },
    ]);
    expect(release.exclusions.flux[0]).toEqual({
      paths: ['/spec/replicas'],
      target: { kind: 'Deployment', namespace: 'shop', name: 'frontend-v1' },
    });
    expectClean(app);
  });

  test('goes with authorization', () => {
    const { app, mesh } = released(Progressive.argoRollouts());
    new Authorization(mesh, 'authorization');
    expectClean(app);
  });
});

describe('a release by Flagger', () => {
  test('hands the routes and the policy of the host to Flagger, with the gateways, whatever was declared first', () => {
    const declared = released(
      Progressive.flagger({ sticky: { name: 'track', maxAge: '1h' }, analysis: { webhooks: [] } }),
      { interval: '30s', successRate: 99, latency: '500ms', failures: 3 },
    );
    const { app, mesh, gateway, frontend, release } = declared;
    gateway.expose(frontend, { host: 'www.example.com' });
    new Timeout(mesh, 'timeout', { service: frontend, request: '10s' });
    new CircuitBreaker(mesh, 'breaker', { service: frontend, connectionPool: { http2MaxRequests: 100 } });
    expect(kinds(app)).not.toContain('VirtualService frontend');
    expect(kinds(app)).not.toContain('DestinationRule frontend');
    expect(kinds(app)).not.toContain('VirtualService public-www-example-com');
    expect(find(app, 'Canary', 'frontend').spec).toEqual({
      provider: 'istio',
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'frontend-v1' },
      service: {
        name: 'frontend',
        port: 8080,
        targetPort: 8080,
        portName: 'http',
        appProtocol: 'http',
        gateways: ['mesh', 'edge/public'],
        hosts: ['frontend.shop.svc.cluster.local', 'www.example.com'],
        timeout: '10s',
        trafficPolicy: {
          connectionPool: { http: { http2MaxRequests: 100 } },
          outlierDetection: {
            consecutive5xxErrors: 5,
            interval: '10s',
            baseEjectionTime: '30s',
            maxEjectionPercent: 50,
          },
        },
      },
      analysis: {
        interval: '30s',
        threshold: 3,
        stepWeights: [5, 25, 50],
        metrics: [
          { name: 'request-success-rate', interval: '30s', thresholdRange: { min: 99 } },
          { name: 'request-duration', interval: '30s', thresholdRange: { max: 500 } },
        ],
        sessionAffinity: { cookieName: 'track', maxAge: 3600 },
        webhooks: [],
      },
    });
    expect(release.exclusions.argoCd.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'Service frontend',
      'Deployment frontend-v1',
    ]);
    expectClean(app);
  });

  test('takes back routes that were declared before', () => {
    const { app, mesh, frontend } = declareShop();
    new Timeout(mesh, 'timeout', { service: frontend, request: '10s' });
    expect(kinds(app)).toContain('VirtualService frontend');
    const controller = Progressive.flagger();
    new ProgressiveRelease(mesh, 'release', { service: frontend, controller, weights: [10] });
    expect(kinds(app)).not.toContain('VirtualService frontend');
    expect(find(app, 'Canary', 'frontend').spec.service.timeout).toBe('10s');
  });

  test.each<[string, (declared: ReturnType<typeof released>) => void, string]>([
    [
      'rules for single requests',
      ({ mesh, frontend }) => {
        const match = { path: PathMatch.exact('/a') };
        new Routing(mesh, 'rules', { service: frontend, rules: [{ name: 'a', match, timeout: '1s' }] });
      },
      'wanted nothing but what holds for every request, which alone Flagger carries, got rules of mesh/rules',
    ],
    [
      'limits on connections',
      ({ mesh, frontend }) =>
        new CircuitBreaker(mesh, 'breaker', { service: frontend, connectionPool: { maxConnections: 1 } }),
      'wanted settings that Flagger carries, got connectionPool.tcp',
    ],
    [
      'a part of a host at a gateway',
      ({ gateway, frontend }) => gateway.expose(frontend, { host: 'www.example.com', path: PathMatch.prefix('/a') }),
      'wanted all of it to go to "shop/frontend" alone, whose routes mesh/release leaves to a controller',
    ],
    [
      'one version of it under a host at a gateway',
      ({ gateway, frontend }) => gateway.expose(frontend, { host: 'www.example.com', version: frontend.version('v1') }),
      'wanted all of it to go to "shop/frontend" alone, whose routes mesh/release leaves to a controller',
    ],
  ])('refuses %s', (_case, declare, message) => {
    const declared = released(Progressive.flagger());
    declared.frontend.calls(declared.backend);
    declared.backend.calls(declared.frontend);
    declare(declared);
    expect(() => written(declared.app)).toThrow(message);
  });

  test('reports policies by the label that it changes', () => {
    const declared = released(Progressive.flagger());
    declared.frontend.calls(declared.backend);
    declared.backend.calls(declared.frontend);
    new Authorization(declared.mesh, 'authorization');
    expect(saidOf(declared.app, 'policy-misses-flagger-pods')).toEqual([
      'error the selector misses the pods that Flagger runs for users, which have the label "app: frontend-primary"',
    ]);
  });
});

test.each([
  ['Argo Rollouts', Progressive.argoRollouts()],
  ['Flagger', Progressive.flagger()],
])('the order in which hosts are exposed does not show in a release by %s', (_name, controller) => {
  const build = (hosts: string[]) => {
    const { app, gateway, frontend } = released(controller);
    for (const host of hosts) gateway.expose(frontend, { host });
    return written(app)
      .filter(({ kind }) => kind === 'Rollout' || kind === 'Canary')
      .map(object => JSON.stringify(object));
  };
  expect(build(['a.example.com', 'b.example.com'])).toEqual(build(['b.example.com', 'a.example.com']));
});

test.each<[string, Partial<ProgressiveReleaseProps>, string]>([
  ['no weights', { weights: [] }, 'wanted whole, growing weights above 0 and below 100, got none'],
  ['weights that shrink', { weights: [20, 10] }, 'got 20, 10'],
  ['a weight of all', { weights: [50, 100] }, 'got 50, 100'],
  ['a success rate above all', { successRate: 101 }, 'wanted successRate above 0 and at most 100 percent, got 101'],
  ['no failures', { failures: 0 }, 'wanted failures to be 1 or more, got 0'],
  ['no interval', { interval: '0s' }, 'wanted interval to be a duration of at least 1 ms'],
])('a release refuses %s', (_case, props, message) => {
  expect(() => released(Progressive.argoRollouts(), props)).toThrow(message);
});

test('a release refuses two versions, and pods that no Deployment runs', () => {
  const { mesh, backend, service } = declareShop();
  const controller = Progressive.argoRollouts();
  expect(() => new ProgressiveRelease(mesh, 'r1', { service: backend, controller, weights: [1] })).toThrow(
    'wanted one version, of which the controller runs two, got v1, v2',
  );
  const db = service('db', { versions: { v1: { image: 'db:1', kind: 'StatefulSet' } } });
  expect(() => new ProgressiveRelease(mesh, 'r2', { service: db, controller, weights: [1] })).toThrow(
    'wanted a Deployment, got StatefulSet',
  );
  const flagger = Progressive.flagger();
  expect(() => new ProgressiveRelease(mesh, 'r3', { service: db, controller: flagger, weights: [1] })).toThrow(
    'wanted a Deployment, got StatefulSet',
  );
  const tcp = service('tcp', { ports: [{ port: 1, protocol: 'tcp' }] });
  expect(() => new ProgressiveRelease(mesh, 'r4', { service: tcp, controller: flagger, weights: [1] })).toThrow(
    'wanted one port, an HTTP one, got 1 (tcp)',
  );
});
