import { EgressGateway } from '../../src/gateway/egress-gateway';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { DataPlane } from '../../src/mesh/data-plane';
import { ExternalService } from '../../src/mesh/external-service';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import { TextMatch } from '../../src/routing/string-match';
import { ExternalAuthorizer } from '../../src/security/external-authorizer';
import { MutualTls } from '../../src/security/mutual-tls';
import { SidecarScope } from '../../src/security/sidecar-scope';
import { simulate } from '../../src/simulation/simulate';
import { expectMesh, meshOf } from '../../src/testing';
import { OutboundTrafficPolicy } from '../../src/traffic/outbound-traffic-policy';
import { expectClean } from '../expect-clean';
import { declareMesh, find, written } from '../mesh/declare';

function declareShop(istioVersion?: string) {
  const { service, mesh, ...rest } = declareMesh(istioVersion === undefined ? {} : { istioVersion });
  const ops = new MeshNamespace(mesh, 'ops');
  const versions = { v1: { image: 'reports:1' } };
  const reports = new MeshService(mesh, 'reports', {
    namespace: ops,
    ports: [{ port: 80, protocol: 'http' }],
    versions,
  });
  return { ...rest, mesh, service, ops, reports, web: service('web'), cart: service('cart') };
}

const hostsOf = (app: Parameters<typeof written>[0], name: string) =>
  find(app, 'Sidecar', name).spec.egress.flatMap(({ hosts }: { hosts: string[] }) => hosts);

test('sidecars know the services that theirs calls, and the root namespace', () => {
  const { app, mesh, web, cart, reports } = declareShop();
  web.calls(cart).calls(reports);
  new SidecarScope(mesh, 'scope');
  expect(find(app, 'Sidecar', 'web').spec).toEqual({
    workloadSelector: { labels: { app: 'web' } },
    egress: [
      {
        hosts: [
          './cart.shop.svc.cluster.local',
          'istio-system/*.svc.cluster.local',
          'ops/reports.ops.svc.cluster.local',
        ],
      },
    ],
  });
  expect(hostsOf(app, 'cart')).toEqual(['istio-system/*.svc.cluster.local']);
  expectClean(app);
});

test('pods of no declared service know their namespace', () => {
  const { app, mesh } = declareShop();
  new SidecarScope(mesh, 'scope', { outboundTrafficPolicy: 'REGISTRY_ONLY' });
  const defaults = written(app).filter(({ kind, metadata }) => kind === 'Sidecar' && metadata.name === 'default');
  expect(defaults.map(({ metadata }) => metadata.namespace)).toEqual(['ops', 'shop']);
  expect(defaults[0]?.spec).toEqual({
    egress: [{ hosts: ['./*', 'istio-system/*.svc.cluster.local'] }],
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  });
});

test('what the routes of a called service lead to is known as well', () => {
  const { app, mesh, web, cart, reports } = declareShop();
  web.calls(cart);
  cart.routing.addRule(mesh, {
    name: 'reports',
    matches: [{ headers: { 'x-reports': TextMatch.exact('1') } }],
    destinations: [{ service: reports }],
  });
  new SidecarScope(mesh, 'scope');
  expect(hostsOf(app, 'web')).toContain('ops/reports.ops.svc.cluster.local');
});

test('providers that proxies call on their own are known everywhere', () => {
  const { app, mesh } = declareShop();
  ExternalAuthorizer.grpc(mesh, 'opa', { service: 'opa.policy.svc.cluster.local', port: 9191 });
  ExternalAuthorizer.grpc(mesh, 'saas', { service: 'authz.example.com', port: 443 });
  new SidecarScope(mesh, 'scope');
  expect(hostsOf(app, 'cart')).toEqual([
    '*/authz.example.com',
    'istio-system/*.svc.cluster.local',
    'policy/opa.policy.svc.cluster.local',
  ]);
});

test('what is outside of the mesh is known to those who call it, with the gateway that it leaves by', () => {
  const { app, mesh, web, cart } = declareShop();
  const external = (name: string) =>
    new ExternalService(mesh, name, { hosts: [`${name}.example.com`], ports: [{ port: 443, protocol: 'tls' }] });
  const [direct, led] = [external('direct'), external('led')];
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-egress', { namespace: 'istio-egress' });
  new EgressGateway(mesh, 'egress', { workload }).via(led);
  web.calls(direct);
  new SidecarScope(mesh, 'scope', { always: ['ops/*'] });
  cart.calls(led);
  expect(hostsOf(app, 'web')).toEqual(['istio-system/direct.example.com', 'ops/*']);
  expect(hostsOf(app, 'cart')).toEqual(['istio-egress/*', 'istio-system/led.example.com', 'ops/*']);
});

