import type { EffectiveMesh } from '../istio/effective-mesh';
import type { Dialled } from '../istio/services/name-resolution';
import { workloadAddresses } from '../istio/services/registered-service';
import type { Token } from '../requests/token';
import { KnownSenders } from '../requests/witness/known-senders';
import { Keys, type Literal } from '../requests/witness/literal';
import { TextSolver } from '../requests/witness/solve-text';
import { Solver, type Witness } from '../requests/witness/witness';
import type { ExternalAnswers } from '../simulation/authorization';
import type { Sender } from '../simulation/hop';
import type { Entrance } from '../simulation/ingress';
import { targetOf } from '../simulation/request';
import { type OutgoingRequest, simulateFrom } from '../simulation/simulate';
import type { Verdict } from '../simulation/verdict';
import type { PathNormalization } from '../values/path-normalization';
import { type Exploration, explore, type Run } from './exploration';

/** All requests that some senders can send to one port under one name, or that anybody can send to one port of a gateway. */
export interface Space {
  readonly from: Insiders | Outside;
  readonly scheme: 'http' | 'https' | 'grpc' | 'tcp' | 'tls';
  /** The name that is dialled, or any host at a gateway. */
  readonly host: string;
  readonly port: number;
  /** What all of the requests have in common. @default - nothing */
  readonly assumed?: readonly Literal[];
  /** How paths are normalised. @default - as the mesh says */
  readonly normalization?: PathNormalization | undefined;
  /** The tokens that all of them carry. @default - any */
  readonly tokens?: readonly Token[] | undefined;
}

/** Pods of the cluster of which no object tells one from the other as clients, but by identity and address. */
export interface Insiders {
  readonly senders: readonly Sender[];
  /** An address that no name leads to, such as that of a pod. */
  readonly dialled?: Dialled | undefined;
  /** Whether they may send any `Host` header. @default false */
  readonly anyHost?: boolean;
}

/** Clients outside of the cluster, at any address. */
export interface Outside {
  readonly entrance: Entrance;
  /** Whether they show a certificate that the gateway accepts. */
  readonly certificate?: boolean;
  /** Whether they send their requests to the host of the URL alone, rather than to any. @default false */
  readonly oneHost?: boolean;
}

/** Works out the classes of spaces in one mesh. What was worked out for one space helps with the next. */
export class Explorer {
  readonly #answers: ExternalAnswers;
  readonly #senders = new WeakMap<readonly Sender[], KnownSenders>();

  public constructor(
    public readonly mesh: EffectiveMesh,
    public readonly keys = new Keys(),
    private readonly texts = new TextSolver(keys),
  ) {
    this.#answers = Object.fromEntries(mesh.settings.externalAuthorizers.map(({ name }) => [name, 'allow' as const]));
  }

  /** The classes of all requests of a space. External authorizers are taken to allow. */
  public explore(space: Space): Exploration {
    return this.#explore(this.#run(space), space);
  }

  /** The classes of all requests of a space on which two meshes decide alike, each in its own way. */
  public exploreWith(other: Explorer, space: Space, same: Space): Exploration<readonly [Verdict, Verdict]> {
    const [own, others] = [this.#run(space), other.#run(same)];
    const both: Run<readonly [Verdict, Verdict]> = (witness, asked) => [own(witness, asked), others(witness, asked)];
    return this.#explore(both, space);
  }

  #explore<V>(run: Run<V>, space: Space): Exploration<V> {
    const solver = this.solverFor(space);
    const first = solver.solveAll(firstOf(space), []);
    if (typeof first === 'object') return explore(run, solver, this.keys, first.value);
    const reason = 'it cannot be decided whether such a request exists';
    return { classes: [], gaps: first === 'none' ? [] : [{ condition: [], reason }] };
  }

  /** What finds requests of a space. */
  public solverFor({ from, scheme, assumed = [], tokens, normalization }: Space): Solver {
    const inside = 'senders' in from;
    const encrypted = scheme === 'https' || scheme === 'tls';
    const parts = {
      normalization: normalization ?? this.mesh.settings.pathNormalization,
      senders: inside ? this.#known(from.senders) : undefined,
      freeAuthority: inside ? from.anyHost === true : from.oneHost !== true,
      freeServerName: !inside && from.oneHost !== true && encrypted,
      freeTokens: tokens === undefined,
      assumed,
    };
    return new Solver(parts, this.keys, this.texts);
  }

  /** The verdict on a request of a space. */
  public verdictOn(space: Space, witness: Witness): Verdict {
    return this.#run(space)(witness, []);
  }

  /** The request of a witness, as anybody would write it. */
  public requestOf(space: Space, witness: Witness): OutgoingRequest {
    const { scheme, host, port, from } = space;
    const url = `${scheme}://${witness.serverName ?? host}:${port}`;
    const outside = this.#isAddressGiven(from, witness) ? {} : { ip: witness.address ?? SOME_ADDRESS };
    const certificate = 'senders' in from ? false : from.certificate === true;
    const common = { ...outside, clientCertificate: certificate, externalAuthorizers: this.#answers };
    if (scheme === 'tcp' || scheme === 'tls') return { to: url, ...common };
    const headers = Object.fromEntries(witness.headers);
    return {
      to: `${url}${witness.path}${queryOf(witness)}`,
      method: witness.method,
      headers: witness.authority === undefined ? headers : { ...headers, host: witness.authority },
      tokens: witness.tokens,
      ...common,
    };
  }

  #run(space: Space): Run<Verdict> {
    const { from, scheme, host, port } = space;
    const base = targetOf(`${scheme}://${host}:${port}`);
    return (witness, asked) => {
      const request = this.requestOf(space, witness);
      const query = queryOf(witness);
      const target = witness.serverName === undefined ? { ...base, path: `${witness.path}${query}` } : undefined;
      if (!('senders' in from)) return simulateFrom(this.mesh, { entrance: from.entrance }, request, asked, target);
      const sender = from.senders[witness.sender];
      if (sender === undefined) throw new Error('The space has no such sender');
      return simulateFrom(this.mesh, { sender, dialled: from.dialled }, request, asked, target);
    };
  }

  /** Whether the manifests tell the address of the sender. */
  #isAddressGiven(from: Insiders | Outside, { sender }: Witness): boolean {
    return 'senders' in from && this.#known(from.senders).all[sender]?.address !== undefined;
  }

  #known(senders: readonly Sender[]): KnownSenders {
    let known = this.#senders.get(senders);
    if (known === undefined) {
      known = new KnownSenders(
        senders.map(({ workload }) => {
          const [address] = workloadAddresses(workload);
          return { principal: this.mesh.principalOf(workload), address };
        }),
      );
      this.#senders.set(senders, known);
    }
    return known;
  }
}

function queryOf({ parameters }: Witness): string {
  if (parameters.size === 0) return '';
  return `?${[...parameters].map(([name, value]) => `${name}=${value}`).join('&')}`;
}

const SOME_POD_ADDRESS = '10.244.0.7';
const SOME_ADDRESS = '203.0.113.7';

/** The request with which the exploration of a space begins. */
export function firstOf({ scheme, from, tokens = [] }: Space): Witness {
  return {
    method: scheme === 'grpc' ? 'POST' : 'GET',
    path: '/',
    parameters: new Map(),
    headers: new Map(),
    tokens,
    authority: undefined,
    serverName: undefined,
    address: 'senders' in from ? SOME_POD_ADDRESS : SOME_ADDRESS,
    sender: 0,
  };
}
