import { printLabels } from '../../../model/labels';
import type { Finding, Rule } from '../../rule';

/** A PeerAuthentication is written so that Istio never applies it, or not all of it. */
export const ignoredPeerAuthentication: Rule = {
  name: 'ignored-peer-authentication',
  severity: 'error',
  summary: 'A PeerAuthentication must select pods of its namespace, and may set ports only for selected pods.',
  equivalents: ['KIA0004'],

  check({ model }) {
    const findings: Finding[] = [];
    const { rootNamespace } = model.meshConfig;
    for (const resource of model.all('PeerAuthentication')) {
      const { namespace, spec } = resource;
      const labels = spec.selector?.matchLabels ?? {};
      if (Object.keys(labels).length === 0) continue;
      const field = 'spec.selector.matchLabels';
      if (namespace === rootNamespace) {
        findings.push({
          resource,
          field,
          problem: `a policy with a selector is ignored in the root namespace "${rootNamespace}"`,
          fix: 'move it to the namespace of the pods, or leave the selector out to set the mode of the whole mesh',
        });
      } else if (model.workloads.inNamespace(namespace).length > 0 && !model.workloads.isSelected(labels, namespace)) {
        findings.push({
          resource,
          field,
          // What was to be refused gets in.
          severity: spec.mtls?.mode === 'STRICT' ? 'error' : 'warning',
          problem: `no pod of namespace "${namespace}" has the labels "${printLabels(labels)}"`,
          fix: 'select labels of the pod template',
        });
      }
    }
    return findings;
  },
};
