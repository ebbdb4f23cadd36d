import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, type App, Chart } from 'cdk8s';
import { VirtualService } from '../../imports/networking.istio.io';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { TlsCredential } from '../../src/gateway/tls-credential';
import { Delivery } from '../../src/install/delivery/delivery';
import { IstioInstall } from '../../src/install/istio-install';
import { DataPlane } from '../../src/mesh/data-plane';
import { ExternalService } from '../../src/mesh/external-service';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { Volume } from '../../src/mesh/volume';
import { RetryOn } from '../../src/routing/retry-on';
import { AccessPolicy } from '../../src/security/access-policy';
import { Authorization } from '../../src/security/authorization';
import { Jwt } from '../../src/security/jwt';
import { MutualTls } from '../../src/security/mutual-tls';
import { RequestSource } from '../../src/security/request-source';
import { SidecarScope } from '../../src/security/sidecar-scope';
import { expectMesh, meshOf } from '../../src/testing';
import { Canary } from '../../src/traffic/canary';
import { CircuitBreaker } from '../../src/traffic/circuit-breaker';
import { Retries } from '../../src/traffic/retries';
import { Timeout } from '../../src/traffic/timeout';
import { accept } from '../../src/tree/accept';
import { findingsOf } from '../findings';
import { declareMesh } from '../mesh/declare';

/** Who catches a mistake: the compiler, the construct where it is written, the synth, or a unit test. */
type Stage = 'compiler' | 'construct' | 'synth' | 'warning' | 'test';

/** A mistake, the stage that catches it, and what that says: a part of the text, or the name of a rule. */
type Mistake = readonly [what: string, stage: Stage, said: string, make: (shop: Shop) => unknown];

type Shop = ReturnType<typeof shop>;

function shop(props: Parameters<typeof declareMesh>[0] = {}, namespace = {}) {
  const declared = declareMesh(props, namespace);
  const { service, twoVersions } = declared;
  const db = service('db', { ports: [{ port: 3306, protocol: 'mysql' }] });
  return { ...declared, web: service('web'), cart: twoVersions('cart'), db };
}

