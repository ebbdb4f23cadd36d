import type { Finding, Rule } from '../../rule';
import { listed, quoted } from '../../wording';
import { servedPorts } from './port-protocol-conflict';

/** One port of the pods is reached through Service ports of different numbers. Istio serves it as one of them. */
export const portNumberConflict: Rule = {
  name: 'port-number-conflict',
  severity: 'warning',
  summary: 'A port of the pods must have the same number in all their Services.',
  equivalents: ['IST0137'],
  istioAnalyzers: ['deployment.ServiceAssociationAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const { workload, ports } of servedPorts(model)) {
      const byTarget = new Map<string, Map<number, string>>();
      for (const { service, port } of ports) {
        const target = String(port.targetPort);
        const numbers = byTarget.get(target) ?? new Map<number, string>();
        byTarget.set(target, numbers.set(port.number, service.resource.fullName));
      }
      for (const [target, numbers] of byTarget) {
        if (numbers.size < 2) continue;
        // Several numbers for one port of the pods only matter where Services contradict each other.
        if (!model.istioParity && new Set(numbers.values()).size < 2) continue;
        findings.push({
          resource: workload.resource,
          problem: `port "${target}" of the pods has the numbers ${listed(numbers.keys())} in Service ${quoted(numbers.values())}`,
          fix: 'use one number for the port in all Services',
          related: [...new Set(ports.map(({ service }) => service.resource))],
        });
      }
    }
    return findings;
  },
};
