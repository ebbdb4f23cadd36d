import { App } from 'cdk8s';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { TlsCredential } from '../../src/gateway/tls-credential';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import type { VersionProps } from '../../src/mesh/service-props';
import { RetryOn } from '../../src/routing/retry-on';
import { TextMatch } from '../../src/routing/string-match';
import { Canary } from '../../src/traffic/canary';
import { CircuitBreaker } from '../../src/traffic/circuit-breaker';
import { Retries } from '../../src/traffic/retries';
import { Routing } from '../../src/traffic/routing';
import { Timeout } from '../../src/traffic/timeout';
import { saidOf } from '../findings';
import { expectClean, find, written } from '../traffic/app';

/** A mesh with one namespace and a service whose versions run. */
function world(namespaceName: string) {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const namespace = new MeshNamespace(mesh, namespaceName);
  const service = (name: string, port: number, versions: readonly string[]) =>
    new MeshService(mesh, name, {
      namespace,
      ports: [{ port, protocol: 'http' }],
      versions: Object.fromEntries(
        versions.map((version): [string, VersionProps] => [
          version,
          { image: `registry.example.com/${name}:${version}` },
        ]),
      ),
    });
  return { app, mesh, namespace, service };
}

const kinds = (app: App, kind: string) =>
  written(app)
    .filter(object => object.kind === kind)
    .map(({ metadata, apiVersion }) => `${apiVersion} ${metadata.namespace}/${metadata.name}`);

