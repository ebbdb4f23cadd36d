import type { TrafficPolicy } from '../../../model/shapes/traffic';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** The settings that a policy replaces one by one, or loses. */
export const SETTINGS = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls'] as const;

/**
 * Settings for a port take the place of those for all ports as a whole: what an entry of portLevelSettings does not
 * repeat is gone for its port.
 */
export const replacedTrafficPolicy: Rule = {
  name: 'replaced-traffic-policy',
  severity: 'warning',
  summary: 'An entry of portLevelSettings must repeat the settings for all ports that must apply to its port.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('DestinationRule')) {
      const { trafficPolicy, subsets = [] } = resource.spec;
      const parts: readonly (readonly [string, TrafficPolicy, readonly TrafficPolicy[]])[] = [
        ...(trafficPolicy === undefined ? [] : [['spec.trafficPolicy', trafficPolicy, [trafficPolicy]] as const]),
        ...subsets.flatMap(({ trafficPolicy: own }, i) =>
          own === undefined
            ? []
            : [
                [
                  `spec.subsets[${i}].trafficPolicy`,
                  own,
                  trafficPolicy === undefined ? [own] : [own, trafficPolicy],
                ] as const,
              ],
        ),
      ];
      for (const [at, policy, above] of parts) {
        for (const [j, entry] of (policy.portLevelSettings ?? []).entries()) {
          const lost = SETTINGS.filter(
            name => entry[name] === undefined && above.some(one => one[name] !== undefined && isLost(name, one)),
          );
          if (lost.length === 0) continue;
          findings.push({
            resource,
            field: `${at}.portLevelSettings[${j}]`,
            problem: `portLevelSettings of port ${entry.port?.number ?? 0} replace the settings for all ports, whose ${quoted(lost)} ${lost.length === 1 ? 'is' : 'are'} lost for it`,
            fix: `repeat ${quoted(lost)} in the entry`,
          });
        }
      }
    }
    return findings;
  },
};

/** Mutual TLS of the mesh, and plaintext, clients still read from the settings for all ports, by the marks of endpoints. */
export function isLost(name: (typeof SETTINGS)[number], { tls }: TrafficPolicy): boolean {
  return name !== 'tls' || tls?.mode === 'SIMPLE' || tls?.mode === 'MUTUAL';
}
