import { scopedHost } from '../../../istio/references';
import type { MeshModel } from '../../../model/mesh-model';
import { hostCovers } from '../../../values/host-pattern';
import { nearest } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A Sidecar imports a host that no service has: the line does nothing, and what was meant is not imported. */
export const unknownSidecarHost: Rule = {
  name: 'unknown-sidecar-host',
  severity: 'warning',
  summary: 'A host that a Sidecar imports must be a service of that namespace.',
  equivalents: ['KIA1004'],

  check({ model }) {
    const findings: Finding[] = [];
    const defined = model.all('Namespace').map(one => one.name);
    for (const resource of model.all('Sidecar')) {
      for (const [i, { hosts = [] }] of (resource.spec.egress ?? []).entries()) {
        for (const [j, entry] of hosts.entries()) {
          const { namespace, host: name } = scopedHost(entry, resource.namespace);
          if (namespace === '*' || namespace === '~') continue;
          if (isUnknown(namespace, model)) {
            const similar = nearest(namespace, defined);
            findings.push({
              resource,
              field: `spec.egress[${i}].hosts[${j}]`,
              // Namespaces are often managed elsewhere; one that is nearly the name of another is a slip.
              severity: similar === undefined ? 'info' : 'warning',
              problem: `namespace "${namespace}" is not among the manifests; there are ${quoted(defined)}`,
              fix: similar === undefined ? 'correct the name, or define the Namespace' : `write "${similar}/${name}"`,
            });
            continue;
          }
          if (name === '*') continue;
          // The webhook refuses short names.
          if (!name.includes('.')) continue;
          const inCluster = name.endsWith(`.svc.${model.hosts.domain}`);
          const there = model.servicesIn(namespace).filter(({ source }) => !inCluster || source === 'Service');
          // The services of another namespace may come from another repository.
          if (there.length === 0 || there.some(({ host }) => hostCovers(name, host))) continue;
          findings.push({
            resource,
            field: `spec.egress[${i}].hosts[${j}]`,
            problem: `namespace "${namespace}" has no service "${name}"; it has ${quoted(there.map(({ host }) => host))}`,
            fix: 'write the full name of the service, or "*" for all of the namespace',
          });
        }
      }
    }
    return findings;
  },
};

/** Whether a set that holds Namespaces holds nothing of one. */
function isUnknown(namespace: string, model: MeshModel): boolean {
  const { rootNamespace } = model.meshConfig;
  if (namespace === rootNamespace || namespace === 'istio-system' || namespace === 'default') return false;
  return model.all('Namespace').length > 0 && model.namespaces.get(namespace) === undefined;
}
