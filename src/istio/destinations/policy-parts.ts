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
export function policyParts({ spec }: Resource<'DestinationRule'>): readonly PolicyPart[] {
  const found: PolicyPart[] = [];
  const add = (policy: TrafficPolicy | undefined, field: () => string, subset: string | undefined) => {
    if (policy === undefined) return;
    const at = field();
    found.push({ policy, field: at, subset });
    policy.portLevelSettings?.forEach((settings, i) => {
      found.push({ policy: settings, field: `${at}.portLevelSettings[${i}]`, subset });
    });
  };
  add(spec.trafficPolicy, () => 'spec.trafficPolicy', undefined);
  spec.subsets?.forEach(({ name = '', trafficPolicy }, i) => {
    add(trafficPolicy, () => `spec.subsets[${i}].trafficPolicy`, name);
  });
  return found;
}
