import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import type { TrafficPolicy } from '../../../model/shapes/traffic';
import type { Finding, Rule } from '../../rule';
import { listed } from '../../wording';

/** Settings for a port that the service does not have, such as that of its pods, hold for nothing. */
export const unknownSettingsPort: Rule = {
  name: 'unknown-settings-port',
  severity: 'warning',
  summary: 'The ports of portLevelSettings must be ports of the service.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('DestinationRule')) {
      const { trafficPolicy, subsets = [] } = resource.spec;
      const parts: readonly (readonly [string, TrafficPolicy | undefined])[] = [
        ['spec.trafficPolicy', trafficPolicy],
        ...subsets.map((subset, i) => [`spec.subsets[${i}].trafficPolicy`, subset.trafficPolicy] as const),
      ];
      if (parts.every(([, policy]) => (policy?.portLevelSettings ?? []).length === 0)) continue;
      const service = mesh.once(DestinationRuleUse).serviceOf(resource);
      if (service === undefined || service.resolution === 'alias') continue;
      // Several objects may define the host, each for some clients.
      const ports = mesh.servicesNamed(service.host).flatMap(one => one.ports);
      for (const [at, policy] of parts) {
        for (const [i, { port }] of (policy?.portLevelSettings ?? []).entries()) {
          const number = port?.number ?? 0;
          if (number === 0 || ports.some(one => one.number === number)) continue;
          const behind = service.ports.find(one => one.targetPort === number);
          findings.push({
            resource,
            field: `${at}.portLevelSettings[${i}].port.number`,
            problem: `"${service.host}" has no port ${number}, so that the settings have no effect; it has ${listed(service.ports.map(one => one.number))}`,
            fix:
              behind === undefined
                ? 'name a port of the service'
                : `write "${behind.number}", the port of the service: ${number} is that of its pods`,
            related: [service.resource],
          });
        }
      }
    }
    return findings;
  },
};
