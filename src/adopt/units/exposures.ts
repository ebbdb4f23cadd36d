import type { HTTPRoute, StringMatch, VirtualServiceSpec } from '../../../imports/networking.istio.io';
import { resolveGateway } from '../../istio/references';
import type { Resource } from '../../model/resource';
import type { Manifest } from '../../values/manifest';
import { canonicalJson } from '../../values/plain-data';
import { type Code, type CodeLike, type CodeRecord, call, type Statement, variable } from '../code';
import type { DeclaredGateway, DeclaredService, Scene } from '../scene';
import { attempt, type Candidate, inexpressible, onlyFields, type Proposed, type WrittenObjects } from '../unit';
import { RouteCode } from './route-code';
import { directResponseCode, redirectCode, textCode } from './route-settings';
import { gatewaysOf } from './virtual-services';

/** VirtualServices of a gateway as services that it exposes. */
export function exposureUnits(scene: Scene): readonly Proposed[] {
  const taken = new Set<string>();
  return scene.model
    .all('VirtualService')
    .filter(resource => !gatewaysOf(resource).every(name => name === 'mesh'))
    .map(resource => ({
      resource,
      // Routes may be those of the service, or lead to one version whatever its routes say.
      proposals: [false, true].flatMap(versions =>
        attempt(() => new ExposureCode(scene, resource, versions, taken).candidate()),
      ),
    }));
}

class ExposureCode {
  private readonly statements: Statement[] = [];
  private readonly code: RouteCode;
  private readonly exposed = new Set<string>();

  public constructor(
    private readonly scene: Scene,
    private readonly resource: Resource<'VirtualService'>,
    private readonly versions: boolean,
    private readonly taken: Set<string>,
  ) {
    this.code = new RouteCode(scene, resource.namespace);
  }

  public candidate(): Candidate {
    const spec = this.resource.manifest.spec as VirtualServiceSpec;
    onlyFields(spec, ['hosts', 'gateways', 'http', 'tcp', 'tls', 'exportTo'], 'spec');
    const { hosts = [], http = [], tcp = [], tls = [] } = spec;
    const [gatewayName, second] = gatewaysOf(this.resource);
    const gateway = this.scene.gateways.get(gatewayName ?? '');
    if (gateway === undefined || second !== undefined) {
      return inexpressible(
        `it is for ${second === undefined ? `"${gatewayName}", which is no IngressGateway` : 'several gateways'}`,
      );
    }
    const [host] = hosts;
    if (host === undefined || hosts.length > 1) inexpressible('it is for several hosts');
    const key = `${gatewayName} ${host}`;
    if (this.taken.has(key) && !this.versions) inexpressible('another VirtualService is for the same host');
    this.taken.add(key);
    for (const [i, route] of http.entries()) this.route(gateway, host, route, i);
    for (const route of [...tls, ...tcp]) this.connections(gateway, host, route);
    const found = [...this.code.services].map(({ id }) => id);
    return {
      form: 'construct',
      what: 'IngressGateway.expose',
      statements: this.statements,
      ids: [gateway.id, ...found],
      finds: (_, written) =>
        exposedBy(written, `${gateway.namespace}/${gateway.name}`, host, tls.length + tcp.length > 0),
    };
  }

  private route(gateway: DeclaredGateway, host: string, route: HTTPRoute, i: number): void {
    const { name = `route-${i + 1}`, match = [], redirect, directResponse, delegate, route: to = [] } = route;
    if (delegate !== undefined) inexpressible('a route leaves requests to another VirtualService');
    if (redirect !== undefined || directResponse !== undefined) {
      const matches = match.length === 0 ? [undefined] : match.map(one => this.code.match(one, this.gateways));
      for (const [n, which] of matches.entries()) {
        const rule = { name: matches.length === 1 ? name : `${name}-${n + 1}`, host, match: which };
        const action =
          redirect !== undefined
            ? { redirect: redirectCode(redirect) }
            : { directResponse: directResponse && directResponseCode(directResponse) };
        this.statements.push({ code: call(variable(gateway.variable), 'rule', { ...rule, ...action }) });
      }
      return;
    }
    const [first] = to;
    if (first === undefined) inexpressible('a route leads nowhere');
    const service = this.code.service(first.destination.host);
    for (const { destination } of to) {
      if (this.code.service(destination.host) !== service) inexpressible('a route leads to several services');
    }
    const subset = to.length === 1 ? first.destination.subset : undefined;
    const version = this.versions && subset !== undefined ? this.code.version(service, subset) : undefined;
    const strip = strippedBy(route);
    for (const one of match.length === 0 ? [{}] : match) {
      this.expose(gateway, service, host, { uri: one.uri, port: first.destination.port?.number, version, strip });
    }
  }

