import { validateMeshConfig } from '../../src/schema/validate-object';
import { WEBHOOK_RULES } from '../../src/schema/webhook/rules';
import { BAD_MESH_CONFIGS, type Config, connections, outlier, pool, retries, zones } from './mesh-config-cases';

test.each(BAD_MESH_CONFIGS)('%s is reported of %j', (rule, config, path) => {
  const issues = validateMeshConfig(config, { istioVersion: '1.32' });
  expect(issues.map(issue => [issue.rule, issue.severity, issue.path])).toEqual([
    [rule, WEBHOOK_RULES[rule].severity, `meshConfig.${path}`],
  ]);
});

test.each<[Config]>([
  [{}],
  [pool({ http: { http1MaxPendingRequests: 0, idleTimeout: '1h' }, tcp: { connectTimeout: '10s' } })],
  [outlier({ consecutive5xxErrors: 5, interval: '10s', maxEjectionPercent: 100 })],
  [zones({ enabled: true, failover: [{ from: 'us-east', to: 'eu-west' }] })],
  [
    connections({
      profile: 'EDGE',
      httpIdleTimeout: '0s',
      httpMaxConcurrentStreams: 1,
      http2InitialStreamWindowSize: 65535,
    }),
  ],
  [{ serviceEntryVisibility: { defaultVisibility: 'NAMESPACE', policies: [{ visibility: 'PUBLIC' }] } }],
  [retries({ attempts: 2, retryOn: '5xx,503', backoff: '25ms' })],
  [retries({ attempts: 0 })],
  [{ localityLbSetting: { enabled: true }, zoneAwareLbSetting: { enabled: true } }],
])('%j is accepted', config => {
  expect(validateMeshConfig(config, { istioVersion: '1.32' })).toEqual([]);
});

test.each<[Config, string, string]>([
  [
    pool({ tcp: {} }),
    '1.30',
    'meshConfig.defaultTrafficPolicy: field "defaultTrafficPolicy" exists since Istio 1.31, the target is 1.30',
  ],
  [
    retries({ attempts: 1 }),
    '1.31',
    'meshConfig.defaultInboundHttpRetryPolicy: field "defaultInboundHttpRetryPolicy" exists since Istio 1.32, the target is 1.31',
  ],
  [
    connections({}),
    '1.19',
    'meshConfig.defaultConfig.connectionSettings: field "connectionSettings" exists since Istio 1.31, the target is 1.19',
  ],
  [
    { outboundTrafficPolicy: { mode: 'ALLOW_ANY_DYNAMIC_DNS' } },
    '1.30.8',
    'meshConfig.outboundTrafficPolicy.mode: value "ALLOW_ANY_DYNAMIC_DNS" exists since Istio 1.31, the target is 1.30.8',
  ],
])('%j is not for an older release', (config, istioVersion, message) => {
  expect(validateMeshConfig(config, { istioVersion })).toEqual([
    expect.objectContaining({ message, severity: 'error' }),
  ]);
  expect(validateMeshConfig(config, { istioVersion: '1.32' })).toEqual([]);
});
