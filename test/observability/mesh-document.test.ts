import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { ExternalService } from '../../src/mesh/external-service';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { NotesAppMesh } from '../../src/notes-app/notes-app-mesh';
import { addMeshDocument, renderMeshDocument } from '../../src/observability/mesh-document';
import { TracingProvider } from '../../src/observability/tracing-provider';
import { accessIn } from '../../src/proof/access-matrix';
import { AccessPolicy } from '../../src/security/access-policy';
import { Authorization } from '../../src/security/authorization';
import { Jwt } from '../../src/security/jwt';
import { MutualTls } from '../../src/security/mutual-tls';
import { RateLimit } from '../../src/security/rate-limit';
import { RequestSource } from '../../src/security/request-source';
import { SidecarScope } from '../../src/security/sidecar-scope';
import { meshOfApp } from '../../src/synth/app-mesh';
import { MeshApp } from '../../src/synth/mesh-app';
import { renderApp } from '../../src/synth/render-app';
import { Canary } from '../../src/traffic/canary';
import { declareMesh } from '../mesh/declare';

function render(app: App, mesh: Mesh): string {
  const objects = [...renderApp(app)].flatMap(chart => chart.objects);
  const effective = meshOfApp(app, objects);
  return renderMeshDocument(mesh, { mesh: effective, access: accessIn(effective) });
}

