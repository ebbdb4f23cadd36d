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

/** The settings that a mode does not use. */
const IGNORED_BY_MODE: {
  readonly [mode: string]:
    | { readonly why: string; readonly settings: readonly (typeof TLS_ONLY)[number][] }
    | undefined;
} = {
  DISABLE: { why: 'the mode is DISABLE, so that there is no TLS', settings: TLS_ONLY },
  ISTIO_MUTUAL: {
    why: 'with mode ISTIO_MUTUAL proxies use the certificates of the mesh',
    settings: ['credentialName', 'caCertificates', 'clientCertificate', 'privateKey'],
  },
  SIMPLE: {
    why: 'with mode SIMPLE clients show no certificate',
    settings: ['clientCertificate', 'privateKey'],
  },
};

/** The settings of a policy that the rest of it rules out. */
export function ignoredSettings(policy: TrafficPolicy): readonly IgnoredSetting[] {
  return [...ofBalancer(policy), ...ofOutliers(policy), ...ofTls(policy), ...ofPorts(policy)];
}

const NONE: readonly IgnoredSetting[] = [];

function ofBalancer({ loadBalancer }: TrafficPolicy): readonly IgnoredSetting[] {
  if (loadBalancer === undefined) return NONE;
  const found: IgnoredSetting[] = [];
  const { simple, consistentHash, warmup, warmupDurationSecs, localityLbSetting: locality } = loadBalancer;
  const warming =
    warmup === undefined ? (warmupDurationSecs === undefined ? undefined : 'warmupDurationSecs') : 'warmup';
  const balances = consistentHash === undefined ? simple : 'consistentHash';
  if (warming !== undefined && (balances === 'RANDOM' || balances === 'PASSTHROUGH' || balances === 'consistentHash')) {
    found.push({
      at: `loadBalancer.${warming}`,
      why: `pods are warmed up with ROUND_ROBIN and LEAST_REQUEST only, not with ${balances}`,
      fix: 'use ROUND_ROBIN or LEAST_REQUEST, or leave it out',
    });
  }
  if (locality?.enabled !== false) return found;
  for (const name of ['distribute', 'failover', 'failoverPriority'] as const) {
    if ((locality[name] ?? []).length === 0) continue;
    found.push({
      at: `loadBalancer.localityLbSetting.${name}`,
      why: 'the same localityLbSetting is not enabled',
      fix: 'leave "enabled: false" out, or the setting',
    });
  }
  return found;
}

function ofOutliers({ outlierDetection: outliers }: TrafficPolicy): readonly IgnoredSetting[] {
  if (outliers === undefined) return NONE;
  const found: IgnoredSetting[] = [];
  const { splitExternalLocalOriginErrors: isSplit = false } = outliers;
  if (outliers.consecutive5xxErrors !== 0 || (outliers.consecutiveGatewayErrors ?? 0) > 0 || isSplit) return found;
  if ((outliers.failurePercentageThreshold ?? 0) > 0) return found;
  found.push({
    at: 'outlierDetection',
    why: 'with 0 as the limit no errors are counted, so that no pod is ejected',
    fix: 'set consecutive5xxErrors or consecutiveGatewayErrors to 1 or more, or leave outlierDetection out',
  });
  return found;
}

function ofTls({ tls }: TrafficPolicy): readonly IgnoredSetting[] {
  const ignored = tls === undefined ? undefined : IGNORED_BY_MODE[tls.mode ?? 'DISABLE'];
  if (tls === undefined || ignored === undefined) return NONE;
  const found: IgnoredSetting[] = [];
  for (const name of ignored.settings) {
    const value = tls[name];
    if (value === undefined || value === false || value === '' || (Array.isArray(value) && value.length === 0))
      continue;
    found.push({
      at: `tls.${name}`,
      why: ignored.why,
      fix: 'set another mode, or leave it out',
    });
  }
  return found;
}

/** Of several entries for a port the first counts. */
function ofPorts({ portLevelSettings = [] }: TrafficPolicy): readonly IgnoredSetting[] {
  const found: IgnoredSetting[] = [];
  const known = new Map<number, number>();
  for (const [i, { port }] of portLevelSettings.entries()) {
    const number = port?.number;
    if (number === undefined) continue;
    const first = known.get(number);
    if (first === undefined) known.set(number, i);
    else {
      found.push({
        at: `portLevelSettings[${i}]`,
        why: `portLevelSettings[${first}] is for port ${number} as well, and the first counts`,
        fix: 'join them in one entry',
      });
    }
  }
  return found;
}
