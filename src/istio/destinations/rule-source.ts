import type { Resource } from '../../model/resource';
import type { DestinationRuleSpec } from '../../model/shapes/traffic';

/** A DestinationRule, or what istiod generates from a policy of the Gateway API. */
export interface RuleSource {
  readonly resource: Resource<'DestinationRule'> | Resource<'BackendTLSPolicy'>;
  readonly name: string;
  readonly namespace: string;
  readonly spec: DestinationRuleSpec;
}

/** A written DestinationRule. */
export function writtenRule(resource: Resource<'DestinationRule'>): RuleSource {
  const { name, namespace, spec } = resource;
  return { resource, name, namespace, spec };
}

/** A name that stands for a certificate that is never valid, so that nothing gets through. */
export const INVALID_CERTIFICATE = 'invalid://';