const sectionOf = (page: string, title: string) =>
  page.split(/^## /m).find(text => text.startsWith(`${title}\n`)) ?? '';
const picturesOf = (page: string) => [...page.matchAll(/```mermaid\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const boxesOf = (picture: string) =>
  [...picture.matchAll(/^ +n\d+(?:\[|\{\{|\(\[)"([^"]*)"/gm)].map(([, text = '']) => text);

test('the Notes App is one picture with every call', () => {
  const app = new App();
  const { mesh, backend } = new NotesAppMesh(app, 'notes', { host: 'notes.example.com' });
  const ports = [{ port: 443, protocol: 'tls' }] as const;
  backend.calls(new ExternalService(mesh, 'stripe', { hosts: ['api.stripe.com'], ports }));
  expect(picturesOf(render(app, mesh))).toEqual([
    [
      'flowchart LR',
      '  subgraph s0["istio-ingress"]',
      '    n1{{"notes-app"}}',
      '  end',
      '  subgraph s1["notes-app"]',
      '    n3["frontend"]',
      '    n4["mysql"]',
      '    n5["notes-app-backend<br>v1, v2"]',
      '  end',
      '  subgraph s2["outside"]',
      '    n0(["api.stripe.com"])',
      '    n2(["internet"])',
      '  end',
      '  n1 -->|"80"| n3',
      '  n2 --> n1',
      '  n3 -->|"5000"| n5',
      '  n5 -->|"3306"| n4',
      '  n5 -->|"443"| n0',
      '',
    ].join('\n'),
  ]);
});

test('the table of calls tells what gets through, and where egress is open', () => {
  const app = new App();
  const { mesh } = new NotesAppMesh(app, 'notes', { host: 'notes.example.com', install: false });
  const page = render(app, mesh);
  const callers = [...sectionOf(page, 'Calls').matchAll(/^\| ([^|]*) \|/gm)].map(([, caller]) => caller);
  expect(callers.slice(2)).toEqual([
    'internet',
    'notes-app/notes-app-backend-v1, notes-app/notes-app-backend-v2',
    'notes-app/frontend-v1',
  ]);
  expect(sectionOf(page, 'Hosts outside the mesh without a declaration')).toMatch(
    /^.*\n\nEgress is open\. .* from: istio-ingress\/istio-ingress, a pod without proxy, .*\.\n/,
  );
});

test('a row names a few kinds of requests, and how to see the rest', () => {
  const { app, mesh, service } = declareMesh({ pathNormalization: 'MERGE_SLASHES' });
  const [web, api] = [service('web'), service('api')];
  web.calls(api);
  new MutualTls(mesh, 'mtls');
  new Jwt(mesh, 'jwt', {
    target: api,
    issuers: [{ issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/jwks' }],
    paths: ['/private*'],
  });
  const cells = sectionOf(render(app, mesh), 'Calls')
    .split('\n')
    .find(line => line.includes('| api.shop'))
    ?.split(' | ');
  expect(cells?.[2]).toMatch(/^(`[^`]+`, ){3}`[^`]+` and [1-9]\d* more \(`npx cdk8s-istio matrix`\)$/);
});

test('a policy by hand, and closed egress, show on the page', () => {
  const { app, mesh, service } = declareMesh();
  const [web, api] = [service('web'), service('api')];
  web.calls(api);
  new AccessPolicy(mesh, 'only-reads', { target: api }).rule({ from: [RequestSource.caller(web)], methods: ['GET'] });
  new SidecarScope(mesh, 'scope', { outboundTrafficPolicy: 'REGISTRY_ONLY' });
  const page = render(app, mesh);
  expect(sectionOf(page, 'Calls')).toContain('| shop/web-v1 | api.shop.svc.cluster.local:8080 | `GET` |');
  expect(sectionOf(page, 'Hosts outside the mesh without a declaration')).not.toContain('shop/web-v1');
});

describe('the page', () => {
  const app = new App();
  const { mesh, backend, frontend, gateway } = new NotesAppMesh(app, 'notes', {
    host: 'notes.example.com',
    canaryWeight: 25,
    install: false,
  });
  TracingProvider.openTelemetry(mesh, 'tempo', { service: 'tempo.observability.svc.cluster.local', port: 4317 });
  new MutualTls(mesh, 'backend-mtls', {
    service: backend,
    exceptions: [{ service: backend, ports: [5000], mode: 'PERMISSIVE', reason: 'a load test until May' }],
  });
  new Jwt(mesh, 'users', { target: gateway, issuers: [{ issuer: 'https://id.example.com' }] });
  new RateLimit(mesh, 'limit', { target: frontend, requests: 100, per: '1s' });
  const page = render(app, mesh);

  test('lists services, versions and identities', () => {
    expect(sectionOf(page, 'Services and workloads')).toContain(
      '| notes-app/notes-app-backend | 5000/http | v1 (2 pods), v2 (2 pods) | `cluster.local/ns/notes-app/sa/notes-app-backend` | sidecar |',
    );
  });

  test('says who calls whom', () => {
    expect(sectionOf(page, 'Calls')).toContain(
      '| notes-app/frontend-v1 | notes-app-backend.notes-app.svc.cluster.local:5000 | all requests |',
    );
  });

  test('says how far a release is', () => {
    expect(sectionOf(page, 'Releases')).toContain('| notes-app/notes-app-backend | v1 | v2 | fixed | fixed |');
    expect(sectionOf(page, 'Shares of requests')).toContain(
      '| notes-app-backend.notes-app.svc.cluster.local | default | v1 75 %, v2 25 % |',
    );
  });

  test('says what is refused', () => {
    const policies = sectionOf(page, 'Policies');
    expect(policies).toContain(
      '| AuthorizationPolicy | notes-app/deny-by-default | all of notes-app | lets nothing through |',
    );
    expect(policies).toContain('| AuthorizationPolicy | notes-app/allow-mysql | notes-app/mysql-v1 | ALLOW, 1 rule |');
    expect(policies).toContain('| checks tokens of https://id.example.com |');
    expect(policies).toContain(
      '| EnvoyFilter | notes-app/limit | notes-app/frontend-v1 | patches Envoy, priority 10 |',
    );
  });

  test('says who takes plaintext, and why', () => {
    expect(sectionOf(page, 'Mutual TLS').split('\n').slice(4, 6)).toEqual([
      '| all of istio-ingress, notes-app/frontend-v1, notes-app/mysql-v1 | STRICT |  |',
      '| notes-app/notes-app-backend-v1, notes-app/notes-app-backend-v2 | STRICT, PERMISSIVE on port 5000 | 5000: a load test until May |',
    ]);
  });

  test('says where telemetry goes', () => {
    expect(page).toContain('| tempo | tracing | tempo.observability.svc.cluster.local:4317 |');
  });
});

test('a staged release shows the stage that holds and those there are', () => {
  const { app, mesh, twoVersions } = declareMesh();
  const cart = twoVersions('cart');
  const stages = [
    { name: 'ten', weight: 10 },
    { name: 'all', weight: 100 },
  ];
  new Canary(mesh, 'canary', { stable: cart.version('v1'), canary: cart.version('v2'), stages, stage: 'ten' });
  expect(sectionOf(render(app, mesh), 'Releases')).toContain('| shop/cart | v1 | v2 | ten | ten, all |');
});

describe('sixty services', () => {
  /** `count` services in `namespaces` namespaces: each calls the next, and all of them a store of their namespace. */
  const declareMany = (count: number, namespaces: number) => {
    const app = new App();
    const mesh = new Mesh(app, 'mesh');
    const homes = Array.from({ length: namespaces }, (_, i) => new MeshNamespace(mesh, `team-${i}`));
    const declare = (name: string, namespace: MeshNamespace) =>
      new MeshService(mesh, name, {
        namespace,
        ports: [{ port: 80, protocol: 'http' }],
        versions: { v1: { image: 'app:1' } },
      });
    const stores = homes.map((home, i) => declare(`store-${i}`, home));
    const apps = Array.from({ length: count - namespaces }, (_, i) =>
      declare(`app-${i}`, homes[i % namespaces] ?? new MeshNamespace(mesh, 'never')),
    );
    apps.forEach((caller, i) => {
      const [store, next] = [stores[i % namespaces], apps[i + 1]];
      if (store !== undefined) caller.calls(store);
      if (next !== undefined && i % 5 === 0) caller.calls(next);
    });
    return { app, mesh };
  };

  test('in several namespaces begin with these, and each has a picture of its own', () => {
    const { app, mesh } = declareMany(60, 6);
    const [overview = '', ...details] = picturesOf(render(app, mesh));
    expect(boxesOf(overview)).toEqual([0, 1, 2, 3, 4, 5].map(i => `team-${i}<br>10 members`));
    expect(details).toHaveLength(6);
    for (const picture of details) expect(boxesOf(picture).length).toBeLessThanOrEqual(12);
  });

  test('are all named, or counted, in the pictures', () => {
    const { app, mesh } = declareMany(60, 6);
    const [, ...details] = picturesOf(render(app, mesh));
    const lines = details.flatMap(boxesOf).flatMap(text => text.split('<br>'));
    const named = lines.filter(line => /^(app|store)-/.test(line)).length;
    const counted = lines.reduce((sum, line) => sum + Number(/^and (\d+) more$/.exec(line)?.[1] ?? 0), 0);
    expect(named + counted).toBe(60);
  });

  test('in one namespace share boxes where they have the same callers and callees', () => {
    const { app, mesh } = declareMany(60, 1);
    const pictures = picturesOf(render(app, mesh));
    expect(pictures).toHaveLength(1);
    expect(boxesOf(pictures[0] ?? '').length).toBeLessThanOrEqual(30);
    expect(boxesOf(pictures[0] ?? '').some(text => text.includes('more'))).toBe(true);
  });
});

test('the page does not depend on the order of declaration', () => {
  const build = (reverse: boolean) => {
    const { app, mesh, service } = declareMesh();
    const names = ['a', 'b', 'c'];
    const services = new Map((reverse ? [...names].reverse() : names).map(name => [name, service(name)]));
    const calls: [string, string][] = [
      ['a', 'b'],
      ['b', 'c'],
    ];
    for (const [from, to] of reverse ? [...calls].reverse() : calls) {
      const callee = services.get(to);
      if (callee !== undefined) services.get(from)?.calls(callee);
    }
    new Authorization(mesh, 'authz');
    return render(app, mesh);
  };
  expect(build(true)).toBe(build(false));
});

test('is written beside the manifests', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'mesh-document-'));
  try {
    const app = new MeshApp({ outdir: join(outdir, 'dist') });
    const mesh = new Mesh(app, 'mesh');
    const namespace = new MeshNamespace(mesh, 'shop');
    const versions = { v1: { image: 'cart:1' } };
    new MeshService(mesh, 'cart', { namespace, ports: [{ port: 80, protocol: 'http' }], versions });
    addMeshDocument(mesh);
    app.synth();
    expect(readFileSync(join(outdir, 'dist', 'MESH.md'), 'utf8')).toContain('| shop/cart | 80/http | v1 (2 pods) |');
    expect(() => addMeshDocument(mesh)).toThrow('"mesh" adds "MESH.md" already');
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});