const HTTP = [{ port: 8080, protocol: 'http' }] as const;
const ISSUER = { issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys' };

function gatewayOf({ mesh }: Pick<Shop, 'mesh'>, name = 'public') {
  const namespace = new MeshNamespace(mesh, `${name}-edge`);
  const workload = new GatewayDeployment(mesh.chart('gateways'), name, { namespace });
  return new IngressGateway(mesh, `${name}-gateway`, { workload });
}

function byHand(app: App, kind: string, spec: object, group = 'networking.istio.io/v1') {
  const metadata = { name: 'by-hand', namespace: 'shop' };
  new ApiObject(new Chart(app, `hand-${kind.toLowerCase()}`), 'object', { apiVersion: group, kind, metadata, spec });
}

function told({ mesh, namespace, web, cart }: Shop, env: { readonly [name: string]: string }) {
  web.calls(cart);
  return new MeshService(mesh, 'told', { namespace, ports: HTTP, versions: { v1: { image: 'told:1', env } } });
}

const install = ({ app }: Shop, props: ConstructorParameters<typeof IstioInstall>[2]) =>
  new IstioInstall(new Chart(app, 'istio'), 'istio', props);

const MISTAKES: readonly Mistake[] = [
  // What does not compile throws nothing here: `tsc` holds the marks.
  // @ts-expect-error: no such protocol
  ['a misspelt protocol', 'compiler', 'protocol', s => s.service('a', { ports: [{ port: 1, protocol: 'htpp' }] })],
  // @ts-expect-error: an image, or a workload
  ['a version without an image', 'compiler', 'image', s => s.service('a', { versions: { v1: {} } })],
  // @ts-expect-error: references are objects
  ['a call to a name instead of a service', 'compiler', 'MeshService', s => s.web.calls('cart')],
  // @ts-expect-error: no such mode
  ['a mode in lower case', 'compiler', 'STRICT', s => new MutualTls(s.mesh, 'm', { mode: 'strict' })],
  [
    'a policy rule that names nobody',
    'compiler',
    'from',
    // @ts-expect-error: from, or 'anyone'
    s => new AccessPolicy(s.mesh, 'p', { target: s.cart }).rule({}),
  ],
  [
    'a canary without a stable version',
    'compiler',
    'stable',
    // @ts-expect-error: stable
    s => new Canary(s.mesh, 'c', { canary: s.cart.version('v2') }),
  ],
  [
    'a number of pods as text',
    'compiler',
    'replicas',
    // @ts-expect-error: a number
    s => s.service('a', { versions: { v1: { image: 'a', replicas: '2' } } }),
  ],
  [
    'a misspelt field of an Istio object',
    'compiler',
    'route',
    // @ts-expect-error: rout
    s => new VirtualService(s.mesh.chart('routes'), 'v', { spec: { hosts: ['a'], http: [{ rout: [] }] } }),
  ],

  ['an undeclared version', 'construct', 'declared are "v1", "v2"', s => s.cart.version('v3')],
  ['an undeclared port', 'construct', '8080', s => s.web.calls(s.cart, { ports: [80] })],
  [
    'a service declared twice',
    'construct',
    'declares it already',
    s =>
      new MeshService(s.mesh, 'again', {
        name: 'cart',
        namespace: s.namespace,
        ports: HTTP,
        versions: { v1: { image: 'a' } },
      }),
  ],
  [
    'a namespace in upper case',
    'construct',
    'Cannot use "Shop" as name of a namespace',
    s => new MeshNamespace(s.mesh, 'Shop'),
  ],
  [
    'shares over a hundred',
    'construct',
    'got 101',
    s => new Canary(s.mesh, 'c', { stable: s.cart.version('v1'), canary: s.cart.version('v2'), weight: 101 }),
  ],
  [
    'two canaries of one service',
    'synth',
    'wanted one split',
    s =>
      ['one', 'two'].map(
        id => new Canary(s.mesh, id, { stable: s.cart.version('v1'), canary: s.cart.version('v2'), weight: 10 }),
      ),
  ],
  [
    'methods on a port that is not HTTP',
    'construct',
    'wanted HTTP ports for methods and paths',
    s => s.web.calls(s.db, { methods: ['GET'] }),
  ],
  ['methods in lower case', 'construct', 'got "get"', s => s.web.calls(s.cart, { methods: ['get'] })],
  ['a misspelt condition of retries', 'construct', 'Cannot retry on "5xxx"', () => RetryOn.of('5xxx')],
  [
    'a duration without a unit',
    'construct',
    'duration',
    s => new Timeout(s.mesh, 't', { service: s.cart, request: '5' as '5s' }),
  ],
  [
    'a jwksUri that is not a URL',
    'construct',
    'wanted an http or https URL',
    s => new Jwt(s.mesh, 'j', { target: s.cart, issuers: [{ issuer: 'a', jwksUri: 'keys' }] }),
  ],
  [
    'tokens at a service without HTTP',
    'construct',
    'wanted an HTTP port',
    s => new Jwt(s.mesh, 'j', { target: s.db, issuers: [ISSUER] }),
  ],
  [
    'a denied path that `//` bypasses',
    'construct',
    'merges slashes',
    s => new Authorization(s.mesh, 'z').deny(s.cart, { from: 'anyone', paths: ['/admin*'] }),
  ],
  [
    'a health path without a slash',
    'construct',
    'begins with "/"',
    s => s.service('a', { versions: { v1: { image: 'a', health: 'healthz' } } }),
  ],
  [
    'an invalid amount of memory',
    'construct',
    'got "128mb"',
    s => s.service('a', { versions: { v1: { image: 'a', resources: { requests: { memory: '128mb' } } } } }),
  ],
  [
    'root in a restricted pod',
    'construct',
    'not root',
    s => s.service('a', { versions: { v1: { image: 'a', user: 0 } } }),
  ],
  [
    'a volume per pod in a Deployment',
    'construct',
    'wanted a StatefulSet',
    s =>
      s.service('a', {
        versions: { v1: { image: 'a', volumes: [{ path: '/d', volume: Volume.claimTemplate({ storage: '1Gi' }) }] } },
      }),
  ],
  [
    'an external host inside the cluster',
    'construct',
    'outside of the cluster domain',
    s =>
      new ExternalService(s.mesh, 'e', { hosts: ['a.b.svc.cluster.local'], ports: [{ port: 443, protocol: 'tls' }] }),
  ],
  [
    'paths in a call to the outside, which nothing checks',
    'construct',
    'wanted ports alone',
    s => s.web.calls(new ExternalService(s.mesh, 'e', { hosts: ['a.example.com'], ports: HTTP }), { methods: ['GET'] }),
  ],
  [
    'a host that the gateway does not serve',
    'warning',
    'host-not-in-gateway',
    s =>
      gatewayOf(s)
        .http({ hosts: ['shop.example.com'] })
        .expose(s.web, { host: 'other.example.com' }),
  ],
  ['a revision with dots', 'construct', 'revision', s => install(s, { revision: '1.31.4' })],
  [
    'a tag for a revision that is not installed',
    'construct',
    'Cannot point tag "prod"',
    s => install(s, { tags: { prod: 'green' } }),
  ],
  [
    'a chart value that no chart reads',
    'construct',
    'extraValues.istiod',
    s => install(s, { delivery: Delivery.flux(), extraValues: { istiod: { pilot: { replicaCuont: 2 } } } as never }),
  ],
  [
    'a registry that is switched off',
    'construct',
    'registry that stays',
    s => install(s, { hub: 'gcr.io/istio-release' }),
  ],
  [
    'two control planes without a default tag',
    'construct',
    'tags: { default:',
    s => install(s, { revision: 'a', canary: { revision: 'b', version: '1.31.4' } }),
  ],

  [
    'a caller without a proxy, under strict mutual TLS',
    'synth',
    'declared-call-refused',
    s => {
      const namespace = new MeshNamespace(s.mesh, 'legacy', { dataPlane: DataPlane.none() });
      new MeshService(s.mesh, 'batch', { namespace, ports: HTTP, versions: { v1: { image: 'b' } } }).calls(s.cart);
      new MutualTls(s.mesh, 'm');
    },
  ],
  [
    'a policy that denies a declared caller',
    'synth',
    'declared-call-refused',
    s => {
      s.web.calls(s.cart);
      new MutualTls(s.mesh, 'm');
      new Authorization(s.mesh, 'z').deny(s.cart, { from: [RequestSource.caller(s.web)] });
    },
  ],
  [
    'one account for services with different calls',
    'synth',
    'shared-service-account',
    s => {
      const shared = (id: string) => s.service(id, { serviceAccount: 'shared' });
      shared('a').calls(s.cart);
      shared('b');
      new Authorization(s.mesh, 'z');
    },
  ],
  [
    'a circuit breaker over a single pod',
    'synth',
    'outlier-detection-without-effect',
    s => {
      const service = s.service('a', { versions: { v1: { image: 'a', replicas: 1 } } });
      new CircuitBreaker(s.mesh, 'b', {
        service,
        outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 50 },
      });
    },
  ],
  [
    'retries that do not fit into the timeout',
    'warning',
    'retries-over-timeout',
    s => {
      new Timeout(s.mesh, 't', { service: s.cart, request: '3s' });
      new Retries(s.mesh, 'r', { service: s.cart, attempts: 3, perTryTimeout: '2s' });
    },
  ],
  [
    'a token that the gateway removes and a service needs',
    'synth',
    'token-dropped-at-gateway',
    s => {
      const gateway = gatewayOf(s)
        .http({ hosts: ['a.example.com'] })
        .expose(s.web, { host: 'a.example.com' });
      new Jwt(s.mesh, 'edge', { target: gateway, issuers: [ISSUER] });
      new Jwt(s.mesh, 'inner', { target: s.web, issuers: [ISSUER] });
    },
  ],
  [
    'a mesh for a newer release than is installed',
    'synth',
    'older-control-plane',
    s => install(s, { version: '1.30.5' }),
  ],
  [
    'a revision that is not installed',
    'synth',
    'injection-without-control-plane',
    s => {
      install(s, {});
      const namespace = new MeshNamespace(s.mesh, 'late', { dataPlane: DataPlane.sidecar({ revision: 'green' }) });
      new MeshService(s.mesh, 'late-one', { namespace, ports: HTTP, versions: { v1: { image: 'a' } } });
    },
  ],
  [
    'an existing service that is declared differently than it is',
    'synth',
    'existing-service-mismatch',
    s => {
      byHand(s.app, 'Service', { selector: { app: 'by-hand' }, ports: [{ name: 'http', port: 80 }] }, 'v1');
      MeshService.existing(s.mesh, 'by-hand', { namespace: s.namespace, ports: HTTP });
    },
  ],
  [
    'an undefined subset in plain YAML',
    'synth',
    'dangling-subset',
    s =>
      byHand(s.app, 'VirtualService', {
        hosts: ['db'],
        http: [{ route: [{ destination: { host: 'cart', subset: 'v9' } }] }],
      }),
  ],
  ['a misspelt field in plain YAML', 'synth', 'invalid-object', s => byHand(s.app, 'Sidecar', { egres: [] })],

  [
    'an address in the environment, and no call',
    'warning',
    'undeclared-call-in-env',
    s => told(s, { CART: 'http://cart:8080' }),
  ],
  ['the wrong port in the environment', 'warning', 'unknown-called-port', s => told(s, { CART: 'http://cart:80' })],
  [
    'an unknown service in the environment',
    'warning',
    'unknown-called-service',
    s => told(s, { CART: 'http://crat.shop.svc.cluster.local:8080' }),
  ],
  [
    'a namespace that is not declared',
    'warning',
    'undefined-namespace',
    s => new GatewayDeployment(s.mesh.chart('gateways'), 'edge', { namespace: 'edge' }),
  ],
  [
    'a called service without a policy',
    'warning',
    'unguarded-callee',
    s => {
      s.web.calls(s.cart);
      new Authorization(s.mesh, 'z', { namespaces: [] });
    },
  ],
  [
    'a manual policy that opens a closed namespace',
    'warning',
    'undeclared-call-allowed',
    s => {
      new MutualTls(s.mesh, 'm');
      new Authorization(s.mesh, 'z');
      byHand(
        s.app,
        'AuthorizationPolicy',
        { selector: { matchLabels: { app: 'cart' } }, rules: [{}] },
        'security.istio.io/v1',
      );
    },
  ],
  [
    'a missing Secret of a certificate',
    'warning',
    'missing-gateway-credential',
    s =>
      gatewayOf(s)
        .https({ hosts: ['a.example.com'], credential: TlsCredential.existing('tls') })
        .expose(s.web, { host: 'a.example.com' }),
  ],
  [
    'an accepted finding that no longer exists',
    'warning',
    'unmatched-acceptance',
    s => accept(s.mesh, 'dangling-subset', 'no longer'),
  ],

  [
    'a canary with the wrong weight',
    'test',
    'to be split',
    s => {
      new Canary(s.mesh, 'c', { stable: s.cart.version('v1'), canary: s.cart.version('v2'), weight: 1 });
      s.web.calls(s.cart);
      expectMesh(meshOf(s.app)).toRoute({ from: s.web, to: 'http://cart:8080/' }).toSplit({ v1: 90, v2: 10 });
    },
  ],
  [
    'egress for everybody',
    'test',
    'to be denied',
    s => {
      new SidecarScope(s.mesh, 's');
      expectMesh(meshOf(s.app)).toDeny({ from: s.web, to: 'tls://bank.example.com:443' });
    },
  ],
];

