import type { DestinationVerdict, RouteVerdict, TargetVerdict, Verdict } from './verdict';

/** The destinations behind all gateways and waypoints on the way, with their shares of all requests. */
export function finalDestinations(destinations: readonly DestinationVerdict[], share = 100): DestinationVerdict[] {
  return destinations.flatMap(destination => {
    const percent = (destination.percent * share) / 100;
    const { targets } = destination;
    if (targets.every(isLast)) return [share === 100 ? destination : { ...destination, percent }];
    const each = percent / targets.length;
    return targets.flatMap(target =>
      isLast(target)
        ? [{ ...destination, percent: each, targets: [target] }]
        : finalDestinations(target.onward ?? [], each),
    );
  });
}

function isLast({ onward = [] }: TargetVerdict): boolean {
  return onward.length === 0;
}

/** What takes requests at the end of their way. */
export function finalTargets({ destinations }: Pick<Verdict, 'destinations'>): readonly TargetVerdict[] {
  return finalDestinations(destinations).flatMap(({ targets }) => targets);
}

/** A route on the way, with where it leads. */
export interface RoutedHop {
  /** Undefined where no route of HTTP was taken. */
  readonly route: RouteVerdict | undefined;
  readonly destinations: readonly DestinationVerdict[];
}

/** The routes on the way: of the first proxy, then of gateways and waypoints. */
export function hopsOnTheWay({ route, destinations }: Pick<Verdict, 'route' | 'destinations'>): readonly RoutedHop[] {
  const onward = destinations.flatMap(({ targets }) =>
    targets.flatMap(target =>
      target.onward === undefined ? [] : hopsOnTheWay({ route: target.onwardRoute, destinations: target.onward }),
    ),
  );
  return [{ route, destinations }, ...onward];
}
