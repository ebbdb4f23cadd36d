import type { InstalledRevision } from '../../../model/control-planes';
import { isKind } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A namespace asks for the injector of a revision that nobody installs: its pods start without a proxy. */
export const injectionWithoutControlPlane: Rule = {
  name: 'injection-without-control-plane',
  severity: 'error',
  summary: 'The revision that a namespace asks for must be installed.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    if (model.controlPlanes.length === 0) return findings;
    const revisions = new Set(model.controlPlanes.map(({ revision }) => revision));
    for (const resource of model.all('Namespace')) {
      const { 'istio-injection': injection, 'istio.io/rev': revision } = resource.labels;
      if (injection !== undefined && injection !== 'enabled') continue;
      const wanted = injection === 'enabled' ? 'default' : revision;
      if (wanted === undefined || wanted === '' || revisions.has(wanted)) continue;
      findings.push({
        resource,
        // Istioctl makes its first revision the default one by itself.
        severity: injection === 'enabled' && model.controlPlanes.some(isByIstioctl) ? 'warning' : 'error',
        field: injection === 'enabled' ? 'metadata.labels["istio-injection"]' : 'metadata.labels["istio.io/rev"]',
        problem:
          injection === 'enabled'
            ? `"istio-injection: enabled" means the control plane without a revision or the tag "default"; installed are ${quoted(revisions)}`
            : `no control plane has the revision or tag "${wanted}"; installed are ${quoted(revisions)}`,
        fix:
          injection === 'enabled'
            ? `replace the label by "istio.io/rev: ${[...revisions][0]}", or add the tag "default"`
            : 'correct the revision, or install it',
        related: model.controlPlanes.slice(0, 3).map(plane => plane.resource),
      });
    }
    return findings;
  },
};

/** An IstioOperator is for istioctl to read, also one that an installer keeps in a ConfigMap. */
function isByIstioctl({ resource }: InstalledRevision): boolean {
  if (!isKind(resource, 'ConfigMap')) return isKind(resource, 'IstioOperator');
  return Object.values(resource.spec.data ?? {}).some(content => /^kind:\s*["']?IstioOperator\b/m.test(content));
}