/** What is said of a mistake: by an error where it is made, or by the findings of a synth. */
function caught(make: (shop: Shop) => unknown): readonly (readonly [stage: Stage, said: string])[] {
  const made = shop();
  try {
    make(made);
  } catch (error) {
    const { name, message } = error as Error;
    return [[name === 'ConfigError' ? 'construct' : 'test', message]];
  }
  try {
    return findingsOf(made.app).map(({ severity, rule }) => [severity === 'error' ? 'synth' : 'warning', rule]);
  } catch (error) {
    // What constructs validate once all is declared.
    return [['synth', (error as Error).message]];
  }
}

test.each(MISTAKES.filter(([, stage]) => stage !== 'compiler'))(
  '%s is caught by the %s (%s)',
  (_, stage, said, make) => {
    const found = caught(make).filter(([, text]) => text.includes(said));
    expect(found.map(([by]) => by)).toContain(stage);
  },
);

test('a mesh without a mistake is said nothing of', () => {
  expect(caught(({ web, cart }) => web.calls(cart))).toEqual([]);
});

test('the table of the documentation lists them all', () => {
  const page = readFileSync(join(__dirname, '../../docs/mistakes.md'), 'utf8');
  const rows = MISTAKES.map(([what, stage, said], i) => `| ${i + 1} | ${what} | ${STAGES[stage]} | \`${said}\` |`);
  expect(page).toContain(`${rows.join('\n')}\n`);
  expect(rows.length).toBeGreaterThanOrEqual(50);
});

const STAGES: { readonly [stage in Stage]: string } = {
  compiler: 'the compiler',
  construct: 'an error in that line',
  synth: 'an error of the synth',
  warning: 'a warning of the synth',
  test: 'a unit test',
};
