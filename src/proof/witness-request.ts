import type { OutgoingRequest } from '../simulation/simulate';

/** A request as anybody can send it. */
export interface WitnessRequest {
  /** `namespace/name` of the pods, `internet`, or what the sender is if it is not among the manifests. */
  readonly from: string;
  /** The URL. */
  readonly to: string;
  readonly method?: string | undefined;
  /** Headers, also `host` where it is not that of the URL. */
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** Claims of the tokens that are sent. */
  readonly tokens?: readonly { readonly [claim: string]: unknown }[] | undefined;
  /** Address of the client, where it is outside of the cluster. */
  readonly ip?: string | undefined;
}

/** A request as it is shown, without what is as usual. */
export function writtenRequest(
  from: string,
  { to, method, headers = {}, tokens = [], ip }: OutgoingRequest,
): WitnessRequest {
  return {
    from,
    to,
    method,
    headers: Object.keys(headers).length === 0 ? undefined : headers,
    tokens: tokens.length === 0 ? undefined : tokens.map(({ claims }) => claims),
    ip,
  };
}

/** A request in one line. */
export function requestText({ from, to, method, headers = {}, tokens = [] }: WitnessRequest): string {
  return [
    `${from} -> ${method === undefined ? '' : `${method} `}${to}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...tokens.map(claims => `token ${JSON.stringify(claims)}`),
  ].join(', ');
}
