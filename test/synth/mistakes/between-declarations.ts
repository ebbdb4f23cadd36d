import { GatewayDeployment } from '../../../src/gateway/gateway-deployment';
import { TlsCredential } from '../../../src/gateway/tls-credential';
import { DataPlane } from '../../../src/mesh/data-plane';
import { MeshNamespace } from '../../../src/mesh/mesh-namespace';
import { MeshService } from '../../../src/mesh/mesh-service';
import { Authorization } from '../../../src/security/authorization';
import { Jwt } from '../../../src/security/jwt';
import { MutualTls } from '../../../src/security/mutual-tls';
import { RequestSource } from '../../../src/security/request-source';
import { SidecarScope } from '../../../src/security/sidecar-scope';
import { expectMesh, meshOf } from '../../../src/testing';
import { Canary } from '../../../src/traffic/canary';
import { CircuitBreaker } from '../../../src/traffic/circuit-breaker';
import { Retries } from '../../../src/traffic/retries';
import { Timeout } from '../../../src/traffic/timeout';
import { accept } from '../../../src/tree/accept';
import { byHand, gatewayOf, HTTP, ISSUER, install, type Mistake, told } from './mistake';

/** Mistakes that show when everything is declared: to the synth, or to a unit test. */
export const BETWEEN_DECLARATIONS: readonly Mistake[] = [
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
