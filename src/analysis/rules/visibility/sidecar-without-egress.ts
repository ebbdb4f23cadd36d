import type { Finding, Rule } from '../../rule';

/**
 * Of several Sidecars that could apply to a pod only the closest counts, and nothing of the others is inherited. One
 * without egress imports everything, whatever the Sidecar of the namespace or of the mesh leaves out.
 */
export const sidecarWithoutEgress: Rule = {
  name: 'sidecar-without-egress',
  severity: 'warning',
  summary: 'A Sidecar without egress must not replace one that limits the services of its pods.',
  equivalents: [],

  check({ sidecars, settings }) {
    const findings: Finding[] = [];
    const limiting = sidecars.all.filter(
      ({ spec }) =>
        Object.keys(spec.workloadSelector?.labels ?? {}).length === 0 &&
        (spec.egress ?? []).length > 0 &&
        !(spec.egress ?? []).some(({ hosts = [], port }) => port === undefined && hosts.includes('*/*')),
    );
    const ofNamespace = (namespace: string) => limiting.find(one => one.namespace === namespace);
    const ofMesh = ofNamespace(settings.rootNamespace);
    for (const resource of sidecars.all) {
      const { spec, namespace } = resource;
      if ((spec.egress ?? []).length > 0) continue;
      const isForPods = Object.keys(spec.workloadSelector?.labels ?? {}).length > 0;
      const replaced =
        (isForPods ? ofNamespace(namespace) : undefined) ?? (namespace === settings.rootNamespace ? undefined : ofMesh);
      if (replaced === undefined || replaced === resource) continue;
      findings.push({
        resource,
        field: 'spec.egress',
        problem: `its pods see all services: it replaces ${replaced}, whose egress is not inherited`,
        fix: 'repeat the egress of that Sidecar',
        related: [replaced],
      });
    }
    return findings;
  },
};
