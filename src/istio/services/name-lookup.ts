import type { Choice } from '../../requests/request-facts';
import type { Dialled } from './name-resolution';

/** Where a proxy sends a request whose host it has looked up by itself. */
export interface LookedUp {
  /** The host of the request, with its port if written. */
  readonly authority: string;
  readonly dialled: Dialled;
  readonly port: number;
}

/** Where Envoy sends a request in plaintext whose host names no port. */
const HTTP_PORT = 80;

/** Tells apart the hosts that the DNS of the cluster knows; all others are one answer. */
export class NameLookup implements Choice<LookedUp> {
  public constructor(private readonly dial: (name: string) => Dialled) {}

  public find(authority = ''): LookedUp {
    const [, host = authority, port] = /^(.*?)(?::(\d+))?$/.exec(authority) ?? [];
    const dialled = this.dial(host.replace(/^\[|\]$/g, ''));
    return { authority, dialled, port: port === undefined ? HTTP_PORT : Number(port) };
  }

  public nameOf({ dialled: { service, address }, port }: LookedUp): string {
    return service === undefined ? 'outside' : `${service.host} at ${address}:${port}`;
  }
}
