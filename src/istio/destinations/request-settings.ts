import type { TrafficPolicy } from '../../model/shapes/traffic';

/** The settings of a traffic policy that are about requests, so that they have no effect on connections. */
export interface RequestSettings {
  /** The field of `consistentHash` that chooses a pod by the request. */
  readonly hash: string | undefined;
  /** The fields of `connectionPool.http`. */
  readonly pool: readonly string[];
}

/** What of a request pods can be chosen by. */
const BY_REQUEST = ['httpHeaderName', 'httpCookie', 'httpQueryParameterName'] as const;

/**
 * Settings that count for requests only. Connections wait for a pod as well, up to http1MaxPendingRequests, which is why
 * it is not among them.
 */
const OF_REQUESTS = [
  'http2MaxRequests',
  'maxRequestsPerConnection',
  'maxRetries',
  'idleTimeout',
  'maxConcurrentStreams',
  'http2KeepAlive',
  'useClientProtocol',
] as const;

/** The settings of a policy that are about requests; undefined if there are none. */
export function requestSettingsOf({ loadBalancer, connectionPool }: TrafficPolicy): RequestSettings | undefined {
  const { consistentHash } = loadBalancer ?? {};
  const { http } = connectionPool ?? {};
  if (consistentHash === undefined && http === undefined) return undefined;
  const hash = BY_REQUEST.find(name => consistentHash?.[name] !== undefined);
  // Zero and false are what holds without them.
  const pool: string[] = OF_REQUESTS.filter(name => Boolean(http?.[name]));
  if (http?.h2UpgradePolicy === 'UPGRADE') pool.push('h2UpgradePolicy');
  return hash === undefined && pool.length === 0 ? undefined : { hash, pool };
}
