import { finalDestinations, hopsOnTheWay } from '../simulation/final-destinations';
import type { DestinationVerdict, RouteVerdict, Verdict } from '../simulation/verdict';
import { hostCovers } from '../values/host-pattern';
import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';
import { headerTexts, rounded } from './effect-forms';

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
  shares: ({ destinations }) => sharesBy(destinations, nameOf),
  byProxy: true,
  headers: (verdict, sameDestinations) =>
    hopsOnTheWay(verdict).flatMap(hop => headerTexts(hop, nameOf, sameDestinations)),
  mirrors: route => inNoOrder(route?.mirrors),
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
   * @param podsOf the pods behind a port of a host, or of a subset of it, as a text
   */
  public constructor(
    private readonly dialled: { readonly host: string; readonly port: number } | undefined,
    private readonly podsOf: (host: string, port: number, subset: string | undefined) => string,
  ) {}

  public places(verdict: Verdict): unknown {
    return this.shares(verdict)
      .map(([place]) => place)
      .sort();
  }

  public shares({ outcome, destinations }: Verdict): readonly (readonly [string, number])[] {
    if (outcome === 'passed-through') return [[AS_DIALLED, 100]];
    return sharesBy(destinations, one => this.#placeOf(one));
  }

  public headers(verdict: Verdict, sameDestinations: boolean): readonly string[] {
    const placesOf = (one: DestinationVerdict) => {
      const places = finalDestinations([one]).map(last => this.#placeOf(last));
      return [...new Set(places)].sort().join(', ');
    };
    return hopsOnTheWay(verdict).flatMap(hop => headerTexts(hop, placesOf, sameDestinations));
  }

  public mirrors(route: RouteVerdict | undefined): unknown {
    return inNoOrder(
      route?.mirrors?.map(({ host, port, subset, percent }) => [this.podsOf(host, port, subset), percent]),
    );
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

/** In no order, and each once: neither the order of routes nor that of the manifests says where requests go. */
function placesIn(destinations: readonly DestinationVerdict[]): unknown {
  const places = destinations.map(({ host, port, subset, targets }) => [
    host,
    port,
    subset ?? '',
    inNoOrder(targets.map(({ workload, outcome, onward }) => [workload, outcome, onward && placesIn(onward)])),
  ]);
  return [...new Map(places.map(place => [canonicalJson(place), place])).values()].sort(byText(canonicalJson));
}

/** The shares of places, each once. */
function sharesBy(
  destinations: readonly DestinationVerdict[],
  placeOf: (destination: DestinationVerdict) => string,
): readonly (readonly [place: string, percent: number])[] {
  const shares = new Map<string, number>();
  for (const one of finalDestinations(destinations)) {
    const place = placeOf(one);
    shares.set(place, (shares.get(place) ?? 0) + one.percent);
  }
  return [...shares].map(([place, percent]) => [place, rounded(percent)] as const);
}

function inNoOrder<T>(items: readonly T[] | undefined): readonly T[] | undefined {
  return items && [...items].sort(byText(canonicalJson));
}
