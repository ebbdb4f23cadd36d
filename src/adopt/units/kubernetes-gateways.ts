import type { GatewayListener, GatewaySpec, HTTPRouteSpec } from '../../../imports/gateway.networking.k8s.io';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { hostCovers } from '../../values/host-pattern';
import { type Code, type CodeLike, call, create, imported, literal, type Statement, variable } from '../code';
import { type ConnectionServer, MESH, type Scene } from '../scene';
import { type Candidate, inexpressible, onlyFields } from '../unit';
import { podsAsCode } from './gateway-workload';

export const GROUP = 'gateway.networking.k8s.io';

/** How the gateways that a program declares are found by their Gateways of this API. */
export function keyOf(namespace: string, name: string): string {
  return `Gateway API ${namespace}/${name}`;
}

/** A Gateway of the Gateway API as `IngressGateway`, with the routes that redirect to HTTPS. */
export class KubernetesGatewayCode {
  /** Routes that do nothing but redirect its requests to HTTPS. */
  public readonly redirects: readonly Resource<'HTTPRoute'>[];
  private readonly id: string;
  private readonly own: string;
  private readonly servers = new Map<string, string>();

  /** @param taken routes that belong to a gateway; those that redirect are added */
  public constructor(
    private readonly scene: Scene,
    private readonly resource: Resource<'KubernetesGateway'>,
    taken: Set<Resource>,
  ) {
    const { name, namespace } = resource;
    this.redirects = redirectsOf(scene, resource).filter(route => !taken.has(route));
    for (const route of this.redirects) taken.add(route);
    this.id = scene.idFor(resource, name, `gateway-${name}`);
    this.own = scene.variables.for(name, `${namespace}-${name}`, `${name}-gateway`);
  }

  /** The routes that name one of its listeners. */
  public get attached(): readonly Resource[] {
    const { name, namespace } = this.resource;
    const { model } = this.scene;
    return (['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'] as const).flatMap(kind =>
      (model.all(kind) as readonly Resource<'HTTPRoute'>[]).filter(route =>
        route.spec.parentRefs?.some(
          ref => ref.sectionName !== undefined && (ref.namespace ?? route.namespace) === namespace && ref.name === name,
        ),
      ),
    );
  }

