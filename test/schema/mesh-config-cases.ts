import type { WebhookRule } from '../../src/schema/webhook/rules';

export type Config = { readonly [field: string]: unknown };

export const pool = (fields: Config): Config => ({ defaultTrafficPolicy: { connectionPool: fields } });
export const outlier = (fields: Config): Config => ({ defaultTrafficPolicy: { outlierDetection: fields } });
export const zones = (fields: Config): Config => ({ zoneAwareLbSetting: fields });
export const connections = (fields: Config): Config => ({ defaultConfig: { connectionSettings: fields } });
export const retries = (fields: Config): Config => ({ defaultInboundHttpRetryPolicy: fields });

/** A configuration that one rule objects to, and where; the cases are those of the tests of Istio. */
export const BAD_MESH_CONFIGS: readonly (readonly [rule: WebhookRule, config: Config, path: string])[] = [
  ['connection-pool-empty', pool({}), 'defaultTrafficPolicy.connectionPool'],
  [
    'not-negative',
    pool({ http: { http1MaxPendingRequests: -1 } }),
    'defaultTrafficPolicy.connectionPool.http.http1MaxPendingRequests',
  ],
  [
    'not-negative',
    pool({ http: { http2MaxRequests: -1 } }),
    'defaultTrafficPolicy.connectionPool.http.http2MaxRequests',
  ],
  ['not-negative', pool({ tcp: { maxConnections: -1 } }), 'defaultTrafficPolicy.connectionPool.tcp.maxConnections'],
  [
    'duration-precision',
    pool({ tcp: { connectTimeout: '0.0005s' } }),
    'defaultTrafficPolicy.connectionPool.tcp.connectTimeout',
  ],
  [
    'duration-precision',
    pool({ http: { idleTimeout: 'soon' } }),
    'defaultTrafficPolicy.connectionPool.http.idleTimeout',
  ],
  [
    'duration-precision',
    pool({ tcp: { tcpKeepalive: { time: '0s' } } }),
    'defaultTrafficPolicy.connectionPool.tcp.tcpKeepalive.time',
  ],
  [
    'h2-upgrade-client-protocol',
    pool({ http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } }),
    'defaultTrafficPolicy.connectionPool.http.useClientProtocol',
  ],
  ['percent-range', outlier({ maxEjectionPercent: 101 }), 'defaultTrafficPolicy.outlierDetection.maxEjectionPercent'],
  ['percent-range', outlier({ minHealthPercent: -1 }), 'defaultTrafficPolicy.outlierDetection.minHealthPercent'],
  [
    'outlier-local-origin',
    outlier({ consecutiveLocalOriginFailures: 5 }),
    'defaultTrafficPolicy.outlierDetection.consecutiveLocalOriginFailures',
  ],
  ['duration-precision', outlier({ interval: '0s' }), 'defaultTrafficPolicy.outlierDetection.interval'],
  ['locality-failover-region', zones({ failover: [{ from: 'a', to: 'a' }] }), 'zoneAwareLbSetting.failover[0]'],
  [
    'zone-aware-priority',
    zones({ failoverPriority: ['topology.kubernetes.io/zone'] }),
    'zoneAwareLbSetting.failoverPriority[0]',
  ],
  ['mesh-config-value', connections({ profile: 'GATEWAY' }), 'defaultConfig.connectionSettings.profile'],
  [
    'not-negative',
    connections({ listenerPerConnectionBufferLimitBytes: -1 }),
    'defaultConfig.connectionSettings.listenerPerConnectionBufferLimitBytes',
  ],
  ['not-negative', connections({ httpIdleTimeout: '-1s' }), 'defaultConfig.connectionSettings.httpIdleTimeout'],
  [
    'not-negative',
    connections({ httpMaxStreamDuration: 'long' }),
    'defaultConfig.connectionSettings.httpMaxStreamDuration',
  ],
  [
    'positive',
    connections({ httpMaxConcurrentStreams: 0 }),
    'defaultConfig.connectionSettings.httpMaxConcurrentStreams',
  ],
  ['positive', connections({ listenerConnectionLimit: 0 }), 'defaultConfig.connectionSettings.listenerConnectionLimit'],
  [
    'positive',
    connections({ globalDownstreamConnectionLimit: -1 }),
    'defaultConfig.connectionSettings.globalDownstreamConnectionLimit',
  ],
  [
    'http2-window',
    connections({ http2InitialStreamWindowSize: 65534 }),
    'defaultConfig.connectionSettings.http2InitialStreamWindowSize',
  ],
  [
    'http2-window',
    connections({ http2InitialConnectionWindowSize: 1 }),
    'defaultConfig.connectionSettings.http2InitialConnectionWindowSize',
  ],
  [
    'mesh-config-value',
    { serviceEntryVisibility: { defaultVisibility: 'PRIVATE' } },
    'serviceEntryVisibility.defaultVisibility',
  ],
  [
    'mesh-config-value',
    { serviceEntryVisibility: { policies: [{ visibility: '.' }] } },
    'serviceEntryVisibility.policies[0].visibility',
  ],
  ['retry-on', retries({ attempts: 2, retryOn: '5xx,never' }), 'defaultInboundHttpRetryPolicy.retryOn'],
  ['retry-disabled', retries({ attempts: 0, retryOn: '5xx' }), 'defaultInboundHttpRetryPolicy'],
  ['inbound-retry-backoff', retries({ attempts: 0, backoff: '1s' }), 'defaultInboundHttpRetryPolicy'],
  [
    'inbound-retry-ignored',
    retries({ attempts: 2, perTryTimeout: '1s' }),
    'defaultInboundHttpRetryPolicy.perTryTimeout',
  ],
  [
    'inbound-retry-ignored',
    retries({ attempts: 2, retryRemoteLocalities: true }),
    'defaultInboundHttpRetryPolicy.retryRemoteLocalities',
  ],
];
