import type { Headers, HTTPMatchRequest, RouteDestination, StringMatch } from '../../../imports/networking.istio.io';
import { type Code, type CodeRecord, call, literal, variable } from '../code';
import type { DeclaredService, Scene } from '../scene';
import { inexpressible, onlyFields } from '../unit';
import { headersCode, textCode } from './route-settings';

type HTTPDestination = RouteDestination & { readonly headers?: Headers | undefined };

/** The parts of routes as code for an object of `namespace`. */
export class RouteCode {
  /** Variables and ids of the services that routes lead to. */
  public readonly services = new Set<DeclaredService>();

  public constructor(
    private readonly scene: Scene,
    private readonly namespace: string,
  ) {}

  /** The domain of the cluster. */
  public get domain(): string {
    return this.scene.model.fullHost('a', 'b').slice('a.b.svc.'.length);
  }

  /** The declared service that a host means. */
  public service(host: string | undefined): DeclaredService {
    const found = host === undefined ? undefined : this.scene.serviceAt(host, this.namespace);
    if (found === undefined) return inexpressible(`host "${host}" is no service that is declared`);
    this.services.add(found);
    return found;
  }

  /** A version, by the subset that routes name. */
  public version(service: DeclaredService, subset: string): Code {
    if (!service.versions.includes(subset))
      inexpressible(`subset "${subset}" is no version of "${service.known.host}"`);
    return call(variable(service.variable), 'version', subset);
  }

  /** Where requests go: a version, or one or several destinations. */
  public destinations(route: readonly HTTPDestination[]): Code | CodeRecord | readonly CodeRecord[] {
    const all = route.map(to => this.destination(to, route.length > 1));
    const [only] = all;
    if (route.length > 1 || only === undefined) return all.map(({ record }) => record);
    return only.version !== undefined && Object.keys(only.record).length === 2 ? only.version : only.record;
  }

  /** One destination, with its weight where there are others. */
  private destination(to: HTTPDestination, weighted: boolean) {
    onlyFields(to, ['destination', 'weight', 'headers'], 'route');
    const { host, subset, port, ...rest } = to.destination;
    onlyFields(rest, [], 'route.destination');
    const service = this.service(host);
    const version = subset === undefined ? undefined : this.version(service, subset);
    const record: { [key: string]: CodeRecord[string] } = { service: variable(service.variable) };
    if (version !== undefined) record.version = version;
    if (weighted) record.weight = to.weight ?? 0;
    if (port?.number !== undefined && isTold(service, port.number)) record.port = portOf(service, port.number);
    return { record: { ...record, ...present(headersCode(to.headers)) }, version };
  }

  /** The conditions of a match; nothing where it has none. */
  public match(match: HTTPMatchRequest, gateways: readonly string[]): CodeRecord | undefined {
    const { uri, ignoreUriCase, headers, withoutHeaders, queryParams, method, authority, scheme, ...rest } = match;
    const { sourceLabels, sourceNamespace, gateways: own, ...others } = rest;
    onlyFields(others, [], 'match');
    if (own?.some(name => !gateways.includes(name))) inexpressible('no construct writes match.gateways');
    const written = {
      path: uri && textCode('PathMatch', uri),
      ignorePathCase: ignoreUriCase === true ? true : undefined,
      headers: headers && this.texts(headers),
      withoutHeaders: withoutHeaders && this.texts(withoutHeaders),
      queryParams: queryParams && this.texts(queryParams),
      method: method && textCode('TextMatch', method),
      authority: authority && textCode('TextMatch', authority),
      scheme: scheme && textCode('TextMatch', scheme),
      sourceLabels: sourceLabels && literal(sourceLabels),
      sourceNamespace,
    };
    return Object.values(written).every(value => value === undefined) ? undefined : written;
  }

  private texts(matches: { readonly [name: string]: StringMatch }): CodeRecord {
    return Object.fromEntries(Object.entries(matches).map(([name, match]) => [name, textCode('TextMatch', match)]));
  }
}

function present(record: CodeRecord): CodeRecord {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** Whether routes have to name the port: of the only one they lead to, everybody knows it. */
function isTold(service: DeclaredService, number: number): boolean {
  const http = service.ports.filter(port => port.http);
  return http.length !== 1 || http[0]?.number !== number;
}

function portOf(service: DeclaredService, number: number): Code {
  if (!service.ports.some(port => port.number === number)) {
    inexpressible(`port ${number} is none of "${service.known.host}"`);
  }
  return call(variable(service.variable), 'port', number);
}
