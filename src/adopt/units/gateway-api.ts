import type {
  HTTPRouteBackendRef,
  HTTPRouteMatch,
  HTTPRouteRule,
  HTTPRouteSpec,
  ReferenceGrantSpec,
} from '../../../imports/gateway.networking.k8s.io';
import type { HTTPRoute } from '../../../imports/networking.istio.io';
import type { Resource } from '../../model/resource';
import type { Manifest } from '../../values/manifest';
import { canonicalJson } from '../../values/plain-data';
import { type CodeLike, type CodeRecord, call, imported, type Statement, variable } from '../code';
import type { DeclaredGateway, DeclaredService, Scene } from '../scene';
import { attempt, type Candidate, inexpressible, isCandidate, onlyFields, type Proposal, type Proposed } from '../unit';
import { GROUP, KubernetesGatewayCode, keyOf } from './kubernetes-gateways';
import { IstioRoutes } from './kubernetes-routes';
import { RouteCode } from './route-code';
import { redirectCode } from './route-settings';
import { ROUTE_ORDERS, RoutingCode } from './virtual-services';

/** Gateways and routes of the Gateway API as `IngressGateway` with that API, and as routes of services. */
export function gatewayApiUnits(scene: Scene): readonly Proposed[] {
  const { model } = scene;
  const taken = new Set<Resource>();
  const gateways = model.all('KubernetesGateway').map(resource => {
    const code = new KubernetesGatewayCode(scene, resource, taken);
    return { resource, code, proposals: attempt(() => code.candidate(false)) };
  });
  const routes = model
    .all('HTTPRoute')
    .filter(route => !taken.has(route))
    .map((resource): Proposed => {
      const grants = grantsFor(scene, resource).filter(grant => !taken.has(grant));
      for (const grant of grants) taken.add(grant);
      const proposals = isOfService(resource)
        ? meshRoutes(scene, resource)
        : attempt(() => exposedRoute(scene, resource));
      return { resource, covers: [resource, ...grants], proposals };
    });
  const connections = (['TLSRoute', 'TCPRoute'] as const).flatMap(kind =>
    model.all(kind).map(resource => ({ resource, proposals: attempt(() => exposedConnections(scene, resource)) })),
  );
  const all = [...routes, ...connections];
  const stays = (route: Resource): boolean =>
    !taken.has(route) && all.find(({ resource }) => resource === route)?.proposals.some(isCandidate) !== true;
  return [
    ...gateways.map(({ resource, code, proposals }): Proposed => {
      // Routes that are written as they are name the listeners that they attach to.
      const isNamed = code.attached.some(stays);
      return {
        resource,
        covers: [resource, ...code.redirects],
        proposals: isNamed ? attempt(() => code.candidate(true)) : proposals,
      };
    }),
    ...all,
  ];
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

type ParentRef = NonNullable<HTTPRouteSpec['parentRefs']>[number];

function exposedRoute(scene: Scene, resource: Resource<'HTTPRoute'>): Candidate {
  const { namespace } = resource;
  const spec = resource.manifest.spec as HTTPRouteSpec;
  onlyFields(spec, ['parentRefs', 'hostnames', 'rules'], 'spec');
  const other = (spec.parentRefs ?? []).find(({ kind = 'Gateway' }) => kind !== 'Gateway');
  if (other !== undefined) inexpressible(`it is for ${other.kind} "${other.name}"`);
  const [parent, another] = [
    ...new Set((spec.parentRefs ?? []).map(ref => keyOf(ref.namespace ?? namespace, ref.name))),
  ];
  const gateway = parent === undefined ? undefined : scene.gateways.get(parent);
  if (another !== undefined) inexpressible('it is for several gateways');
  if (gateway === undefined) inexpressible(whyUndeclared(scene, spec.parentRefs?.[0], namespace));
  if (gateway.namespace !== namespace) inexpressible('it is in another namespace than its Gateway');
  const [hostname = '*', second] = spec.hostnames ?? [];
  if (second !== undefined) inexpressible('it is for several hosts');
  const code = new RouteCode(scene, namespace);
  const rules = spec.rules ?? [];
  const statements = rules
    .filter(rule => !rules.some(other => isOfSamePath(rule, other)))
    .flatMap((rule, i) => exposures(rule, gateway, hostname, code, i + 1));
  return {
    form: 'construct',
    what: 'IngressGateway.expose',
    statements,
    ids: [gateway.id, ...[...code.services].map(({ id }) => id)],
    finds: ({ kind, namespace: within, name }, written) =>
      kind === 'HTTPRoute'
        ? written.all.find(one => one.kind === kind && isRouteOf(one, gateway, hostname))
        : (written.find(kind, GROUP, within, name) ??
          written.find(kind, GROUP, within, `${gateway.namespace}-${gateway.name}`)),
  };
}

function isOfService({ manifest }: Resource<'HTTPRoute'>): boolean {
  return (manifest.spec as HTTPRouteSpec).parentRefs?.some(({ kind }) => kind === 'Service') === true;
}

/** Routes for callers in the mesh as constructs of the Service that is their parent. */
function meshRoutes(scene: Scene, resource: Resource<'HTTPRoute'>): readonly Proposal[] {
  return attempt(() => {
    const { service, routes } = routesOfService(scene, resource);
    const { name } = service.known.resource;
    const finds: Candidate['finds'] = ({ kind, namespace, name: own }, written) =>
      written.find(kind, GROUP, namespace, kind === 'HTTPRoute' ? name : own);
    return ROUTE_ORDERS.map(([order, keepsOrder]) => {
      return { ...new RoutingCode(scene, resource, order).ofService(service, routes, finds), keepsOrder };
    });
  });
}

function routesOfService(scene: Scene, { namespace, manifest }: Resource<'HTTPRoute'>) {
  const spec = manifest.spec as HTTPRouteSpec;
  onlyFields(spec, ['parentRefs', 'rules'], 'spec');
  const [parent, another] = spec.parentRefs ?? [];
  if (parent === undefined || another !== undefined) return inexpressible('it is for several parents');
  if ((parent.namespace ?? namespace) !== namespace) inexpressible('it is not in the namespace of the service');
  const service = scene.serviceAt(parent.name, namespace);
  if (service === undefined) return inexpressible(`Service "${parent.name}" is not declared`);
  const [port, second] = service.ports.filter(one => one.http);
  if (port === undefined || second !== undefined) {
    inexpressible(`constructs route all HTTP ports of a service, and "${parent.name}" does not have just one`);
  }
  if (parent.port !== undefined && parent.port !== port?.number) inexpressible('it is for a port that is not HTTP');
  const hostOf = (name: string, within: string) => scene.model.fullHost(name, within);
  return { service, routes: new IstioRoutes(namespace, hostOf).of(spec.rules ?? []) };
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

/** Requests that the gateway redirects. */
function answers(
  routes: readonly HTTPRoute[],
  gateway: DeclaredGateway,
  host: string,
  code: RouteCode,
  number: number,
): readonly Statement[] {
  return routes.flatMap(({ match = [], redirect, ...rest }) => {
    onlyFields(rest, ['name'], 'rules');
    const matches = match.length === 0 ? [undefined] : match.map(one => code.match(one, []));
    return matches.map((which, i) => {
      const name = `redirect-${number}${matches.length === 1 ? '' : `-${i + 1}`}`;
      const rule = { name, host, match: which, redirect: redirect && redirectCode(redirect) };
      return { code: call(variable(gateway.variable), 'rule', rule) };
    });
  });
}

function exposures(
  rule: HTTPRouteRule,
  gateway: DeclaredGateway,
  host: string,
  code: RouteCode,
  number: number,
): readonly Statement[] {
  const stripped = strippedBy(rule);
  if (rule.filters?.some(({ type }) => type === 'RequestRedirect') === true) {
    return answers(new IstioRoutes('', name => name).of([rule]), gateway, host, code, number);
  }
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

/** Connections that a gateway hands on to a service. */
function exposedConnections(scene: Scene, resource: Resource<'TLSRoute' | 'TCPRoute'>): Candidate {
  const { namespace, kind } = resource;
  const spec = resource.manifest.spec as Pick<HTTPRouteSpec, 'parentRefs' | 'hostnames'> & {
    readonly rules?: readonly { readonly name?: string; readonly backendRefs?: readonly HTTPRouteBackendRef[] }[];
  };
  onlyFields(spec, ['parentRefs', 'hostnames', 'rules'], 'spec');
  const { parentRefs = [], hostnames = [], rules = [] } = spec;
  const [parent, another] = parentRefs;
  if (parent === undefined || another !== undefined) return inexpressible('it is for several parents');
  if ((parent.kind ?? 'Gateway') !== 'Gateway') inexpressible(`it is for ${parent.kind} "${parent.name}"`);
  const gateway = scene.gateways.get(keyOf(parent.namespace ?? namespace, parent.name));
  if (gateway === undefined) return inexpressible(whyUndeclared(scene, parent, namespace));
  const [host, second] = hostnames;
  if (second !== undefined) inexpressible('it is for several hosts');
  const fits = (server: DeclaredGateway['connections'][number]) =>
    (parent.sectionName ?? server.listener) === server.listener &&
    (server.kind === 'passthrough') === (kind === 'TLSRoute');
  const [server, other] = gateway.connections.filter(fits);
  if (server === undefined || other !== undefined) return inexpressible('it is not for one listener of connections');
  const [rule, more] = rules;
  const [backend, further] = rule?.backendRefs ?? [];
  if (backend === undefined || further !== undefined || more !== undefined) {
    return inexpressible('it leads to no service, or to several');
  }
  onlyFields(backend, ['group', 'kind', 'name', 'namespace', 'port', 'weight'], 'backendRefs');
  const code = new RouteCode(scene, namespace);
  const within = backend.namespace ?? namespace;
  if (within !== gateway.namespace) inexpressible('it leads to another namespace');
  const service = code.service(scene.model.fullHost(backend.name, within));
  const props = {
    host: server.kind === 'passthrough' ? (host ?? '*') : undefined,
    port: isOnlyPort(service, server.kind, backend.port) ? undefined : backend.port,
  };
  const rest = Object.values(props).some(value => value !== undefined) ? [props] : [];
  return {
    form: 'construct',
    what: 'IngressGateway.expose',
    statements: [{ code: call(variable(server.variable), 'expose', variable(service.variable), ...rest) }],
    ids: [gateway.id, service.id],
    finds: (_, written) =>
      server.kind === 'passthrough'
        ? written.all.find(one => one.kind === kind && isRouteOf(one, gateway, host ?? '*'))
        : written.find(kind, GROUP, gateway.namespace, `${gateway.name}-tcp-${server.port}`),
  };
}

function isOnlyPort(service: DeclaredService, kind: string, number: number | undefined): boolean {
  const [only, another] = service.ports.filter(({ http, protocol }) =>
    kind === 'passthrough' ? protocol === 'https' || protocol === 'tls' : !http && protocol !== 'udp',
  );
  return another === undefined && only?.number === number;
}

function isRouteOf({ metadata, spec }: Manifest, gateway: DeclaredGateway, host: string): boolean {
  const { parentRefs = [], hostnames = ['*'] } = (spec ?? {}) as HTTPRouteSpec;
  return (
    parentRefs.every(ref => ref.name === gateway.name && (ref.namespace ?? metadata.namespace) === gateway.namespace) &&
    hostnames.length === 1 &&
    hostnames[0] === host
  );
}
