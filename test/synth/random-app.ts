import { GatewayWorkload } from '../../src/gateway/gateway-workload';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { TlsCredential } from '../../src/gateway/tls-credential';
import { DataPlane } from '../../src/mesh/data-plane';
import { ExternalService } from '../../src/mesh/external-service';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { Authorization } from '../../src/security/authorization';
import { MutualTls } from '../../src/security/mutual-tls';
import { SidecarScope } from '../../src/security/sidecar-scope';
import { MeshApp } from '../../src/synth/mesh-app';
import { Canary } from '../../src/traffic/canary';
import { CircuitBreaker } from '../../src/traffic/circuit-breaker';
import { Retries } from '../../src/traffic/retries';
import { Routing } from '../../src/traffic/routing';
import { Timeout } from '../../src/traffic/timeout';
import { Random } from '../oracle/generate/random';

/** An app whose calls are all declared, and let in by the policies that follow from them. */
export interface RandomApp {
  readonly app: MeshApp;
  readonly mesh: Mesh;
  /** Those that somebody calls. */
  readonly called: readonly MeshService[];
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
const PATHS = ['/api', '/api/v1', '/items', '/admin'];

/** Some namespaces, services and calls with the constructs that shape them. One seed gives one app. */
export function randomApp(seed: number): RandomApp {
  const random = new Random(seed);
  const app = new MeshApp();
  const mesh = new Mesh(app, 'mesh');
  const ambient = random.chance(0.3);
  const namespaces = ['shop', 'bank', 'ops'].slice(0, random.int(1, 3)).map(name => {
    const dataPlane = ambient && random.chance(0.7) ? DataPlane.ambient() : DataPlane.sidecar();
    return new MeshNamespace(mesh, name, { dataPlane });
  });
  const services = Array.from({ length: random.int(2, 6) }, (_, i) => {
    const tcp = random.chance(0.2);
    const ports = tcp
      ? [{ port: 3306, protocol: 'tcp' } as const]
      : [
          { port: 8080, protocol: random.pick(['http', 'grpc'] as const) },
          ...(random.chance(0.3) ? [{ port: 9090, protocol: 'tcp' } as const] : []),
        ];
    const versions = { v1: { image: 'a:1' }, ...random.maybe(0.5, () => ({ v2: { image: 'a:2' } })) };
    return new MeshService(mesh, `svc${i}`, { namespace: random.pick(namespaces), ports, versions });
  });
  const called = new Set<MeshService>();
  for (const caller of services) {
    for (const callee of random.some(services, random.int(0, 2))) {
      if (caller === callee) continue;
      const isHttp =
        callee.ports.every(({ http }) => http) && callee.ports.every(({ protocol }) => protocol === 'http');
      const sameWay = caller.namespace.dataPlane.mode === 'sidecar' || callee.namespace.dataPlane.mode === 'ambient';
      // A sidecar goes past the waypoint, which alone tells methods and paths apart in the ambient mesh.
      const narrow = isHttp && sameWay && callee.namespace.dataPlane.mode === 'sidecar';
      caller.calls(callee, {
        ...(narrow ? random.maybe(0.4, () => ({ methods: random.some(METHODS, random.int(1, 2)) })) : {}),
        ...(narrow ? random.maybe(0.4, () => ({ paths: [PathMatch.prefix(random.pick(PATHS))] })) : {}),
      });
      called.add(callee);
    }
  }
  for (const [i, service] of services.entries()) shape(mesh, service, random, i);
  if (random.chance(0.6)) {
    const front = services.find(({ httpPorts }) => httpPorts.length > 0);
    const workload = GatewayWorkload.existing({ name: 'istio-ingress', namespace: 'istio-ingress' });
    const gateway = new IngressGateway(mesh, 'public', { workload });
    const credential = TlsCredential.existing('cert');
    gateway.https({ hosts: ['shop.example.com'], credential });
    if (front !== undefined && front.namespace.dataPlane.mode === 'sidecar') {
      gateway.expose(front, { host: 'shop.example.com', port: front.httpPorts[0]?.port ?? 8080 });
    }
  }
  if (random.chance(0.4)) {
    const ports = [{ port: 443, protocol: 'tls' }] as const;
    const external = new ExternalService(mesh, 'stripe', { hosts: ['api.stripe.com'], ports });
    random.pick(services).calls(external);
  }
  if (random.chance(0.7)) new MutualTls(mesh, 'mtls');
  if (random.chance(0.3)) new SidecarScope(mesh, 'scope');
  new Authorization(mesh, 'authorization', { sharedServiceAccounts: 'list' });
  return { app, mesh, called: [...called] };
}

function shape(mesh: Mesh, service: MeshService, random: Random, i: number): void {
  const [first, second] = service.versions;
  const isHttp = service.httpPorts.length > 0 && service.namespace.dataPlane.mode === 'sidecar';
  if (first !== undefined && second !== undefined && isHttp && random.chance(0.7)) {
    const header = { name: 'x-canary', value: 'true' };
    new Canary(mesh, `canary${i}`, {
      stable: first,
      canary: second,
      weight: random.pick([5, 50]),
      ...random.maybe(0.5, () => ({ override: { header } })),
    });
  }
  if (!isHttp) return;
  if (random.chance(0.3)) new Retries(mesh, `retries${i}`, { service, attempts: 2 });
  if (random.chance(0.3)) new Timeout(mesh, `timeout${i}`, { service, request: '10s' });
  if (random.chance(0.3)) new CircuitBreaker(mesh, `breaker${i}`, { service, connectionPool: { maxConnections: 100 } });
  if (second !== undefined && random.chance(0.3)) {
    const match = { headers: { 'end-user': TextMatch.exact('jason') } };
    new Routing(mesh, `routing${i}`, { service, rules: [{ name: 'jason', match, to: second }] });
  }
}
