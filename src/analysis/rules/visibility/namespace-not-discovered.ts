import { isAmbient } from '../../../model/namespaces';
import type { Finding, Rule } from '../../rule';

/** A namespace joins the mesh, and istiod is told not to look at it: its proxies get no configuration of it. */
export const namespaceNotDiscovered: Rule = {
  name: 'namespace-not-discovered',
  severity: 'error',
  summary: 'A namespace that joins the mesh must be selected by the discovery selectors, if there are any.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { source } = mesh.model.meshConfig;
    for (const resource of mesh.model.all('Namespace')) {
      const { 'istio-injection': injection, 'istio.io/rev': revision = '' } = resource.labels;
      const joins =
        injection === 'enabled' || (injection === undefined && revision !== '') || isAmbient(resource.labels);
      if (!joins || mesh.isDiscovered(resource.name)) continue;
      findings.push({
        resource,
        field: 'metadata.labels',
        problem: 'it joins the mesh, but istiod ignores it: none of meshConfig.discoverySelectors selects its labels',
        fix: 'add a label that one of the selectors selects, or a selector for it',
        related: source === undefined ? [] : [source],
      });
    }
    return findings;
  },
};
