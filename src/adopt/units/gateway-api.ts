import type {
  GatewayListener,
  GatewaySpec,
  HTTPRouteMatch,
  HTTPRouteRule,
  HTTPRouteSpec,
} from '../../../imports/gateway.networking.k8s.io';
import type { Resource } from '../../model/resource';
import type { Manifest } from '../../values/manifest';
import { type CodeLike, type CodeRecord, call, create, imported, type Statement, variable } from '../code';
import { type DeclaredGateway, MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, onlyFields, type Proposed } from '../unit';
import { RouteCode } from './route-code';

/** Gateways and HTTPRoutes of the Gateway API as `IngressGateway` with that API. */
export function gatewayApiUnits(scene: Scene): readonly Proposed[] {
  const { model } = scene;
  return [
    ...model
      .all('KubernetesGateway')
      .map(resource => ({ resource, proposals: attempt(() => kubernetesGateway(scene, resource)) })),
    ...model.all('HTTPRoute').map(resource => ({ resource, proposals: attempt(() => exposedRoute(scene, resource)) })),
  ];
}

function kubernetesGateway(scene: Scene, resource: Resource<'KubernetesGateway'>): Candidate {
  const { name, namespace } = resource;
  const spec = resource.manifest.spec as GatewaySpec;
  onlyFields(spec, ['gatewayClassName', 'listeners'], 'spec');
  if (spec.gatewayClassName !== 'istio') inexpressible(`its class is "${spec.gatewayClassName}"`);
  const listeners: readonly GatewayListener[] = spec.listeners ?? [];
  const ports = [...new Set(listeners.map(({ port }) => port))];
  const id = scene.idFor(resource, name, `gateway-${name}`);
  const own = scene.variables.for(name, `${namespace}-${name}`, `${name}-gateway`);
  const workload = call(imported('GatewayWorkload'), 'deployedByIstio', name, { namespace, ports });
  const props = { workload, name: id === name ? undefined : name, api: 'gateway-api' };
  const statements: Statement[] = [{ variable: own, code: create('IngressGateway', MESH, id, props) }];
  for (const listener of listeners) {
    onlyFields(listener, ['name', 'port', 'protocol', 'hostname', 'tls', 'allowedRoutes'], 'listeners');
    const { port, protocol, hostname = '*', tls } = listener;
    if (protocol === 'HTTP') {
      statements.push({
        code: call(variable(own), 'http', { hosts: [hostname], port: port === 80 ? undefined : port }),
      });
      continue;
    }
    const { certificateRefs = [], mode = 'Terminate', ...rest } = tls ?? {};
    onlyFields(rest, [], 'listeners.tls');
    const [certificate, second] = certificateRefs;
    if (protocol !== 'HTTPS' || mode !== 'Terminate' || certificate === undefined || second !== undefined) {
      inexpressible(`no construct writes a listener of ${protocol} of this form`);
    }
    const credential = call(imported('TlsCredential'), 'existing', certificate.name);
    const https = { hosts: [hostname], port: port === 443 ? undefined : port, credential, redirectHttp: false };
    statements.push({ code: call(variable(own), 'https', https) });
  }
  scene.gateways.set(keyOf(namespace, name), {
    id,
    variable: own,
    namespace,
    name,
    selector: { 'gateway.networking.k8s.io/gateway-name': name },
    podNamespace: namespace,
    connections: [],
  });
  return { form: 'construct', what: 'IngressGateway', statements, ids: [id] };
}

function exposedRoute(scene: Scene, resource: Resource<'HTTPRoute'>): Candidate {
  const { namespace } = resource;
  const spec = resource.manifest.spec as HTTPRouteSpec;
  onlyFields(spec, ['parentRefs', 'hostnames', 'rules'], 'spec');
  const [parent, another] = [
    ...new Set((spec.parentRefs ?? []).map(ref => keyOf(ref.namespace ?? namespace, ref.name))),
  ];
  const gateway = parent === undefined ? undefined : scene.gateways.get(parent);
  if (gateway === undefined || another !== undefined)
    inexpressible('it is for no gateway that is declared, or for several');
  const [hostname = '*', second] = spec.hostnames ?? [];
  if (second !== undefined) inexpressible('it is for several hosts');
  const code = new RouteCode(scene, namespace);
  const statements = (spec.rules ?? []).flatMap(rule => exposures(rule, gateway, hostname, code));
  return {
    form: 'construct',
    what: 'IngressGateway.expose',
    statements,
    ids: [gateway.id, ...[...code.services].map(({ id }) => id)],
    finds: (_, written) => written.all.find(manifest => isRouteOf(manifest, gateway, hostname)),
  };
}

function exposures(rule: HTTPRouteRule, gateway: DeclaredGateway, host: string, code: RouteCode): readonly Statement[] {
  onlyFields(rule, ['matches', 'backendRefs', 'name'], 'rules');
  const [backend, another] = rule.backendRefs ?? [];
  if (backend === undefined || another !== undefined) inexpressible('a rule has no backend, or several');
  onlyFields(backend, ['name', 'namespace', 'port', 'weight', 'kind', 'group'], 'backendRefs');
  const { namespace } = backend;
  const service = code.service(
    namespace === undefined ? backend.name : `${backend.name}.${namespace}.svc.${code.domain}`,
  );
  const http = service.ports.filter(port => port.http);
  const matches: readonly HTTPRouteMatch[] = rule.matches ?? [{}];
  return matches.map(match => {
    onlyFields(match, ['path'], 'matches');
    const { type = 'PathPrefix', value = '/' } = match.path ?? {};
    const kind = { PathPrefix: 'prefix', Exact: 'exact', RegularExpression: 'regex' }[type];
    const props: { [key: string]: CodeLike } = { host };
    if (kind !== 'prefix' || value !== '/') props.path = call(imported('PathMatch'), kind, value);
    if (http.length !== 1 || http[0]?.number !== backend.port) props.port = backend.port;
    const exposed: CodeRecord = props;
    return { code: call(variable(gateway.variable), 'expose', variable(service.variable), exposed) };
  });
}

function isRouteOf({ kind, metadata, spec }: Manifest, gateway: DeclaredGateway, host: string): boolean {
  if (kind !== 'HTTPRoute') return false;
  const { parentRefs = [], hostnames = ['*'] } = (spec ?? {}) as HTTPRouteSpec;
  return (
    parentRefs.every(ref => ref.name === gateway.name && (ref.namespace ?? metadata.namespace) === gateway.namespace) &&
    hostnames.length === 1 &&
    hostnames[0] === host
  );
}

function keyOf(namespace: string, name: string): string {
  return `Gateway API ${namespace}/${name}`;
}
