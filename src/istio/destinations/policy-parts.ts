import type { Resource } from '../../model/resource';
import type { TrafficPolicy } from '../../model/shapes/traffic';

/** A part of a DestinationRule that says how requests are sent. */
export interface PolicyPart {
  readonly policy: TrafficPolicy;
  /** Field path of the policy. */
  readonly field: string;
  /** The subset whose policy it is; undefined for that of the host. */
  readonly subset: string | undefined;
}

/** All policies of a DestinationRule: of the host, of its subsets, and of the ports of each. */
export function* policyParts({ spec }: Resource<'DestinationRule'>): Iterable<PolicyPart> {
  yield* partsOf(spec.trafficPolicy, 'spec.trafficPolicy', undefined);
  for (const [i, { name, trafficPolicy }] of (spec.subsets ?? []).entries()) {
    yield* partsOf(trafficPolicy, `spec.subsets[${i}].trafficPolicy`, name ?? '');
  }
}

function* partsOf(policy: TrafficPolicy | undefined, field: string, subset: string | undefined): Iterable<PolicyPart> {
  if (policy === undefined) return;
  yield { policy, field, subset };
  for (const [i, settings] of (policy.portLevelSettings ?? []).entries()) {
    yield { policy: settings, field: `${field}.portLevelSettings[${i}]`, subset };
  }
}
