import type { EffectiveMesh } from '../istio/effective-mesh';
import { matchesLabels } from '../model/labels';
import { finalDestinations } from '../simulation/final-destinations';
import type { DestinationVerdict, Verdict } from '../simulation/verdict';
import type { DeclaredAccess, DeclaredPlace } from '../tree/declared-access';
import { hostCovers } from '../values/host-pattern';
import { podsOf } from './reach';

/** Tells whether requests end where they are declared to. */
export class DeclaredPlaces {
  readonly #pods = new Map<string, ReadonlySet<string>>();

  public constructor(private readonly mesh: EffectiveMesh) {}

  /**
   * Whether requests end as they are declared to. Redirects and answers of proxies are declared by somebody too.
   *
   * @param byNetwork whether no sidecar of the sender looks up names, so that the network alone leads to hosts outside
   */
  public isFine({ outcome, destinations }: Verdict, access: DeclaredAccess, byNetwork: boolean): boolean {
    const { host: dialled, reaches, via } = access;
    if (outcome === 'redirected' || outcome === 'answered') return true;
    if (outcome === 'passed-through') {
      const isThere = reaches === undefined || (byNetwork && reaches.some(({ host }) => hostCovers(host, dialled)));
      return via === undefined && isThere;
    }
    if (outcome !== 'routed' || (via !== undefined && destinations.some(({ host }) => host !== via))) return false;
    if (reaches === undefined) return true;
    const ends = finalDestinations(destinations);
    const isAt = (end: DestinationVerdict, places: readonly DeclaredPlace[]) =>
      places.some(place => this.#isAt(end, place));
    const shared = reaches.filter(({ share }) => share !== undefined);
    const others = reaches.filter(({ share }) => share === undefined);
    if (ends.every(end => isAt(end, others))) return true;
    const shareOf = (place: DeclaredPlace) =>
      ends.filter(end => this.#isAt(end, place)).reduce((sum, { percent }) => sum + percent, 0);
    return (
      ends.every(end => isAt(end, shared)) &&
      shared.every(place => Math.abs(shareOf(place) - (place.share ?? 0)) < PRECISION)
    );
  }

  #isAt({ host, subset, targets }: DestinationVerdict, place: DeclaredPlace): boolean {
    const pods = targets.map(({ workload }) => workload).filter(workload => workload !== '');
    if (host === place.host) {
      if (place.version === undefined || pods.length === 0) return true;
      if (subset !== undefined) return subset === place.version.subset;
    }
    const there = this.#podsAt(place);
    return pods.length > 0 && pods.every(pod => there.has(pod));
  }

  #podsAt({ host, version: { labels } = { subset: '', labels: {} } }: DeclaredPlace): ReadonlySet<string> {
    const key = JSON.stringify([host, labels]);
    const known = this.#pods.get(key);
    if (known !== undefined) return known;
    const { workloads } = podsOf(this.mesh, host);
    const meant = workloads.filter(workload => matchesLabels(labels, workload.labels));
    const pods = new Set(meant.map(({ namespace, name }) => `${namespace}/${name}`));
    this.#pods.set(key, pods);
    return pods;
  }
}

/** Shares are given in hundredths of a percent at most. */
const PRECISION = 0.01;

/** Places as people write them. */
export function placesText(places: readonly DeclaredPlace[]): string {
  return places
    .map(({ host, version, share }) => {
      const name = version === undefined ? host : `${host} ${version.subset}`;
      return share === undefined ? name : `${share} % ${name}`;
    })
    .join(' or ');
}
