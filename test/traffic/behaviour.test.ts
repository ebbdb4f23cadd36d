import { EgressGateway } from '../../src/gateway/egress-gateway';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { TlsCredential } from '../../src/gateway/tls-credential';
import { ExternalService } from '../../src/mesh/external-service';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { RetryOn } from '../../src/routing/retry-on';
import { PathMatch } from '../../src/routing/string-match';
import { Authorization } from '../../src/security/authorization';
import { MutualTls } from '../../src/security/mutual-tls';
import { expectMesh, meshOf, verdictOf } from '../../src/testing';
import { ABTest, Bucket } from '../../src/traffic/ab-test';
import { BlueGreen } from '../../src/traffic/blue-green';
import { Canary } from '../../src/traffic/canary';
import { OutboundTrafficPolicy } from '../../src/traffic/outbound-traffic-policy';
import { Retries } from '../../src/traffic/retries';
import { Routing } from '../../src/traffic/routing';
import { Timeout } from '../../src/traffic/timeout';
import { declareShop } from './app';

/** A shop with an edge, taken through what each request would meet. */
function shop() {
  const declared = declareShop();
  const { mesh } = declared;
  const edge = new MeshNamespace(mesh, 'edge');
  const pods = (name: string, role: 'ingress' | 'egress') =>
    new GatewayDeployment(mesh.chart('gateways'), name, { namespace: edge, role });
  const open = () => new IngressGateway(mesh, 'public', { workload: pods('istio-ingress', 'ingress') });
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authorization');
  return { ...declared, pods, open };
}

const CALL = { from: 'shop/frontend', to: 'http://backend:8080/notes' };

test('a sticky canary with a header, retries and a timeout does to each request what it says', () => {
  const { app, mesh, backend, v1, v2, open } = shop();
  const gateway = open();
  gateway.http({ hosts: ['shop.example.com'] });
  gateway.expose(backend, { host: 'shop.example.com', path: PathMatch.prefix('/api'), stripPrefix: true });
  new Canary(mesh, 'canary', {
    stable: v1,
    canary: v2,
    weight: 10,
    override: { header: { name: 'x-canary', value: 'true' } },
    sticky: { name: 'track' },
  });
  new Retries(mesh, 'retries', { service: backend, on: RetryOn.serverErrors(), perTryTimeout: '2s' });
  new Timeout(mesh, 'timeout', { service: backend, request: '10s' });

  const tested = meshOf(app);
  for (const call of [CALL, { from: 'internet', to: 'http://shop.example.com/api/notes' }]) {
    const withHeaders = (headers: Record<string, string>) => ({ ...call, headers });
    expectMesh(tested).toRoute(call).toSplit({ v1: 90, v2: 10 }).toTimeOutAfter('10s').toUseMutualTls('STRICT');
    expectMesh(tested)
      .toRoute(withHeaders({ 'x-canary': 'true' }))
      .toSplit({ v2: 100 });
    expectMesh(tested)
      .toRoute(withHeaders({ cookie: 'a=b; track=canary' }))
      .toSplit({ v2: 100 });
    expectMesh(tested)
      .toRoute(withHeaders({ cookie: 'track=stable' }))
      .toSplit({ v1: 100 });
    expectMesh(tested)
      .toRoute(withHeaders({ cookie: 'track=else' }))
      .toSplit({ v1: 90, v2: 10 });
    const [get, post] = ['GET', 'POST'].map(method => verdictOf(tested, { ...call, method }).route?.retries?.retryOn);
    expect(String(get)).toContain('5xx');
    expect(String(post)).not.toContain('5xx');
    for (const { subset, responseHeaders } of verdictOf(tested, call).destinations) {
      expect(JSON.stringify(responseHeaders)).toContain(`track=${subset === 'v2' ? 'canary' : 'stable'};`);
    }
  }
  expect(verdictOf(tested, { from: 'internet', to: 'http://shop.example.com/api/notes' }).route?.path).toBe('/notes');
  expect(verdictOf(tested, { from: 'internet', to: 'http://shop.example.com/apis' }).outcome).toBe('no-route');
});

