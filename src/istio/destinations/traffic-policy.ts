import type { DestinationRuleSpec, TrafficPolicy } from '../../model/shapes/traffic';
import type { Release } from '../release';
import type { ConsolidatedRule } from './destination-rules';

/** The settings of a destination that may be given for it, for a port of it, or for a subset. */
export interface EffectivePolicy {
  readonly tls?: TrafficPolicy['tls'];
  readonly loadBalancer?: TrafficPolicy['loadBalancer'];
  readonly connectionPool?: TrafficPolicy['connectionPool'];
  readonly outlierDetection?: TrafficPolicy['outlierDetection'];
  /** Where the `tls` settings are written. */
  readonly tlsField?: string;
}

type Subset = NonNullable<DestinationRuleSpec['subsets']>[number];

/** How a consistent hash picks the host of a request. */
export interface HashPolicy {
  readonly header?: string;
  readonly cookie?: { readonly name: string; readonly path?: string; readonly ttl?: string };
  readonly sourceIp?: true;
  readonly queryParameter?: string;
}

/** A traffic policy and where it is written. */
interface Level {
  readonly policy: Omit<EffectivePolicy, 'tlsField'>;
  readonly field: string;
}

/**
 * The policy in force for a port and subset. Settings of a port replace those above it as a whole; settings of a
 * subset replace those of the host one by one, unless they belong to a port.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy
 */
export function effectivePolicy(
  rule: Pick<ConsolidatedRule, 'subsets' | 'trafficPolicy'>,
  port: number,
  subsetName: string,
): EffectivePolicy {
  const top = rule.trafficPolicy;
  const base = portLevel(top, port, 'spec.trafficPolicy') ?? { policy: top ?? {}, field: 'spec.trafficPolicy' };
  const index = rule.subsets.findIndex(({ name }) => name === subsetName);
  const subset = rule.subsets[index];
  if (subset?.trafficPolicy === undefined) return withSource(base);
  const at = `spec.subsets[${index}].trafficPolicy`;
  const ofPort = portLevel(subset.trafficPolicy, port, at);
  if (ofPort !== undefined) return withSource(ofPort);
  const own: Level = { policy: subset.trafficPolicy, field: at };
  const tlsLevel = own.policy.tls === undefined ? base : own;
  return {
    ...pick(base.policy),
    ...pick(own.policy),
    ...(tlsLevel.policy.tls === undefined ? {} : { tlsField: `${tlsLevel.field}.tls` }),
  };
}

/**
 * The TLS mode by which a DestinationRule marks the endpoints of a port and subset, where no `tls` is in force for the
 * cluster itself. Unlike there, an entry for the port that has no `tls` does not hide the one above it.
 */
export function tlsModeOfEndpoints(
  release: Release,
  rule: ConsolidatedRule | undefined,
  port: number,
  subsetName: string,
): { readonly mode: string; readonly field: string } | undefined {
  if (rule === undefined) return undefined;
  const top = markedMode(rule.trafficPolicy, port, 'spec.trafficPolicy');
  if (subsetName === '') return top;
  const index = rule.subsets.findIndex(({ name }) => name === subsetName);
  const own = markedMode(rule.subsets[index]?.trafficPolicy, port, `spec.subsets[${index}].trafficPolicy`);
  return own ?? (release.has('subsetTls') ? top : undefined);
}

function markedMode(
  policy: TrafficPolicy | undefined,
  port: number,
  at: string,
): { readonly mode: string; readonly field: string } | undefined {
  const settings = policy?.portLevelSettings ?? [];
  const index = settings.findIndex(entry => entry.port?.number === port && entry.tls !== undefined);
  const ofPort = settings[index]?.tls;
  if (ofPort !== undefined) {
    return { mode: ofPort.mode ?? 'DISABLE', field: `${at}.portLevelSettings[${index}].tls.mode` };
  }
  return policy?.tls === undefined ? undefined : { mode: policy.tls.mode ?? 'DISABLE', field: `${at}.tls.mode` };
}

/** The hash policy of a route destination: that of the port where the destination names it, then the wider ones. */
export function hashPolicyOf(
  rule: ConsolidatedRule,
  subsetName: string | undefined,
  namedPort: number | undefined,
): HashPolicy | undefined {
  const subset: Subset | undefined = rule.subsets.find(({ name }) => name === subsetName && name !== undefined);
  const levels = [
    namedPort === undefined ? undefined : portLevel(subset?.trafficPolicy, namedPort, '')?.policy,
    subset?.trafficPolicy,
    namedPort === undefined ? undefined : portLevel(rule.trafficPolicy, namedPort, '')?.policy,
    rule.trafficPolicy,
  ];
  for (const level of levels) {
    const hash = level?.loadBalancer?.consistentHash;
    if (hash !== undefined) return readHash(hash);
  }
  return undefined;
}

function readHash(
  hash: NonNullable<NonNullable<TrafficPolicy['loadBalancer']>['consistentHash']>,
): HashPolicy | undefined {
  const { httpHeaderName, httpCookie, useSourceIp, httpQueryParameterName } = hash;
  if (httpHeaderName !== undefined) return { header: httpHeaderName };
  if (httpCookie !== undefined) {
    const { name = '', path, ttl } = httpCookie;
    return { cookie: { name, ...(path === undefined ? {} : { path }), ...(ttl === undefined ? {} : { ttl }) } };
  }
  if (useSourceIp === true) return { sourceIp: true };
  return httpQueryParameterName === undefined ? undefined : { queryParameter: httpQueryParameterName };
}

function portLevel(policy: TrafficPolicy | undefined, port: number, at: string): Level | undefined {
  const settings = policy?.portLevelSettings ?? [];
  const index = settings.findIndex(entry => entry.port?.number === port);
  const found = settings[index];
  return found === undefined ? undefined : { policy: found, field: `${at}.portLevelSettings[${index}]` };
}

function withSource({ policy, field }: Level): EffectivePolicy {
  return { ...pick(policy), ...(policy.tls === undefined ? {} : { tlsField: `${field}.tls` }) };
}

function pick({ tls, loadBalancer, connectionPool, outlierDetection }: Level['policy']): EffectivePolicy {
  return {
    ...(tls === undefined ? {} : { tls }),
    ...(loadBalancer === undefined ? {} : { loadBalancer }),
    ...(connectionPool === undefined ? {} : { connectionPool }),
    ...(outlierDetection === undefined ? {} : { outlierDetection }),
  };
}
