import type { IConstruct } from 'constructs';
import type { RequestMatch } from '../routing/request-match';
import type { DefaultSplit, Destination } from '../routing/route-rule';
import type { DeclaredPlace, DeclaredRequests, DeclaredWay } from '../tree/declared-access';
import { declaredVersionOf } from './version-service';

/** What is declared of the routes of a service. */
export interface DeclaredRoutes {
  /** Hosts that its routes lead to, its own included. */
  readonly hosts: readonly string[];
  readonly split: (DefaultSplit & { readonly by: IConstruct }) | undefined;
  /** Where rules lead that come before the split. */
  readonly ruled: readonly Destination[];
}

/**
 * The ways that requests to a service are declared to take: each choice of the split, such as the header of a canary,
 * and the shares that are drawn for all others.
 */
export function waysOf({ hosts, split, ruled }: DeclaredRoutes): readonly DeclaredWay[] {
  const everywhere = hosts.map(host => ({ host }));
  if (split === undefined) return [{ reaches: everywhere }];
  const ruledPlaces = ruled.map(destination => placeOf(destination));
  const ways: DeclaredWay[] = [];
  const taken: DeclaredRequests[] = [];
  const constructPath = split.by.node.path;
  for (const { name, matches, destinations } of split.choices ?? []) {
    const [headers, more] = matches.map(headersOf);
    // What more than one condition takes out of the rest cannot be said as an exception.
    if (headers === undefined || more !== undefined || matches.length > 1) return [{ reaches: everywhere }];
    const reaches = [...destinations.map(one => placeOf(one)), ...ruledPlaces];
    ways.push({ constructPath, name, headers, except: [...taken], reaches });
    taken.push({ headers });
  }
  const shares = split.destinations.map(destination => placeOf(destination, destination.weight ?? 100));
  const rest = { constructPath, except: taken, reaches: [...shares, ...ruledPlaces] };
  return [...ways, ways.length === 0 ? rest : { ...rest, name: 'all others' }];
}

function placeOf({ service, version }: Destination, share?: number): DeclaredPlace {
  return { host: service.host, version: version && declaredVersionOf(version), share };
}

/** The one header that a match asks for; undefined where it asks for anything else. */
function headersOf({ headers, ...others }: RequestMatch): DeclaredRequests['headers'] {
  const isAlone = Object.values(others).every(value => value === undefined);
  return isAlone && headers !== undefined && Object.keys(headers).length === 1 ? headers : undefined;
}
