import type {
  GatewayListener,
  GatewaySpec,
  HTTPRouteMatch,
  HTTPRouteRule,
  HTTPRouteSpec,
  ReferenceGrantSpec,
} from '../../../imports/gateway.networking.k8s.io';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import type { Manifest } from '../../values/manifest';
import { canonicalJson } from '../../values/plain-data';
import { type CodeLike, type CodeRecord, call, create, imported, type Statement, variable } from '../code';
import { type DeclaredGateway, MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, onlyFields, type Proposed } from '../unit';
import { podsAsCode } from './gateway-workload';
import { RouteCode } from './route-code';

/** Gateways and HTTPRoutes of the Gateway API as `IngressGateway` with that API. */
export function gatewayApiUnits(scene: Scene): readonly Proposed[] {
  const { model } = scene;
  const taken = new Set<Resource>();
  const gateways = model.all('KubernetesGateway').map((resource): Proposed => {
    const redirects = redirectsOf(scene, resource).filter(route => !taken.has(route));
    for (const route of redirects) taken.add(route);
    const proposals = attempt(() => kubernetesGateway(scene, resource, redirects));
    return { resource, covers: [resource, ...redirects], proposals };
  });
  const routes = model.all('HTTPRoute').filter(route => !taken.has(route));
  return [
    ...gateways,
    ...routes.map((resource): Proposed => {
      const grants = grantsFor(scene, resource).filter(grant => !taken.has(grant));
      for (const grant of grants) taken.add(grant);
      return { resource, covers: [resource, ...grants], proposals: attempt(() => exposedRoute(scene, resource)) };
    }),
  ];
}

/** The routes of a gateway that do nothing but redirect to HTTPS. */
function redirectsOf({ model }: Scene, { name, namespace }: Resource): readonly Resource<'HTTPRoute'>[] {
  return model.all('HTTPRoute').filter(route => {
    const { parentRefs = [], hostnames, rules = [] } = route.manifest.spec as HTTPRouteSpec;
    const [rule, another] = rules;
    const [filter, second] = rule?.filters ?? [];
    return (
      hostnames === undefined &&
      another === undefined &&
      second === undefined &&
      rule?.matches === undefined &&
      filter?.requestRedirect?.scheme === 'https' &&
      parentRefs.length > 0 &&
      parentRefs.every(
        ref =>
          ref.sectionName !== undefined && keyOf(ref.namespace ?? route.namespace, ref.name) === keyOf(namespace, name),
      )
    );
  });
}

/** The grants by which a route may lead to Services of other namespaces. */
function grantsFor({ model }: Scene, { namespace, manifest }: Resource<'HTTPRoute'>): readonly Resource[] {
  const { rules = [] } = manifest.spec as HTTPRouteSpec;
  const targets = new Set(
    rules.flatMap(({ backendRefs = [] }) => backendRefs.map(backend => backend.namespace ?? namespace)),
  );
  targets.delete(namespace);
  return model.all('ReferenceGrant').filter(grant => {
    const { from = [] } = grant.manifest.spec as ReferenceGrantSpec;
    return targets.has(grant.namespace) && from.every(one => one.namespace === namespace && one.kind === 'HTTPRoute');
  });
}

function kubernetesGateway(
  scene: Scene,
  resource: Resource<'KubernetesGateway'>,
  redirects: readonly Resource<'HTTPRoute'>[],
): Candidate {
  const { name, namespace } = resource;
  const spec = resource.manifest.spec as GatewaySpec;
  onlyFields(spec, ['gatewayClassName', 'listeners', 'addresses'], 'spec');
  if (spec.gatewayClassName !== 'istio') inexpressible(`its class is "${spec.gatewayClassName}"`);
  const listeners: readonly GatewayListener[] = spec.listeners ?? [];
  const ports = [...new Set(listeners.map(({ port }) => port))];
  const id = scene.idFor(resource, name, `gateway-${name}`);
  const own = scene.variables.for(name, `${namespace}-${name}`, `${name}-gateway`);
  const pods = podsBehind(scene, resource, spec);
  const workload =
    pods === undefined
      ? call(imported('GatewayWorkload'), 'deployedByIstio', name, { namespace, ports })
      : podsAsCode(scene, pods.workload, pods.selector, ports);
  const props = { workload, name: id === name ? undefined : name, api: 'gateway-api' };
  const statements: Statement[] = [{ variable: own, code: create('IngressGateway', MESH, id, props) }];
  const sections = redirects.flatMap(route => (route.manifest.spec as HTTPRouteSpec).parentRefs ?? []);
  const redirecting = new Set(
    listeners.filter(listener => sections.some(ref => ref.sectionName === listener.name) && listener.port === 80),
  );
  for (const listener of listeners) {
    if (redirecting.has(listener)) continue;
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
    const redirect = [...redirecting].find(one => (one.hostname ?? '*') === hostname);
    if (redirect !== undefined) redirecting.delete(redirect);
    const redirectHttp = redirect === undefined ? false : undefined;
    const https = { hosts: [hostname], port: port === 443 ? undefined : port, credential, redirectHttp };
    statements.push({ code: call(variable(own), 'https', https) });
  }
  if (redirecting.size > 0) inexpressible('a listener redirects to HTTPS for other hosts than one for HTTPS takes');
  scene.gateways.set(keyOf(namespace, name), {
    id,
    variable: own,
    namespace,
    name,
    selector: pods?.selector ?? { 'gateway.networking.k8s.io/gateway-name': name },
    podNamespace: namespace,
    connections: [],
  });
  return {
    form: 'construct',
    what: 'IngressGateway',
    statements,
    ids: [id],
    finds: ({ kind }, written) =>
      kind === 'HTTPRoute'
        ? written.find(kind, GROUP, namespace, `${name}-https-redirect`)
        : written.find(kind, GROUP, namespace, name),
  };
}

