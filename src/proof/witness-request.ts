import type { Token } from '../requests/token';
import type { OutgoingRequest } from '../simulation/simulate';

/** A request as anybody can send it. */
export interface WitnessRequest {
  /** `namespace/name` of the pods, `internet`, or what the sender is if it is not among the manifests. */
  readonly from: string;
  /** The URL. */
  readonly to: string;
  /** The method. @default "GET" */
  readonly method?: string | undefined;
  /** Headers, also `host` where it is not that of the URL. @default - none */
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** Valid tokens that it carries. @default - none */
  readonly tokens?: readonly Token[] | undefined;
  /** Address of the client, where the manifests do not tell it. @default - what the manifests tell */
  readonly ip?: string | undefined;
  /** Whether the client shows a certificate that the gateway accepts. @default - it shows none */
  readonly clientCertificate?: true | undefined;
}

/** A request as it is shown, without what is as usual. */
export function writtenRequest(from: string, request: OutgoingRequest): WitnessRequest {
  const { method, tokens = [], ip, clientCertificate } = request;
  const { to, headers = {} } = from === 'internet' ? withHostInUrl(request) : request;
  return {
    from,
    to,
    method,
    headers: Object.keys(headers).length === 0 ? undefined : headers,
    tokens: tokens.length === 0 ? undefined : tokens,
    ip,
    clientCertificate: clientCertificate === true ? true : undefined,
  };
}

/** In plain text the host of the URL is nothing but the `Host` header: what is asked for can stand in the URL. */
function withHostInUrl({ to, headers = {} }: OutgoingRequest): Pick<OutgoingRequest, 'to' | 'headers'> {
  const { host = '', ...others } = headers;
  const [, port = '', path = ''] = /^http:\/\/[^/:]+:(\d+)(.*)$/.exec(to) ?? [];
  const [, name, own] = /^([a-z0-9_-][a-z0-9._-]*)(?::(\d+))?$/i.exec(host) ?? [];
  if (port === '' || name === undefined) return { to, headers };
  if (own === port) return { to: `http://${host}${path}`, headers: others };
  if (own === undefined && port === '80') return { to: `http://${name}${path}`, headers: others };
  return { to, headers };
}

/** A request in one line. */
export function requestText(request: WitnessRequest): string {
  const { from, to, method, headers = {}, tokens = [], clientCertificate } = request;
  return [
    `${from} -> ${method === undefined ? '' : `${method} `}${to}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...tokens.map(({ claims }) => `token ${JSON.stringify(claims)}`),
    ...(clientCertificate === true ? ['with a client certificate'] : []),
  ].join(', ');
}
