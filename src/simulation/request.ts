import type { Claims } from '../requests/claims';
import { normalizePath } from '../requests/path-normalization';
import { type AskedPredicate, RequestFacts, type SentRequest } from '../requests/request-facts';
import type { Token } from '../requests/token';
import { ConfigError } from '../values/config-error';
import { isIpAddress } from '../values/ip-range';
import type { PathNormalization } from '../values/path-normalization';
import type { ExternalAnswers } from './authorization';

/** Something of the mesh that is known by name: a service or workload, also in the form of a construct. */
export interface NamedObject {
  readonly name: string;
  /** Its namespace, by name or as an object with a name. @default - that of the request's client */
  readonly namespace?: string | { readonly name: string };
  /** Its namespace, as some constructs call it. @default - `namespace` */
  readonly namespaceName?: string;
  /** Full host name, where it has one. @default - it has none */
  readonly host?: string;
}

/** One request or connection, as the application that sends it sees it. */
export interface SimulationRequest {
  /**
   * Who sends it: a workload or service (`namespace/name`, or a name that only one namespace has), or `internet` for a
   * client that comes in through a gateway.
   */
  readonly from: string | NamedObject;

  /**
   * Where it goes, as a URL such as `http://backend:5000/health`. The schemes are `http`, `https`, `grpc`, `tcp` and
   * `tls`; without one it is `http`.
   */
  readonly to: string;

  /** @default 'GET', for `grpc` 'POST' */
  readonly method?: string;

  /** Headers that are sent, also `host` or `:authority`. @default - none */
  readonly headers?: { readonly [name: string]: string };

  /** Claims of a valid token that is sent as bearer. @default - no token */
  readonly jwtClaims?: Claims;

  /** Tokens that are sent, where more is to be said of them than their claims. @default - see `jwtClaims` */
  readonly tokens?: readonly Token[];

  /** Address of the sender. @default - unknown; a policy that depends on it makes the verdict `unsupported` */
  readonly ip?: string;

  /** Address of the original client, as a trusted proxy before the sender tells it. @default - `ip` */
  readonly clientIp?: string;

  /** Whether the client shows a certificate to a gateway that asks for one. @default false */
  readonly clientCertificate?: boolean;

  /** The gateway pods that take requests from the internet, as `namespace/name`. @default - those that serve the host */
  readonly gateway?: string;

  /** What external authorizers answer, by provider. @default - it is up to them */
  readonly externalAuthorizers?: ExternalAnswers;
}

/** The parts of a request's URL. */
export interface Target {
  readonly scheme: 'http' | 'https' | 'grpc' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  /** The path with its query. */
  readonly path: string;
  /** Host as it is sent: with the port where the URL names one. */
  readonly authority: string;
}

const SCHEMES: { readonly [scheme: string]: number | undefined } = { http: 80, https: 443, grpc: 80, tcp: 0, tls: 443 };

/** Takes the URL of a request apart. */
export function targetOf(url: string): Target {
  const parts = /^(?:([a-z]+):\/\/)?([^/?#[\]:\s]+|\[[^\]]+\])(?::(\d+))?([/?#].*)?$/.exec(url);
  const [, scheme = 'http', host = '', port, rest = '/'] = parts ?? [];
  const byDefault = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  const number = port === undefined ? byDefault : Number(port);
  if (parts === null || number === undefined || number === 0 || number > 65535) {
    throw new ConfigError(
      `Cannot simulate a request to "${url}": wanted a URL such as "http://backend:5000/health" with the scheme http, https, grpc, tcp or tls, and a port for tcp`,
    );
  }
  return {
    scheme: scheme as Target['scheme'],
    host: host.replace(/^\[|\]$/g, ''),
    port: number,
    path: rest.startsWith('/') ? rest : `/${rest}`,
    authority: port === undefined ? host : `${host}:${port}`,
  };
}

/** @throws ConfigError if an address of the request is none, which no policy could match */
export function requireAddresses({ ip, clientIp }: SimulationRequest): void {
  for (const address of [ip, clientIp]) {
    if (address === undefined || isIpAddress(address)) continue;
    throw new ConfigError(
      `Cannot simulate a request from the address "${address}": wanted an IP address such as "10.1.2.3" or "2001:db8::1"`,
    );
  }
}

/** What the application puts on the wire before any proxy touches it. */
export interface Speech {
  readonly facts: RequestFacts;
  /** Whether the application encrypts by itself. */
  readonly encrypted: boolean;
  /** The server name that it sends in its own TLS. */
  readonly serverName: string | undefined;
  /** The path with its query, before any proxy normalises it. */
  readonly path: string;
}

/**
 * What the application sends; undefined when its path is one that every proxy answers with 400.
 *
 * @param asked Gets every predicate that a proxy asks.
 */
export function speechOf(
  request: Omit<SimulationRequest, 'from'>,
  target: Target,
  normalization: PathNormalization,
  asked?: AskedPredicate[],
): Speech | undefined {
  const encrypted = target.scheme === 'https' || target.scheme === 'tls';
  const serverName = encrypted ? target.host : undefined;
  if (target.scheme === 'tcp' || target.scheme === 'tls') {
    return { facts: RequestFacts.ofConnection(asked), encrypted, serverName, path: '' };
  }
  const headers = request.headers === undefined ? NO_HEADERS : byLowerCase(request.headers);
  const path = headers.get(':path') ?? target.path;
  const normalized = normalizePath(path, normalization);
  if (normalized === undefined) return undefined;
  const sent: SentRequest = {
    method: request.method ?? headers.get(':method') ?? (target.scheme === 'grpc' ? 'POST' : 'GET'),
    scheme: headers.get(':scheme') ?? (encrypted ? 'https' : 'http'),
    authority: headers.get(':authority') ?? headers.get('host') ?? target.authority,
    target: normalized,
    headers,
    tokens: tokensOf(request),
  };
  return { facts: RequestFacts.ofRequest(sent, asked), encrypted, serverName, path };
}

const NO_HEADERS: ReadonlyMap<string, string> = new Map();
const NO_TOKENS: readonly Token[] = [];

function byLowerCase(written: { readonly [name: string]: string }): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const name of Object.keys(written)) headers.set(name.toLowerCase(), written[name] ?? '');
  return headers;
}

/** The tokens that a request declares. */
function tokensOf({ tokens, jwtClaims }: Pick<SimulationRequest, 'tokens' | 'jwtClaims'>): readonly Token[] {
  if (tokens !== undefined) return tokens;
  return jwtClaims === undefined
    ? NO_TOKENS
    : [{ claims: jwtClaims, in: { header: 'Authorization', prefix: 'Bearer ' } }];
}

/** Where a named object is, as `namespace/name`; only the name when the namespace is not known. */
export function fullNameOf(object: string | NamedObject): string {
  if (typeof object === 'string') return object;
  const { namespace, namespaceName, name } = object;
  const own = namespaceName ?? (typeof namespace === 'string' ? namespace : namespace?.name);
  return own === undefined ? name : `${own}/${name}`;
}
