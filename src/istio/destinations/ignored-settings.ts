import type { TrafficPolicy } from '../../model/shapes/traffic';

/** A setting of a traffic policy that has no effect, since the rest of the policy rules it out. */
export interface IgnoredSetting {
  /** Its path within the policy. */
  readonly at: string;
  readonly why: string;
  readonly fix: string;
}

/** The settings that go with TLS only. */
const TLS_ONLY = [
  'sni',
  'credentialName',
  'caCertificates',
  'clientCertificate',
  'privateKey',
  'subjectAltNames',
  'insecureSkipVerify',
] as const;

/** The settings of a policy that the rest of it rules out. */
export function ignoredSettings(policy: TrafficPolicy): readonly IgnoredSetting[] {
  return [...ofBalancer(policy), ...ofOutliers(policy), ...ofTls(policy), ...ofPorts(policy)];
}

function* ofBalancer({ loadBalancer }: TrafficPolicy): Iterable<IgnoredSetting> {
  if (loadBalancer === undefined) return;
  const { simple, consistentHash, warmup, warmupDurationSecs, localityLbSetting: locality } = loadBalancer;
  const warming =
    warmup === undefined ? (warmupDurationSecs === undefined ? undefined : 'warmupDurationSecs') : 'warmup';
  const balances = consistentHash === undefined ? simple : 'consistentHash';
  if (warming !== undefined && (balances === 'RANDOM' || balances === 'PASSTHROUGH' || balances === 'consistentHash')) {
    yield {
      at: `loadBalancer.${warming}`,
      why: `pods are warmed up with ROUND_ROBIN and LEAST_REQUEST only, not with ${balances}`,
      fix: 'use ROUND_ROBIN or LEAST_REQUEST, or leave it out',
    };
  }
  if (locality?.enabled !== false) return;
  for (const name of ['distribute', 'failover', 'failoverPriority'] as const) {
    if ((locality[name] ?? []).length === 0) continue;
    yield {
      at: `loadBalancer.localityLbSetting.${name}`,
      why: 'the same localityLbSetting is not enabled',
      fix: 'leave "enabled: false" out, or the setting',
    };
  }
}

function* ofOutliers({ outlierDetection: outliers }: TrafficPolicy): Iterable<IgnoredSetting> {
  if (outliers === undefined) return;
  const { splitExternalLocalOriginErrors: isSplit = false } = outliers;
  if (outliers.consecutive5xxErrors !== 0 || (outliers.consecutiveGatewayErrors ?? 0) > 0 || isSplit) return;
  if ((outliers.failurePercentageThreshold ?? 0) > 0) return;
  yield {
    at: 'outlierDetection',
    why: 'with 0 as the limit no errors are counted, so that no pod is ejected',
    fix: 'set consecutive5xxErrors or consecutiveGatewayErrors to 1 or more, or leave outlierDetection out',
  };
}

function* ofTls({ tls }: TrafficPolicy): Iterable<IgnoredSetting> {
  if (tls === undefined || (tls.mode ?? 'DISABLE') !== 'DISABLE') return;
  for (const name of TLS_ONLY) {
    const value = tls[name];
    if (value === undefined || value === false || value === '' || (Array.isArray(value) && value.length === 0))
      continue;
    yield {
      at: `tls.${name}`,
      why: 'the mode is DISABLE, so that there is no TLS',
      fix: 'set another mode, or leave it out',
    };
  }
}

/** Of several entries for a port the first counts. */
function* ofPorts({ portLevelSettings = [] }: TrafficPolicy): Iterable<IgnoredSetting> {
  const known = new Map<number, number>();
  for (const [i, { port }] of portLevelSettings.entries()) {
    const number = port?.number;
    if (number === undefined) continue;
    const first = known.get(number);
    if (first === undefined) known.set(number, i);
    else {
      yield {
        at: `portLevelSettings[${i}]`,
        why: `portLevelSettings[${first}] is for port ${number} as well, and the first counts`,
        fix: 'join them in one entry',
      };
    }
  }
}