test('what only one service calls outside of the mesh is none of the others', () => {
  const { app, mesh, web, cart } = declareShop();
  const bank = new ExternalService(mesh, 'bank', {
    hosts: ['bank.example.com'],
    ports: [{ port: 443, protocol: 'tls' }],
  });
  web.calls(bank);
  new MutualTls(mesh, 'mtls');
  new SidecarScope(mesh, 'scope', { outboundTrafficPolicy: 'REGISTRY_ONLY' });
  const rendered = meshOf(app);
  expectMesh(rendered).toRoute({ from: web, to: 'tls://bank.example.com:443' });
  expectMesh(rendered).toDeny({ from: cart, to: 'tls://bank.example.com:443' });
  expectClean(app);
});

test('a host that a wildcard brings is not written beside it', () => {
  const { app, mesh, web, reports } = declareShop();
  web.calls(reports);
  new SidecarScope(mesh, 'scope', { always: ['ops/*'] });
  expect(hostsOf(app, 'web')).toEqual(['ops/*']);
});

test('the outbound policy of the mesh goes on to hold', () => {
  const { app, mesh } = declareShop();
  new SidecarScope(mesh, 'scope');
  new OutboundTrafficPolicy(mesh, 'outbound');
  expect(find(app, 'Sidecar', 'web').spec.outboundTrafficPolicy).toEqual({ mode: 'REGISTRY_ONLY' });
});

test('sizes tell what each sidecar is spared', () => {
  const { mesh, web, cart, twoVersions } = declareShop();
  const big = twoVersions('big');
  web.calls(cart).calls(big);
  const scope = new SidecarScope(mesh, 'scope');
  expect(scope.sizes.find(({ service }) => service === 'shop/web')).toEqual({
    service: 'shop/web',
    services: 2,
    ofServices: 4,
    clusters: 4,
    ofClusters: 6,
  });
});

test('namespaces without sidecars are left alone', () => {
  const { app, mesh, service } = declareMesh({}, { dataPlane: DataPlane.ambient() });
  service('cart');
  new SidecarScope(mesh, 'scope');
  expect(written(app).filter(({ kind }) => kind === 'Sidecar')).toEqual([]);
});

test('refuses hosts without a namespace, and namespaces without sidecars', () => {
  const { mesh } = declareShop();
  const ambient = new MeshNamespace(mesh, 'ambient', { dataPlane: DataPlane.ambient() });
  expect(() => new SidecarScope(mesh, 'a', { always: ['istio-system'] })).toThrow(
    'Cannot narrow sidecars at mesh/a: wanted hosts as <namespace>/<host> such as "istio-system/*", got "istio-system"',
  );
  expect(() => new SidecarScope(mesh, 'b', { namespaces: [ambient] })).toThrow(
    'wanted namespaces with sidecars, got "ambient" with data plane "ambient"',
  );
});

test('hosts can be taken out of what everybody knows from 1.31 on', () => {
  const { app, mesh, web, cart } = declareShop('1.31.4');
  web.calls(cart);
  new SidecarScope(mesh, 'scope', { always: ['*/*'], except: ['ops/*'] });
  expect(hostsOf(app, 'web')).toEqual(['*/*', './cart.shop.svc.cluster.local', '~ops/*']);
  expect(hostsOf(app, 'cart')).toEqual(['*/*', '~ops/*']);
  expectClean(app, '1.31.4');
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: written(app) });
  const model = buildModel(parseManifests(text, 'app'), { istioVersion: '1.31.4' });
  const clusterOf = (host: string) =>
    simulate(model, { from: 'shop/web', to: `http://${host}/` })
      .trace.map(({ message }) => message)
      .join(' ');
  expect(clusterOf('cart.shop:8080')).toContain('cart.shop.svc.cluster.local');
  expect(clusterOf('reports.ops')).not.toContain('reports.ops.svc.cluster.local');
  const older = declareShop('1.30.8');
  expect(() => new SidecarScope(older.mesh, 'scope', { except: ['ops/*'] })).toThrow(
    'wanted Istio 1.31 or newer for except, got 1.30.8',
  );
});