describe('the labs on the book app', () => {
  function labs() {
    const declared = world('bookinfo');
    const { mesh } = declared;
    // Trap: three versions are routed to, none is deployed. Here a version is what runs, so that each subset has pods.
    const reviews = declared.service('reviews', 9080, ['v1', 'v2', 'v3']);
    new Routing(mesh, 'jason', {
      service: reviews,
      rules: [
        { name: 'jason', match: { headers: { 'end-user': TextMatch.exact('jason') } }, to: reviews.version('v3') },
      ],
    });
    new Canary(mesh, 'reviews-canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), weight: 10 });
    new CircuitBreaker(mesh, 'reviews-breaker', {
      service: reviews,
      connectionPool: {
        maxConnections: 100,
        h2UpgradePolicy: 'UPGRADE',
        http1MaxPendingRequests: 100,
        http2MaxRequests: 1000,
        maxRequestsPerConnection: 10,
      },
      // Trap: 100 % lets five errors take down every pod, since Istio turns Envoy's panic mode off. Refused; 50 % holds.
      outlierDetection: { consecutive5xxErrors: 5, interval: '30s', baseEjectionTime: '30s', maxEjectionPercent: 50 },
    });
    new Timeout(mesh, 'reviews-timeout', { service: reviews, request: '10s' });
    // Trap: after a server error a POST would be sent again as well. Here only what can be repeated is.
    const on = RetryOn.of('5xx', 'reset', 'connect-failure');
    new Retries(mesh, 'reviews-retries', { service: reviews, attempts: 3, perTryTimeout: '2s', on });
    return { ...declared, reviews };
  }

  test('have one VirtualService and one DestinationRule for reviews, in which no lab undoes another', () => {
    const { app } = labs();
    // Trap: both kinds were written twice under one name, so that the last lab deleted the subsets, the canary and the
    // header rule of the first.
    expect(kinds(app, 'VirtualService')).toEqual(['networking.istio.io/v1 bookinfo/reviews']);
    expect(kinds(app, 'DestinationRule')).toEqual(['networking.istio.io/v1 bookinfo/reviews']);
    expectClean(app);
  });

  test('send jason to v3 and share the rest 90 to 10, with timeout and retries everywhere', () => {
    const { app } = labs();
    const { spec } = find(app, 'VirtualService', 'reviews');
    expect(spec.hosts).toEqual(['reviews.bookinfo.svc.cluster.local']);
    type Route = {
      name: string;
      timeout: string;
      retries: { attempts: number; perTryTimeout: string; retryOn: string };
      route: { destination: { subset: string; host: string }; weight?: number }[];
      match?: { headers?: object; method?: object }[];
    };
    const routes: Route[] = spec.http;
    expect(routes.map(({ name, route }) => [name, route.map(to => [to.destination.subset, to.weight])])).toEqual([
      ['jason-repeatable', [['v3', undefined]]],
      ['jason', [['v3', undefined]]],
      [
        'repeatable',
        [
          ['v1', 90],
          ['v2', 10],
        ],
      ],
      [
        'default',
        [
          ['v1', 90],
          ['v2', 10],
        ],
      ],
    ]);
    for (const route of routes) {
      expect(route.timeout).toBe('10s');
      expect(route.retries).toMatchObject({ attempts: 3, perTryTimeout: '2s' });
      for (const { destination } of route.route) expect(destination.host).toBe('reviews.bookinfo.svc.cluster.local');
    }
    expect(routes[1]?.match).toEqual([{ headers: { 'end-user': { exact: 'jason' } } }]);
    expect(routes.map(({ retries }) => retries.retryOn.includes('5xx'))).toEqual([true, false, true, false]);
  });

  test('limit connections and requests, and leave out failing pods', () => {
    const { app } = labs();
    const { spec } = find(app, 'DestinationRule', 'reviews');
    expect(spec.host).toBe('reviews.bookinfo.svc.cluster.local');
    expect(spec.subsets).toEqual(['v1', 'v2', 'v3'].map(version => ({ name: version, labels: { version } })));
    expect(spec.trafficPolicy).toEqual({
      connectionPool: {
        tcp: { maxConnections: 100 },
        http: {
          h2UpgradePolicy: 'UPGRADE',
          http1MaxPendingRequests: 100,
          http2MaxRequests: 1000,
          maxRequestsPerConnection: 10,
        },
      },
      outlierDetection: {
        consecutive5xxErrors: 5,
        interval: '30s',
        baseEjectionTime: '30s',
        maxEjectionPercent: 50,
      },
    });
  });

  test('are not to leave out the only pod', () => {
    const { app, mesh, namespace } = world('bookinfo');
    const ports = [{ port: 9080, protocol: 'http' }] as const;
    const versions = { v1: { image: 'reviews:1', replicas: 1 } };
    const reviews = new MeshService(mesh, 'reviews', { namespace, ports, versions });
    new CircuitBreaker(mesh, 'breaker', { service: reviews, outlierDetection: { maxEjectionPercent: 100 } });
    expect(saidOf(app, 'outlier-detection-ejects-all')).toEqual([
      'warning the only pod is ejected after a few errors, and then every request gets 503',
    ]);
  });

  test('try a canary of myapp by header and by weight', () => {
    const { app, mesh, service } = world('production');
    const myapp = service('myapp', 80, ['stable', 'canary']);
    new Canary(mesh, 'myapp-canary', {
      stable: myapp.version('stable'),
      canary: myapp.version('canary'),
      weight: 5,
      override: { header: { name: 'x-canary', value: 'true' } },
    });
    const host = 'myapp.production.svc.cluster.local';
    const port = { number: 80 };
    expect(find(app, 'VirtualService', 'myapp').spec).toEqual({
      hosts: [host],
      http: [
        {
          name: 'canary-override',
          match: [{ headers: { 'x-canary': { exact: 'true' } } }],
          route: [{ destination: { host, subset: 'canary', port } }],
        },
        {
          name: 'default',
          route: [
            { destination: { host, subset: 'stable', port }, weight: 95 },
            { destination: { host, subset: 'canary', port }, weight: 5 },
          ],
        },
      ],
    });
    expect(find(app, 'DestinationRule', 'myapp').spec.subsets).toEqual([
      { name: 'stable', labels: { version: 'stable' } },
      { name: 'canary', labels: { version: 'canary' } },
    ]);
    expectClean(app);
  });
});

describe('the deployment on EKS', () => {
  test('takes HTTPS for every host and redirects HTTP, with a certificate that is there', () => {
    const { app, mesh, namespace } = world('default');
    const ingress = new MeshNamespace(mesh, 'istio-ingress');
    const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-gateway', { namespace: ingress });
    const gateway = new IngressGateway(mesh, 'default-gateway', { workload });
    // Trap: nobody made the Secret. Here cert-manager does, in the namespace of the gateway's pods; it needs a host, so
    // that the gateway no longer takes every name.
    const issuer = { name: 'letsencrypt' };
    gateway.https({
      hosts: ['httpbin.example.com'],
      credential: TlsCredential.certManager({ issuer, secretName: 'default-gateway-certs' }),
    });
    const httpbin = new MeshService(mesh, 'httpbin', {
      namespace,
      // Trap: the port had no name, so that Istio saw bytes; http-8000 makes it see requests.
      ports: [{ port: 8000, targetPort: 80, protocol: 'http', name: 'http-8000' }],
      versions: { v1: { image: 'kennethreitz/httpbin' } },
    });
    gateway.expose(httpbin, { host: 'httpbin.example.com', port: 8000 });
    // The label follows from the name of the deployment, as the chart makes it: `istio: gateway` for istio-gateway.
    expect(find(app, 'Gateway', 'default-gateway').spec).toEqual({
      selector: { app: 'istio-gateway', istio: 'gateway' },
      servers: [
        {
          port: { number: 80, name: 'http', protocol: 'HTTP' },
          hosts: ['httpbin.example.com'],
          tls: { httpsRedirect: true },
        },
        {
          port: { number: 443, name: 'https', protocol: 'HTTPS' },
          hosts: ['httpbin.example.com'],
          tls: { mode: 'SIMPLE', credentialName: 'default-gateway-certs' },
        },
      ],
    });
    expect(find(app, 'Certificate', 'default-gateway-certs').metadata.namespace).toBe('istio-ingress');
    expect(find(app, 'VirtualService', 'default-gateway-httpbin-example-com').spec).toEqual({
      hosts: ['httpbin.example.com'],
      gateways: ['istio-ingress/default-gateway'],
      http: [
        {
          name: 'default',
          route: [{ destination: { host: 'httpbin.default.svc.cluster.local', port: { number: 8000 } } }],
        },
      ],
    });
    expectClean(app);
  });

  test('takes every host with a Secret that somebody else keeps, as it was written', () => {
    const { app, mesh } = world('shop');
    const ingress = new MeshNamespace(mesh, 'istio-ingress');
    const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-gateway', { namespace: ingress });
    new IngressGateway(mesh, 'default-gateway', { workload }).https({
      hosts: ['*'],
      credential: TlsCredential.existing('default-gateway-certs'),
    });
    const [, https] = find(app, 'Gateway', 'default-gateway').spec.servers;
    expect(https).toMatchObject({ hosts: ['*'], tls: { mode: 'SIMPLE', credentialName: 'default-gateway-certs' } });
  });

  test('tries a canary of myapp in a namespace that is named', () => {
    // Trap: without a namespace both objects landed in whichever was current.
    const { app, mesh, service } = world('apps');
    const myapp = service('myapp', 80, ['v1', 'v2']);
    new Canary(mesh, 'canary-deployment', {
      stable: myapp.version('v1'),
      canary: myapp.version('v2'),
      weight: 10,
      override: { header: { name: 'canary', value: 'true' } },
    });
    expect(kinds(app, 'VirtualService')).toEqual(['networking.istio.io/v1 apps/myapp']);
    expect(kinds(app, 'DestinationRule')).toEqual(['networking.istio.io/v1 apps/myapp']);
    const [override, split] = find(app, 'VirtualService', 'myapp').spec.http;
    expect([override.match, override.route[0].destination.subset]).toEqual([
      [{ headers: { canary: { exact: 'true' } } }],
      'v2',
    ]);
    expect(split.route.map((to: { weight: number }) => to.weight)).toEqual([90, 10]);
    expectClean(app);
  });

  test('needs no DestinationRule to turn mutual TLS on', () => {
    // Trap: a rule of mode ISTIO_MUTUAL for `*.local` sends mutual TLS to servers without a proxy too, which refuse it.
    // Istio's proxies use it by themselves wherever the server has one.
    const { app, service } = world('apps');
    service('myapp', 80, ['v1']);
    expect(kinds(app, 'DestinationRule')).toEqual([]);
    expectClean(app);
  });
});

describe('the sample app', () => {
  function sample() {
    const declared = world('sample-app');
    const backend = declared.service('backend', 3001, ['v1', 'v2']);
    new Canary(declared.mesh, 'backend-canary', {
      stable: backend.version('v1'),
      canary: backend.version('v2'),
      weight: 20,
    });
    // Trap: without retryOn, server errors are never retried, whatever the number of attempts. Here it is said which.
    new Retries(declared.mesh, 'backend-retries', {
      service: backend,
      attempts: 3,
      perTryTimeout: '2s',
      on: RetryOn.gatewayErrors(),
    });
    return declared.app;
  }

  test('has one VirtualService for backend that both splits and retries', () => {
    const app = sample();
    // Trap: two of one name, one with the retries and one with the split: whichever came last was all there was.
    expect(kinds(app, 'VirtualService')).toEqual(['networking.istio.io/v1 sample-app/backend']);
    const host = 'backend.sample-app.svc.cluster.local';
    const split = [
      { destination: { host, subset: 'v1', port: { number: 3001 } }, weight: 80 },
      { destination: { host, subset: 'v2', port: { number: 3001 } }, weight: 20 },
    ];
    expect(find(app, 'VirtualService', 'backend').spec).toMatchObject({
      hosts: [host],
      http: [
        { name: 'repeatable', route: split, retries: { attempts: 3, perTryTimeout: '2s' } },
        { name: 'default', route: split, retries: { attempts: 3, perTryTimeout: '2s' } },
      ],
    });
    expectClean(app);
  });

  test('has one DestinationRule with a subset for each version that runs', () => {
    const app = sample();
    expect(kinds(app, 'DestinationRule')).toEqual(['networking.istio.io/v1 sample-app/backend']);
    expect(find(app, 'DestinationRule', 'backend').spec).toEqual({
      host: 'backend.sample-app.svc.cluster.local',
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
      ],
    });
  });
});
