import { ApiObject, type App } from 'cdk8s';
import { RULES } from '../../src/analysis/registry';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { DataPlane } from '../../src/mesh/data-plane';
import { ExternalService } from '../../src/mesh/external-service';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { AccessPolicy } from '../../src/security/access-policy';
import { ExternalAuthorizer } from '../../src/security/external-authorizer';
import { Jwt } from '../../src/security/jwt';
import { MutualTlsMigration } from '../../src/security/mutual-tls-migration';
import { RequestSource } from '../../src/security/request-source';
import { CircuitBreaker } from '../../src/traffic/circuit-breaker';
import { Locality, LocalityBalancing } from '../../src/traffic/locality-balancing';
import { OutboundTrafficPolicy } from '../../src/traffic/outbound-traffic-policy';
import { Retries } from '../../src/traffic/retries';
import { Timeout } from '../../src/traffic/timeout';
import { accept } from '../../src/tree/accept';
import { findingsInYaml, findingsOf } from '../findings';
import { declareShop } from '../traffic/app';

type Shop = ReturnType<typeof declareShop>;

const ISSUERS = [{ issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys' }] as const;

const object =
  (kind: string, spec: object, apiVersion = 'v1') =>
  ({ mesh }: Shop) => {
    const metadata = { name: 'extra', namespace: 'shop' };
    new ApiObject(mesh.chart('workloads'), 'extra', { apiVersion, kind, metadata, spec });
  };

const strict = (declare: (shop: Shop) => void) => (shop: Shop) => {
  new MutualTlsMigration(shop.mesh, 'mtls', { phase: 'strict' });
  declare(shop);
};

/** Mistakes that somebody makes in an app, by the rule that finds them. */
const MISTAKES: readonly (readonly [rule: string, declare: (shop: Shop) => void])[] = [
  [
    'retries-over-timeout',
    ({ mesh, backend: service }) => {
      new Retries(mesh, 'retries', { service, attempts: 3, perTryTimeout: '2s' });
      new Timeout(mesh, 'timeout', { service, request: '1s' });
    },
  ],
  [
    'outlier-detection-without-effect',
    ({ mesh, service }) => {
      const small = service('small', { versions: { v1: { image: 'a:1', replicas: 1 } } });
      new CircuitBreaker(mesh, 'breaker', { service: small });
    },
  ],
  [
    'unused-subset-policy',
    ({ mesh, backend: service, v2: version }) =>
      new CircuitBreaker(mesh, 'breaker', {
        service,
        version,
        connectionPool: { maxConnections: 1 },
        outlierDetection: false,
      }),
  ],
  [
    'failover-without-outlier-detection',
    ({ mesh, backend: service }) =>
      new LocalityBalancing(mesh, 'locality', { service, locality: Locality.failover({ a: 'b' }) }),
  ],
  [
    'identity-without-mutual-tls',
    ({ mesh, backend: target }) =>
      new AccessPolicy(mesh, 'p', { target, action: 'DENY' }).rule({ from: [RequestSource.namespace('bad')] }),
  ],
  [
    'token-condition-without-authentication',
    ({ mesh, backend: target }) => new AccessPolicy(mesh, 'p', { target }).rule({ from: [RequestSource.token()] }),
  ],
  [
    'conflicting-authorizers',
    ({ mesh, namespace, backend }) => {
      for (const [name, target] of Object.entries({ a: backend, b: namespace })) {
        const action = ExternalAuthorizer.existing(mesh, name, 'grpc');
        new AccessPolicy(mesh, name, { target, action }).rule({ from: 'anyone' });
      }
    },
  ],
  [
    'http-policy-on-tcp-port',
    ({ mesh, namespace, service }) => {
      service('redis', { ports: [{ port: 6379, protocol: 'redis' }] });
      new AccessPolicy(mesh, 'p', { target: namespace, action: 'DENY' }).rule({ from: 'anyone', methods: ['PUT'] });
    },
  ],
  [
    'token-dropped-at-gateway',
    ({ mesh, backend }) => {
      const workload = new GatewayDeployment(mesh.chart('gateways'), 'edge', { namespace: 'edge' });
      const gateway = new IngressGateway(mesh, 'public', { workload }).http({ hosts: ['shop.example.com'] });
      gateway.expose(backend, { host: 'shop.example.com' });
      new Jwt(mesh, 'edge-users', { target: gateway, issuers: ISSUERS });
      new Jwt(mesh, 'users', { target: backend, issuers: ISSUERS });
    },
  ],
  [
    'host-not-in-gateway',
    ({ mesh }) => {
      const workload = new GatewayDeployment(mesh.chart('gateways'), 'edge', { namespace: 'edge' });
      new IngressGateway(mesh, 'public', { workload }).http({ hosts: ['shop.example.com'] });
      object(
        'VirtualService',
        {
          hosts: ['web.example.com'],
          gateways: ['edge/public'],
          http: [{ route: [{ destination: { host: 'backend' } }] }],
        },
        'networking.istio.io/v1',
      )({ mesh } as Shop);
    },
  ],
  [
    'plaintext-caller',
    strict(({ service, mesh }) => {
      const outside = new MeshNamespace(mesh, 'outside', { dataPlane: DataPlane.none() });
      const env = { BACKEND_URL: 'http://backend.shop:8080/' };
      service('old', { namespace: outside, versions: { v1: { image: 'old:1', env } } });
    }),
  ],
  [
    'plaintext-caller',
    strict(
      object(
        'Ingress',
        { defaultBackend: { service: { name: 'backend', port: { number: 8080 } } } },
        'networking.k8s.io/v1',
      ),
    ),
  ],
  [
    'plaintext-caller',
    strict(
      object(
        'PodMonitor',
        { selector: { matchLabels: { app: 'backend' } }, podMetricsEndpoints: [{ port: 'http' }] },
        'monitoring.coreos.com/v1',
      ),
    ),
  ],
  [
    'strict-behind-load-balancer',
    strict(
      object('Service', {
        type: 'LoadBalancer',
        selector: { app: 'backend' },
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      }),
    ),
  ],
  [
    'unregistered-external-host',
    ({ mesh, service }) => {
      service('payments', { versions: { v1: { image: 'a:1', env: { API: 'https://api.stripe.com' } } } });
      new OutboundTrafficPolicy(mesh, 'outbound');
    },
  ],
  [
    'outbound-policy-needs-sidecars',
    ({ mesh, service }) => {
      service('worker', { namespace: new MeshNamespace(mesh, 'ambient', { dataPlane: DataPlane.ambient() }) });
      new OutboundTrafficPolicy(mesh, 'outbound');
    },
  ],
];

const shop = (declare: (shop: Shop) => void): App => {
  const declared = declareShop();
  declare(declared);
  return declared.app;
};

const withoutOrigin = (app: App, find: (app: App) => ReturnType<typeof findingsOf>) =>
  find(app)
    // What constructs know beyond the manifests cannot be found in them.
    .filter(({ rule, resource }) => resource.kind !== 'Construct' && RULES.some(({ name }) => name === rule))
    .map(({ resource: { origin: _, ...resource }, related = [], ...rest }) => ({
      ...rest,
      resource,
      related: related.map(({ origin: __, ...other }) => other),
    }));

test.each(MISTAKES)('%s is found in the same words in an app and in its YAML', (rule, declare) => {
  const found = withoutOrigin(shop(declare), findingsOf);
  expect(found.map(({ rule: by }) => by)).toContain(rule);
  expect(withoutOrigin(shop(declare), app => findingsInYaml(app))).toEqual(found);
});

test('what a construct checks is sorted among the other findings, and can be accepted', () => {
  const declare = (accepted: boolean) => {
    const { app, mesh, service } = declareShop();
    new ExternalService(mesh, 'unused', { hosts: ['api.example.com'], ports: [{ port: 443, protocol: 'tls' }] });
    service('small', { versions: { v1: { image: 'a:1', env: { API: 'https://api.stripe.com' } } } });
    const outbound = new OutboundTrafficPolicy(mesh, 'outbound');
    if (accepted) accept(outbound, 'uncalled-external-service', 'for the next release');
    return findingsOf(app).map(({ rule }) => rule);
  };
  const rules = declare(false);
  expect(rules.indexOf('unregistered-external-host')).toBeLessThan(rules.indexOf('uncalled-external-service'));
  expect(declare(true)).toEqual(rules.filter(rule => rule !== 'uncalled-external-service'));
});

test('an acceptance of what a construct no longer finds is itself reported, by the name of the check', () => {
  const { app, mesh, backend } = declareShop();
  accept(new Timeout(mesh, 'timeout', { service: backend, request: '1s' }), 'timeout-exceeds-caller', 'known');
  expect(
    findingsOf(app)
      .filter(({ rule }) => rule === 'unmatched-acceptance')
      .map(({ message }) => message),
  ).toEqual(['"timeout-exceeds-caller" is accepted, but finds nothing here']);
});
