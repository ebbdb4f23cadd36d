import { AUTHORITY } from '../../requests/attribute';
import type { Choice, RequestFacts } from '../../requests/request-facts';
import { regex, suffix } from '../../requests/test';
import type { MeshFacts, ProxyFacts } from '../mesh-facts';
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
const NAMES_PORT = regex('(?s:.*):[0-9]+');

/** Looks up hosts of requests by the DNS of the cluster. All hosts that it does not know are one answer. */
export class NameLookup implements Choice<Dialled> {
  #patterns: readonly string[] | undefined;

  public constructor(
    private readonly mesh: MeshFacts,
    private readonly view: Pick<ProxyFacts, 'proxy'> & { dial(name: string): Dialled },
  ) {}

  /** Where the host of a request leads. */
  public of(facts: RequestFacts): LookedUp | undefined {
    const dialled = facts.choose(AUTHORITY, this);
    const authority = facts.show(AUTHORITY) ?? '';
    return dialled === undefined ? undefined : { authority, dialled, port: portOf(facts, dialled, authority) };
  }

  public find(authority = ''): Dialled {
    return this.view.dial(authority.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''));
  }

  public nameOf({ service, address }: Dialled): string {
    return service === undefined ? 'outside' : `${service.host} at ${address}`;
  }

  /** The names of Services in every form that a pod may use. */
  public get patterns(): readonly string[] {
    this.#patterns ??= this.mesh.services.flatMap(({ isKubernetes, resource: { name, namespace }, host }) => {
      if (!isKubernetes) return [];
      const own = namespace === this.view.proxy.namespace ? [name] : [];
      return [...own, `${name}.${namespace}`, `${name}.${namespace}.svc`, host];
    });
    return this.#patterns;
  }
}

/** The port of a request: each port of the service is asked for by itself, so that what mattered is known. */
function portOf(facts: RequestFacts, { service }: Dialled, authority: string): number {
  const named = service?.ports.find(({ number }) => facts.ask(AUTHORITY, suffix(`:${number}`)) === true);
  if (named !== undefined) return named.number;
  return facts.ask(AUTHORITY, NAMES_PORT) === true
    ? Number(authority.slice(authority.lastIndexOf(':') + 1))
    : HTTP_PORT;
}
