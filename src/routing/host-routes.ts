import { ConfigError } from '../values/config-error';
import type { ServiceRef, VersionRef } from './refs';
import { type ManifestMatch, toManifestMatch } from './request-match';
import { type PlannedOverlay, type PlannedRoute, type PlannedRule, planRoutes } from './route-plan';
import { type DefaultSplit, forwards, type RouteSettings } from './route-rule';
import { type StrippedPath, strippedAlternatives, strippedRewrite, toGatewayMatch } from './stripped-path';

/** Everything that decides over the requests to the host of one service. */
export interface HostRoutes {
  readonly service: ServiceRef;
  readonly rules: readonly PlannedRule[];
  /** How the requests are shared that no rule takes; absent where the whole service gets them. */
  readonly split: DefaultSplit | undefined;
  readonly overlays: readonly PlannedOverlay[];
  readonly settings: RouteSettings;
}

/** Where and for whom routes are written. */
export interface RoutesOptions {
  /** Further conditions that all requests meet here, as alternatives. */
  readonly within?: readonly ManifestMatch[] | undefined;
  /** A path in front of that of the service, taken away before the service sees it. */
  readonly under?: StrippedPath | undefined;
  /** The host that requests are for, where it is one. */
  readonly authority?: string | undefined;
  /** Sends everything that no rule takes to this version, whatever splits the host. */
  readonly version?: VersionRef | undefined;
  /** Whether callers are workloads of the mesh, not a gateway. */
  readonly fromMesh: boolean;
  readonly where: string;
}

/** The routes to a host in the order in which they are considered, before they are written. */
export function planHost(host: HostRoutes, options: RoutesOptions): readonly PlannedRoute[] {
  const { within = [], under, authority, version, fromMesh, where } = options;
  const usable = (written: readonly ManifestMatch[]): readonly ManifestMatch[] =>
    written
      .filter(match => (fromMesh ? match.gateways === undefined : !needsSource(match)))
      .filter(match => authority === undefined || mayBeFor(match, authority))
      .flatMap(match => (under === undefined ? [match] : toGatewayMatch(match, under, where)));
  const select = <T extends { written: readonly ManifestMatch[] }>(items: readonly T[]): T[] =>
    items.map(item => ({ ...item, written: usable(item.written) })).filter(item => item.written.length > 0);
  const whole: DefaultSplit = { destinations: [{ service: host.service, version }] };
  const split = version === undefined ? (host.split ?? whole) : whole;
  const choices = (split.choices ?? []).map(({ matches, ...choice }) => ({
    ...choice,
    written: matches.map(match => toManifestMatch(match, where)),
  }));
  const routes = planRoutes({
    rules: select(host.rules),
    split,
    choices: select(choices),
    overlays: select(host.overlays),
    settings: host.settings,
    within: [...(under === undefined ? within : strippedAlternatives(under))],
    where,
  });
  return under === undefined ? routes : routes.map(route => withRewrite(route, under, where));
}

/** One route to the service as a whole, for callers whose requests pass a waypoint that applies the others. */
export function planWhole(service: ServiceRef, { within = [], under, where }: RoutesOptions): PlannedRoute {
  const matches = under === undefined ? within : strippedAlternatives(under);
  const route = { name: 'default', matches, action: { destinations: [{ service }] }, settings: {} };
  return under === undefined ? route : withRewrite(route, under, where);
}

/** Whether a match looks at the workload that calls, which gateways and waypoints do not know. */
export function needsSource(match: ManifestMatch): boolean {
  return match.sourceLabels !== undefined || match.sourceNamespace !== undefined;
}

function withRewrite(route: PlannedRoute, under: StrippedPath, where: string): PlannedRoute {
  if (!forwards(route.action)) return route;
  if (route.settings.rewrite !== undefined) {
    throw new ConfigError(
      `Cannot strip "${under.prefix}" from paths at ${where}: wanted routes that leave the path alone, got a rewrite on route "${route.name}"`,
    );
  }
  return { ...route, settings: { ...route.settings, rewrite: strippedRewrite(under) } };
}

/** Whether a request for `host` can meet the match; a port behind the host is not known here. */
function mayBeFor({ authority }: ManifestMatch, host: string): boolean {
  const { exact, prefix } = authority ?? {};
  if (host.includes('*')) return true;
  if (prefix !== undefined) return host.startsWith(prefix) || prefix.startsWith(host);
  return exact === undefined || exact === host || exact.startsWith(`${host}:`);
}
