import { isAmbient } from '../../../model/namespaces';
import type { Finding, Rule } from '../../rule';

/** A namespace asks for the ambient mesh, and the installation has no ztunnel: its pods stay outside of the mesh. */
export const ambientWithoutZtunnel: Rule = {
  name: 'ambient-without-ztunnel',
  severity: 'error',
  summary: 'A namespace of the ambient mesh needs an installation with ztunnel.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    if (model.controlPlanes.length === 0 || model.usesZtunnel) return findings;
    for (const resource of model.all('Namespace')) {
      if (!isAmbient(resource.labels)) continue;
      findings.push({
        resource,
        field: 'metadata.labels["istio.io/dataplane-mode"]',
        problem: 'its pods do not join the mesh: the installation has no ztunnel',
        fix: 'install ztunnel and the CNI plugin, as the profile ambient does, or use sidecars',
        related: model.controlPlanes.slice(0, 3).map(plane => plane.resource),
      });
    }
    return findings;
  },
};
