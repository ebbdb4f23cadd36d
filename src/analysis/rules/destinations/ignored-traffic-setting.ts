import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { ignoredSettings } from '../../../istio/destinations/ignored-settings';
import { type PolicyPart, policyParts } from '../../../istio/destinations/policy-parts';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { isHttp } from '../../../model/protocol';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/** A DestinationRule holds a setting that its other settings, or where it stands, leave without effect. */
export const ignoredTrafficSetting: Rule = {
  name: 'ignored-traffic-setting',
  severity: 'warning',
  summary: 'Each setting of a DestinationRule must have an effect beside the others.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('DestinationRule')) {
      for (const part of policyParts(resource)) {
        for (const { at, why, fix } of ignoredSettings(part.policy)) {
          findings.push({ resource, field: `${part.field}.${at}`, problem: `the setting has no effect: ${why}`, fix });
        }
        const idle = idleTimeoutOfTcp(resource, part, mesh);
        if (idle !== undefined) findings.push(idle);
      }
    }
    return findings;
  },
};

/** Listeners of TCP take the idle timeout from the policy of the host alone. */
function idleTimeoutOfTcp(
  resource: Resource<'DestinationRule'>,
  { policy, field, subset, port: only }: PolicyPart,
  mesh: EffectiveMesh,
): Finding | undefined {
  if (policy.connectionPool?.tcp?.idleTimeout === undefined) return undefined;
  if (subset === undefined && only === undefined) return undefined;
  const service = mesh.once(DestinationRuleUse).serviceOf(resource);
  if (service === undefined) return undefined;
  const ports = service.ports.filter(({ number }) => only === undefined || number === only);
  if (ports.length === 0 || ports.some(({ protocol }) => protocol === 'auto' || isHttp(protocol))) return undefined;
  return {
    resource,
    field: `${field}.connectionPool.tcp.idleTimeout`,
    problem: 'the setting has no effect: for connections proxies read idleTimeout from spec.trafficPolicy only',
    fix: 'set it in spec.trafficPolicy.connectionPool.tcp',
    related: [service.resource],
  };
}
