import type { HeaderOperations } from '../istio/routes/header-operations';
import { finalDestinations, routesOnTheWay } from '../simulation/final-destinations';
import type { DestinationVerdict, RouteVerdict, Verdict } from '../simulation/verdict';
import { hostCovers } from '../values/host-pattern';
import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';

/** What of a verdict is compared with that of another mesh. */
export interface EffectView {
  /** Where requests go. */
  places(verdict: Verdict): unknown;
  /** Which share of them goes where. */
  shares(verdict: Verdict): readonly (readonly [place: string, percent: number])[];
  /** Whether it matters which proxy on the way does something, and which ones do nothing. */
  readonly byProxy: boolean;
  /** The changes to headers, also those for single destinations if they are the same in both meshes. */
  headers(verdict: Verdict, sameDestinations: boolean): readonly string[];
  /** Where a route sends copies. */
  mirrors(route: RouteVerdict | undefined): unknown;
}

/** Compares hosts, ports and subsets, whatever is behind them. */
export const BY_NAME: EffectView = {
  places: ({ outcome, destinations }) => [outcome === 'passed-through', placesIn(destinations)],
  shares: ({ destinations }) => finalDestinations(destinations).map(one => [nameOf(one), round(one.percent)] as const),
  byProxy: true,
  headers: ({ route, destinations }, sameDestinations) => [
    ...routeHeaders(route),
    ...(sameDestinations ? destinations : []).flatMap(one => [
      ...operationTexts(`to ${nameOf(one)}: request`, one.requestHeaders),
      ...operationTexts(`to ${nameOf(one)}: response`, one.responseHeaders),
    ]),
  ],
  mirrors: route => route?.mirrors,
};

/** The name of a destination, as verdicts show it. */
export function nameOf({ host, port, subset }: DestinationVerdict): string {
  return `${host}:${port}${subset === undefined ? '' : ` ${subset}`}`;
}

/** Compares the pods that requests reach in the end, and all that routes do on the way, whichever proxy does it. */
export class ByPods implements EffectView {
  public readonly byProxy = false;

  /**
   * @param dialled the host and port that requests are sent to; undefined where they come in through a gateway
   * @param podsOf the pods behind a host, or a subset of it, as a text
   */
  public constructor(
    private readonly dialled: { readonly host: string; readonly port: number } | undefined,
    private readonly podsOf: (host: string, subset: string | undefined) => string,
  ) {}

  public places(verdict: Verdict): unknown {
    return [...new Set(this.shares(verdict).map(([place]) => place))];
  }

  public shares({ outcome, destinations }: Verdict): readonly (readonly [string, number])[] {
    if (outcome === 'passed-through') return [[AS_DIALLED, 100]];
    const shares = new Map<string, number>();
    for (const one of finalDestinations(destinations)) {
      const place = this.#placeOf(one);
      shares.set(place, (shares.get(place) ?? 0) + one.percent);
    }
    return [...shares].map(([place, percent]) => [place, round(percent)] as const).sort(byText(([place]) => place));
  }

  public headers(verdict: Verdict, sameDestinations: boolean): readonly string[] {
    const atDestinations = sameDestinations ? this.#destinationHeaders(verdict.destinations) : [];
    return [...routesOnTheWay(verdict).flatMap(routeHeaders), ...[...new Set(atDestinations)].sort()];
  }

  public mirrors(route: RouteVerdict | undefined): unknown {
    return route?.mirrors?.map(({ host, subset, percent }) => [this.podsOf(host, subset), percent]);
  }

  #destinationHeaders(destinations: readonly DestinationVerdict[]): readonly string[] {
    return destinations.flatMap(one => {
      const place = finalDestinations([one])
        .map(last => this.#placeOf(last))
        .join(', ');
      return [
        ...operationTexts(`to ${place}: request`, one.requestHeaders),
        ...operationTexts(`to ${place}: response`, one.responseHeaders),
        ...one.targets.flatMap(({ onward = [] }) => this.#destinationHeaders(onward)),
      ];
    });
  }

  /** The pods by name and port; an address outside by its host, or as what was dialled if it is that. */
  #placeOf({ host, port, targets }: DestinationVerdict): string {
    const pods = targets.flatMap(target => (target.workload === '' ? [] : [`${target.workload}:${target.port ?? 0}`]));
    if (pods.length > 0 && pods.length === targets.length) return [...new Set(pods)].sort().join(', ');
    return this.#isDialled(host, port) ? AS_DIALLED : `${host}:${port}`;
  }

  #isDialled(host: string, port: number): boolean {
    const { dialled } = this;
    if (dialled === undefined || dialled.port !== port) return false;
    return hostCovers(host, dialled.host);
  }
}

/** The address outside of the mesh to which a request is sent. */
const AS_DIALLED = 'the address that was dialled';

/** In no order: neither that of routes nor that of the manifests says where requests go. */
function placesIn(destinations: readonly DestinationVerdict[]): unknown {
  return destinations
    .map(({ host, port, subset, targets }) => [
      host,
      port,
      subset ?? '',
      targets
        .map(({ workload, outcome, onward }) => [workload, outcome, onward && placesIn(onward)])
        .sort(byText(canonicalJson)),
    ])
    .sort(byText(canonicalJson));
}

function routeHeaders(route: RouteVerdict | undefined): readonly string[] {
  return [...operationTexts('request', route?.requestHeaders), ...operationTexts('response', route?.responseHeaders)];
}

function operationTexts(what: string, operations: HeaderOperations | undefined): readonly string[] {
  const { set = {}, add = {}, remove = [] } = operations ?? {};
  const texts = [
    ...Object.entries(set).map(([name, value]) => `${name} = ${value}`),
    ...Object.entries(add).map(([name, value]) => `${name} += ${value}`),
    ...remove.map(name => `no ${name}`),
  ];
  return texts.length === 0 ? [] : [`${what} ${texts.sort().join(', ')}`];
}

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}