test('blue and green: the host and the header see the preview, everybody else does not', () => {
  const { app, mesh, backend, v1, v2, open } = shop();
  const gateway = open();
  gateway.http({ hosts: ['*.example.com'] });
  gateway.expose(backend, { host: 'shop.example.com' }).expose(backend, { host: 'next.example.com' });
  const previewHeader = { name: 'x-preview', value: 'true' };
  new BlueGreen(mesh, 'release', { active: v1, preview: v2, previewHeader, previewHost: 'next.example.com' });
  const tested = meshOf(app);
  expectMesh(tested).toRoute(CALL).to(v1);
  expectMesh(tested).toRoute({ from: 'internet', to: 'http://shop.example.com/' }).to(v1);
  expectMesh(tested).toRoute({ from: 'internet', to: 'http://next.example.com/' }).to(v2);
  expectMesh(tested)
    .toRoute({ ...CALL, headers: { 'x-preview': 'true' } })
    .to(v2);
});

test('an A/B test keeps users in their bucket', () => {
  const { app, mesh, v1, v2 } = shop();
  const variants = { a: { version: v1, share: 50 }, b: { version: v2, share: 50 } };
  new ABTest(mesh, 'test', { bucket: Bucket.cookie('bucket'), variants });
  const tested = meshOf(app);
  expectMesh(tested).toRoute(CALL).toSplit({ v1: 50, v2: 50 });
  expectMesh(tested)
    .toRoute({ ...CALL, headers: { cookie: 'bucket=b' } })
    .to(v2);
});

test('rules redirect, answer and rewrite', () => {
  const { app, mesh, backend } = shop();
  new Routing(mesh, 'routes', {
    service: backend,
    rules: [
      { name: 'old', match: { path: PathMatch.exact('/old') }, redirect: { path: '/new', status: 308 } },
      { name: 'tea', match: { path: PathMatch.exact('/tea') }, directResponse: { status: 418 } },
      { name: 'v1', match: { path: PathMatch.prefix('/v1/') }, rewrite: { prefix: '/' } },
    ],
  });
  const tested = meshOf(app);
  const at = (path: string) => ({ ...CALL, to: `http://backend:8080${path}` });
  expectMesh(tested)
    .toRedirect(at('/old'), /\/new$/)
    .toAnswer(at('/tea'), 418);
  expect(verdictOf(tested, at('/v1/notes')).route?.path).toBe('/notes');
});

test('HTTPS is redirected to and ended at the edge', () => {
  const { app, frontend, open } = shop();
  const credential = TlsCredential.certManager({ issuer: { name: 'letsencrypt' } });
  open()
    .https({ hosts: ['shop.example.com'], credential })
    .expose(frontend, { host: 'shop.example.com' });
  const tested = meshOf(app);
  expectMesh(tested)
    .toRedirect({ from: 'internet', to: 'http://shop.example.com/' }, 'https://shop.example.com/')
    .toAllow({ from: 'internet', to: 'https://shop.example.com/' });
});

describe('through an egress gateway', () => {
  const world = (protocol: 'tls' | 'http') => {
    const { app, mesh, backend, pods } = shop();
    const stripe = new ExternalService(mesh, 'stripe', {
      hosts: ['api.stripe.com'],
      ports: [{ port: protocol === 'tls' ? 443 : 80, protocol }],
      ...(protocol === 'http' ? { tlsOrigination: {} } : {}),
    });
    backend.calls(stripe);
    new EgressGateway(mesh, 'outside', { workload: pods('istio-egress', 'egress') }).via(stripe);
    new OutboundTrafficPolicy(mesh, 'outbound');
    return meshOf(app);
  };

  test.each(['tls', 'http'] as const)('calls by %s leave for who declares them, and for nobody else', protocol => {
    const tested = world(protocol);
    const to = protocol === 'tls' ? 'tls://api.stripe.com:443' : 'http://api.stripe.com/v1/charges';
    const allowed = verdictOf(tested, { from: 'shop/backend', to });
    expect(allowed.destinations.flatMap(({ targets }) => targets.map(({ workload }) => workload))).toEqual([
      'edge/istio-egress',
    ]);
    expect({ outcome: allowed.outcome, reason: allowed.reason }).toMatchObject({ outcome: 'routed' });
    const others = verdictOf(tested, { from: 'shop/frontend', to });
    expect({ outcome: others.outcome, reason: others.reason }).toMatchObject({ outcome: 'denied' });
  });

  test('what nobody declared stays inside', () => {
    expect(verdictOf(world('tls'), { from: 'shop/backend', to: 'tls://evil.example.com:443' }).outcome).toBe('blocked');
  });
});