  private get gateways(): readonly string[] {
    return (this.resource.manifest.spec as VirtualServiceSpec).gateways ?? [];
  }

  private expose(
    gateway: DeclaredGateway,
    service: DeclaredService,
    host: string,
    { uri, port, version, strip }: Exposed,
  ): void {
    const own = uri?.prefix === '/' ? undefined : uri;
    const match = strip === undefined ? own : { prefix: strip };
    const path = match && textCode('PathMatch', match);
    const key = canonicalJson([service.id, match ?? '/']);
    if (this.exposed.has(key)) return;
    this.exposed.add(key);
    const http = service.ports.filter(one => one.http);
    const told = http.length > 1 || (port !== undefined && http[0]?.number !== port);
    const props: { [key: string]: CodeLike } = { host };
    if (path !== undefined) props.path = path;
    if (told) props.port = port;
    if (version !== undefined) props.version = version;
    if (strip !== undefined) props.stripPrefix = true;
    const code = call(variable(gateway.variable), 'expose', variable(service.variable), props as CodeRecord);
    this.statements.push({ code });
  }

  private connections(
    gateway: DeclaredGateway,
    host: string,
    route: NonNullable<VirtualServiceSpec['tls']>[number] | NonNullable<VirtualServiceSpec['tcp']>[number],
  ): void {
    const [match, another] = (route.match ?? []) as readonly {
      readonly port?: number;
      readonly sniHosts?: readonly string[];
    }[];
    if (another !== undefined) inexpressible('a route of connections has alternatives');
    const server = gateway.connections.find(
      ({ kind, port }) =>
        (match?.port ?? port) === port && (kind === 'passthrough') === (match?.sniHosts !== undefined),
    );
    if (server === undefined) inexpressible('no server of the gateway takes these connections');
    const [to] = route.route ?? [];
    const service = this.code.service(to?.destination.host);
    const candidates = service.ports.filter(({ http, protocol }) =>
      server.kind === 'passthrough' ? protocol === 'https' || protocol === 'tls' : !http && protocol !== 'udp',
    );
    const port = to?.destination.port?.number;
    const told = candidates.length !== 1 || (port !== undefined && candidates[0]?.number !== port);
    const props = {
      ...(server.kind === 'passthrough' ? { host } : {}),
      ...(told && port !== undefined ? { port } : {}),
    };
    const rest = Object.keys(props).length > 0 ? [props] : [];
    this.statements.push({ code: call(variable(server.variable), 'expose', variable(service.variable), ...rest) });
  }
}

interface Exposed {
  readonly uri: StringMatch | undefined;
  readonly port: number | undefined;
  readonly version: Code | undefined;
  readonly strip: string | undefined;
}

/** The path that the rewrite of an exposed service takes away. */
function strippedBy({ rewrite }: HTTPRoute): string | undefined {
  const quoted = /^\^(.*)\/\?$/.exec(rewrite?.uriRegexRewrite?.match ?? '')?.[1];
  return quoted?.replace(/\\(.)/g, '$1');
}

/** The VirtualService that a gateway writes for a host. */
function exposedBy(written: WrittenObjects, gateway: string, host: string, connections: boolean): Manifest | undefined {
  return written.all.find(({ kind, apiVersion, metadata, spec }) => {
    if (kind !== 'VirtualService' || !apiVersion.startsWith('networking.istio.io/')) return false;
    const { hosts = [], gateways = [], http } = (spec ?? {}) as VirtualServiceSpec;
    const [only, another] = gateways.map(name => resolveGateway(name, metadata.namespace ?? ''));
    return only === gateway && another === undefined && hosts.includes(host) && (http === undefined) === connections;
  });
}
