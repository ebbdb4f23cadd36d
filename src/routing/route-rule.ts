import type { HTTPDirectResponse, HTTPRedirect, HTTPRoute } from '../../imports/networking.istio.io';
import { failing } from '../values/config-error';
import type { NamespaceName } from '../values/namespace-name';
import { checkHeaders, type HeaderChanges } from './header-changes';
import type { ServicePort, ServiceRef, VersionRef } from './refs';
import type { RequestMatch } from './request-match';

/** Where requests go: a service, or one version of it. */
export interface Destination {
  readonly service: ServiceRef;
  /** One version of it. @default - the whole service */
  readonly version?: VersionRef | undefined;
  /**
   * Share of the requests in percent, 0 to 100. All shares of a route add up to 100.
   *
   * @default - the whole, where it is the only one
   */
  readonly weight?: number | undefined;
  /** The port to use, where it is not the one the request came for. @default - the one that the request came for */
  readonly port?: ServicePort | undefined;
  /** Changes to headers of the requests that take this way. @default - none */
  readonly requestHeaders?: HeaderChanges | undefined;
  /** Changes to headers of the answers that come back this way. @default - none */
  readonly responseHeaders?: HeaderChanges | undefined;
}

/** What a route does besides forwarding. */
export type RouteSettings = Pick<
  HTTPRoute,
  'timeout' | 'retries' | 'fault' | 'mirrors' | 'headers' | 'corsPolicy' | 'rewrite'
>;

/** A VirtualService without hosts of its own, to which another one leaves some of its requests. */
export interface DelegateRef {
  readonly name: string;
  readonly namespace: NamespaceName;
}

/** What happens to a request: forwarded, redirected, answered, or left to another document. */
export interface RouteAction {
  /** Where it goes; without any, and without another action, it takes the default way of the host. */
  readonly destinations?: readonly Destination[] | undefined;
  readonly redirect?: HTTPRedirect | undefined;
  readonly directResponse?: HTTPDirectResponse | undefined;
  readonly delegate?: DelegateRef | undefined;
  /** Settings of this route alone, over those of the host. */
  readonly settings?: RouteSettings | undefined;
}

/** Requests that are treated otherwise than the rest. */
export interface RouteRule extends RouteAction {
  /** Name of the route, seen in access logs. */
  readonly name: string;
  /** Alternatives; a request takes this route when one of them fits. */
  readonly matches: readonly RequestMatch[];
}

/** Requests that take another way than the split wherever a route leads to the default. */
export interface RouteChoice {
  readonly name: string;
  readonly matches: readonly RequestMatch[];
  readonly destinations: readonly Destination[];
}

/** How all requests are shared that no rule sends elsewhere. */
export interface DefaultSplit {
  readonly destinations: readonly Destination[];
  /** Considered in this order before the shares are drawn. */
  readonly choices?: readonly RouteChoice[] | undefined;
  /** Copies of the requests that the shares are drawn for. */
  readonly mirrors?: HTTPRoute['mirrors'] | undefined;
}

/** Connections that go another way than the rest, on a port that is not HTTP. */
export interface ConnectionRule {
  /** The port of the service. */
  readonly port: ServicePort;
  /** Names that the client asks for when it begins TLS; only for ports that speak TLS. */
  readonly sniHosts?: readonly string[] | undefined;
  /** Address ranges that the connection goes to. */
  readonly destinationSubnets?: readonly string[] | undefined;
  /** Labels of the calling workload. */
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  /** Namespace of the calling workload. */
  readonly sourceNamespace?: string | undefined;
  readonly destinations: readonly Destination[];
}

/** Throws at `where` unless `destinations` can share the requests to `host`. */
export function checkShares(host: string, destinations: readonly Destination[], where: string): void {
  for (const to of destinations) checkHeaders(to, failing(`Cannot send requests to "${to.service.host}"`, where));
  const fail = failing(`Cannot split traffic to "${host}"`, where);
  if (destinations.length === 0) fail('wanted at least one destination, got none');
  for (const { weight } of destinations) {
    if (weight !== undefined && (!Number.isInteger(weight) || weight < 0 || weight > 100)) {
      fail(`wanted weights in whole percent from 0 to 100, got ${weight}`);
    }
  }
  if (destinations.length === 1 && destinations[0]?.weight === undefined) return;
  const total = destinations.reduce((sum, { weight = 0 }) => sum + weight, 0);
  if (total === 100) return;
  const shares = destinations.map(to => `${to.version?.name ?? to.service.label} ${to.weight ?? 'none'}`).join(', ');
  fail(`weights must add up to 100, got ${total} (${shares})`);
}

/** Whether an action ends in requests being forwarded by this document. */
export function forwards(action: RouteAction): boolean {
  return action.redirect === undefined && action.directResponse === undefined && action.delegate === undefined;
}