  /** @param isNamed whether its listeners keep their names */
  public candidate(isNamed: boolean): Candidate {
    const { scene, resource, id, own } = this;
    const { name, namespace } = resource;
    const spec = resource.manifest.spec as GatewaySpec;
    onlyFields(spec, ['gatewayClassName', 'listeners', 'addresses'], 'spec');
    if (spec.gatewayClassName !== 'istio') inexpressible(`its class is "${spec.gatewayClassName}"`);
    const listeners: readonly GatewayListener[] = spec.listeners ?? [];
    const ports = [...new Set(listeners.map(({ port }) => port))];
    const pods = podsBehind(scene, resource, spec);
    const workload =
      pods === undefined
        ? call(imported('GatewayWorkload'), 'deployedByIstio', name, { namespace, ports })
        : podsAsCode(scene, pods.workload, pods.selector, ports);
    const props = { workload, name: id === name ? undefined : name, api: 'gateway-api' };
    const statements: Statement[] = [{ variable: own, code: create('IngressGateway', MESH, id, props) }];
    const connections: ConnectionServer[] = [];
    const sections = this.redirects.flatMap(route => (route.manifest.spec as HTTPRouteSpec).parentRefs ?? []);
    const redirecting = new Set(
      listeners.filter(listener => sections.some(ref => ref.sectionName === listener.name) && listener.port === 80),
    );
    for (const listener of listeners) {
      if (!redirecting.has(listener)) this.#listener(listener, isNamed, redirecting, statements, connections);
    }
    if (redirecting.size > 0) inexpressible('a listener redirects to HTTPS for other hosts than one for HTTPS takes');
    scene.gateways.set(keyOf(namespace, name), {
      id,
      variable: own,
      namespace,
      name,
      selector: pods?.selector ?? { 'gateway.networking.k8s.io/gateway-name': name },
      podNamespace: namespace,
      connections,
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

  #listener(
    listener: GatewayListener,
    isNamed: boolean,
    redirecting: Set<GatewayListener>,
    statements: Statement[],
    connections: ConnectionServer[],
  ): void {
    onlyFields(listener, ['name', 'port', 'protocol', 'hostname', 'tls', 'allowedRoutes'], 'listeners');
    const { port, protocol, hostname = '*', tls } = listener;
    const options = optionsOf(listener, isNamed);
    const add = (method: string, props: { readonly [key: string]: CodeLike }) =>
      statements.push({ code: call(variable(this.own), method, props) });
    const connect = (kind: ConnectionServer['kind'], props: { readonly [key: string]: CodeLike }) => {
      const known = this.servers.get(listener.name);
      const own =
        known ?? this.scene.variables.for(`${this.resource.name}-${listener.name}`, `${this.own}-${listener.name}`);
      this.servers.set(listener.name, own);
      connections.push({ variable: own, kind, port, hosts: [hostname], listener: listener.name });
      statements.push({ variable: own, code: call(variable(this.own), kind, props) });
    };
    const hosts = { hosts: [hostname], port: port === 443 ? undefined : port };
    const { certificateRefs = [], mode = 'Terminate', ...rest } = tls ?? {};
    onlyFields(rest, [], 'listeners.tls');
    const credential = () => this.#credential(certificateRefs);
    if (protocol === 'HTTP') add('http', { hosts: [hostname], port: port === 80 ? undefined : port, ...options });
    else if (protocol === 'TCP') connect('tcp', { port, ...options });
    else if (protocol === 'TLS' && mode === 'Passthrough') connect('passthrough', { ...hosts, ...options });
    else if (protocol === 'TLS' && mode === 'Terminate')
      connect('tls', { ...hosts, credential: credential(), ...options });
    else if (protocol === 'HTTPS' && mode === 'Terminate') {
      const redirect = [...redirecting].find(one => (one.hostname ?? '*') === hostname);
      if (redirect !== undefined) redirecting.delete(redirect);
      const described = redirect === undefined ? {} : optionsOf(redirect, isNamed);
      const redirectHttp = redirect === undefined ? false : Object.keys(described).length === 0 ? undefined : described;
      add('https', { ...hosts, credential: credential(), redirectHttp, ...options });
    } else inexpressible(`no construct writes a listener of ${protocol} of this form`);
  }

  #credential([certificate, second]: NonNullable<NonNullable<GatewayListener['tls']>['certificateRefs']>): Code {
    if (certificate === undefined || second !== undefined) {
      return inexpressible('no construct writes a listener with no certificate, or several');
    }
    if ((certificate.namespace ?? this.resource.namespace) !== this.resource.namespace) {
      inexpressible('its certificate is in another namespace');
    }
    return call(imported('TlsCredential'), 'existing', certificate.name);
  }
}

/** What the listener has beside the server that it is. */
function optionsOf({ name, allowedRoutes }: GatewayListener, isNamed: boolean): { readonly [key: string]: CodeLike } {
  const { from = 'Same', selector } = allowedRoutes?.namespaces ?? {};
  onlyFields(selector, ['matchLabels'], 'listeners.allowedRoutes.namespaces.selector');
  if ((from as string) === 'None') inexpressible('a listener takes no routes');
  const routesFrom =
    from === 'All' ? 'all' : from === 'Selector' ? { labels: literal(selector?.matchLabels ?? {}) } : undefined;
  return {
    ...(isNamed ? { listenerName: name } : {}),
    ...(routesFrom === undefined ? {} : { routesFrom }),
  };
}

/** The routes of a gateway that do nothing but redirect to HTTPS. */
function redirectsOf({ model }: Scene, gateway: Resource<'KubernetesGateway'>): readonly Resource<'HTTPRoute'>[] {
  const { listeners = [] } = gateway.manifest.spec as GatewaySpec;
  return model.all('HTTPRoute').filter(route => {
    const { parentRefs = [], hostnames, rules = [] } = route.manifest.spec as HTTPRouteSpec;
    const [rule, another] = rules;
    const [filter, second] = rule?.filters ?? [];
    const takesAll = (section: string | undefined) =>
      hostnames === undefined ||
      listeners.some(
        ({ name, hostname = '*' }) => name === section && hostnames.some(host => hostCovers(host, hostname)),
      );
    return (
      another === undefined &&
      second === undefined &&
      (rule?.matches ?? []).every(({ path, ...rest }) => Object.keys(rest).length === 0 && isAnyPath(path)) &&
      filter?.requestRedirect?.scheme === 'https' &&
      parentRefs.length > 0 &&
      parentRefs.every(
        ref =>
          ref.sectionName !== undefined &&
          keyOf(ref.namespace ?? route.namespace, ref.name) === keyOf(gateway.namespace, gateway.name) &&
          takesAll(ref.sectionName),
      )
    );
  });
}

function isAnyPath(
  path: { readonly type?: string | undefined; readonly value?: string | undefined } | undefined,
): boolean {
  return path === undefined || ((path.type ?? 'PathPrefix') === 'PathPrefix' && (path.value ?? '/') === '/');
}

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
