import type { Resource } from '../../model/resource';
import type { TrafficPolicy } from '../../model/shapes/traffic';

/** A part of a DestinationRule that says how requests are sent. */
export interface PolicyPart {
  readonly policy: TrafficPolicy;
  /** Field path of the policy. */
  readonly field: string;
  /** The subset whose policy it is; undefined for that of the host. */
  readonly subset: string | undefined;
  /** The port whose policy it is; undefined for that of all ports. */
  readonly port: number | undefined;
}

/** All policies of a DestinationRule: of the host, of its subsets, and of the ports of each. */
export function policyParts({ spec }: Resource<'DestinationRule'>): readonly PolicyPart[] {
  const { trafficPolicy, subsets = [] } = spec;
  const found: PolicyPart[] = [];
  if (trafficPolicy !== undefined) addParts(found, trafficPolicy, 'spec.trafficPolicy', undefined);
  for (let i = 0; i < subsets.length; i++) {
    const { name = '', trafficPolicy: own } = subsets[i] ?? {};
    if (own !== undefined) addParts(found, own, `spec.subsets[${i}].trafficPolicy`, name);
  }
  return found;
}

function addParts(found: PolicyPart[], policy: TrafficPolicy, field: string, subset: string | undefined): void {
  found.push({ policy, field, subset, port: undefined });
  policy.portLevelSettings?.forEach((settings, i) => {
    found.push({ policy: settings, field: `${field}.portLevelSettings[${i}]`, subset, port: settings.port?.number });
  });
}