const GROUP = 'gateway.networking.k8s.io';

type ParentRef = NonNullable<HTTPRouteSpec['parentRefs']>[number];

/** The pods whose Service is the address of a gateway; undefined where Istio deploys its own. */
function podsBehind(
  { model }: Scene,
  { namespace }: Resource,
  { addresses = [] }: GatewaySpec,
): { readonly workload: Workload; readonly selector: { readonly [key: string]: string } } | undefined {
  if (addresses.length === 0) return undefined;
  const [address, another] = addresses;
  if (another !== undefined || address?.type !== 'Hostname') {
    return inexpressible('no construct writes spec.addresses that are not the name of one Service');
  }
  const service = model.hosts.named(address.value ?? '').find(host => host.resource.kind === 'Service');
  const [workload] = service === undefined ? [] : model.workloadsOf(service);
  if (service === undefined || workload === undefined) {
    return inexpressible(`the pods behind its address "${address.value}" are not among the manifests`);
  }
  if (workload.namespace !== namespace) inexpressible('its pods are in another namespace');
  const { selector = {} } = (service.resource.manifest.spec ?? {}) as { selector?: { [key: string]: string } };
  return { workload, selector };
}

function exposedRoute(scene: Scene, resource: Resource<'HTTPRoute'>): Candidate {
  const { namespace } = resource;
  const spec = resource.manifest.spec as HTTPRouteSpec;
  onlyFields(spec, ['parentRefs', 'hostnames', 'rules'], 'spec');
  const inside = (spec.parentRefs ?? []).find(({ kind = 'Gateway' }) => kind !== 'Gateway');
  if (inside !== undefined) {
    inexpressible(
      `it is for ${inside.kind} "${inside.name}", and only routes of gateways are taken over by constructs`,
    );
  }
  const [parent, another] = [
    ...new Set((spec.parentRefs ?? []).map(ref => keyOf(ref.namespace ?? namespace, ref.name))),
  ];
  const gateway = parent === undefined ? undefined : scene.gateways.get(parent);
  if (another !== undefined) inexpressible('it is for several gateways');
  if (gateway === undefined) inexpressible(whyUndeclared(scene, spec.parentRefs?.[0], namespace));
  const [hostname = '*', second] = spec.hostnames ?? [];
  if (second !== undefined) inexpressible('it is for several hosts');
  const code = new RouteCode(scene, namespace);
  const rules = spec.rules ?? [];
  const statements = rules
    .filter(rule => !rules.some(other => isOfSamePath(rule, other)))
    .flatMap(rule => exposures(rule, gateway, hostname, code));
  return {
    form: 'construct',
    what: 'IngressGateway.expose',
    statements,
    ids: [gateway.id, ...[...code.services].map(({ id }) => id)],
    finds: ({ kind, namespace: within, name }, written) =>
      kind === 'HTTPRoute'
        ? written.all.find(manifest => isRouteOf(manifest, gateway, hostname))
        : written.find(kind, GROUP, within, name),
  };
}

function whyUndeclared({ model }: Scene, parent: ParentRef | undefined, namespace: string): string {
  if (parent === undefined) return 'it is for no gateway';
  const { name, namespace: within = namespace } = parent;
  const isKnown = model.find('KubernetesGateway', within, name) !== undefined;
  return `its Gateway "${within}/${name}" ${isKnown ? 'is written by no construct' : 'is not among the manifests'}`;
}

/** Whether a rule takes the path away for the path itself, as `other` does for what is below it. */
function isOfSamePath(rule: HTTPRouteRule, other: HTTPRouteRule): boolean {
  const own = strippedBy(rule);
  const wider = strippedBy(other);
  return (
    own?.type === 'Exact' &&
    wider?.type === 'PathPrefix' &&
    own.value === wider.value &&
    canonicalJson(rule.backendRefs ?? []) === canonicalJson(other.backendRefs ?? [])
  );
}

/** The path that the rewrite of a rule takes away; undefined where a rule rewrites nothing, or otherwise. */
function strippedBy({ matches = [], filters = [] }: HTTPRouteRule) {
  const [match, another] = matches;
  const [filter, second] = filters;
  const { path, hostname } = filter?.urlRewrite ?? {};
  if (match?.path === undefined || another !== undefined || second !== undefined || hostname !== undefined) return;
  const { type = 'PathPrefix', value = '/' } = match.path;
  const isAll = type === 'Exact' ? path?.replaceFullPath === '/' : path?.replacePrefixMatch === '/';
  return isAll && type !== 'RegularExpression' ? { type, value } : undefined;
}

function exposures(rule: HTTPRouteRule, gateway: DeclaredGateway, host: string, code: RouteCode): readonly Statement[] {
  const stripped = strippedBy(rule);
  onlyFields(
    rule,
    ['matches', 'backendRefs', 'name', ...(stripped?.type === 'PathPrefix' ? ['filters'] : [])],
    'rules',
  );
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
    const kind = { PathPrefix: 'segments', Exact: 'exact', RegularExpression: 'regex' }[type];
    const props: { [key: string]: CodeLike } = { host };
    if (kind !== 'segments' || value !== '/') props.path = call(imported('PathMatch'), kind, value);
    if (stripped !== undefined) props.stripPrefix = true;
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
