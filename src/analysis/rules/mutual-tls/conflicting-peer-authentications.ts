import { compareAge } from '../../../istio/age';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

type PeerAuthentication = Resource<'PeerAuthentication'>;

/** Several PeerAuthentications are about the same pods. The oldest is used, the others are ignored. */
export const conflictingPeerAuthentications: Rule = {
  name: 'conflicting-peer-authentications',
  severity: 'error',
  summary: 'A namespace, and each pod, may have one PeerAuthentication only.',
  equivalents: ['KIA0002', 'KIA0003'],

  check({ model }) {
    const findings: Finding[] = [];
    const reported = new Set<PeerAuthentication>();
    for (const { members, about } of groups(model)) {
      const [first, ...others] = [...members].sort(compareAge);
      if (first === undefined) continue;
      for (const resource of others) {
        if (reported.has(resource)) continue;
        reported.add(resource);
        const rest = members.filter(other => other !== resource).map(({ name }) => name);
        findings.push({
          resource,
          field: 'spec.selector',
          code: about === 'namespace' ? 'KIA0002' : 'KIA0003',
          problem: `PeerAuthentication ${quoted(rest)} is also about ${about === 'namespace' ? `all pods of namespace "${resource.namespace}"` : `the pods of "${about.name}"`}; one of them is used`,
          fix: 'merge them, or select other pods',
          related: [first],
        });
      }
    }
    return findings;
  },
};

interface Group {
  readonly members: readonly PeerAuthentication[];
  readonly about: 'namespace' | Workload;
}

function* groups(model: MeshModel): Iterable<Group> {
  const byNamespace = new Map<string, PeerAuthentication[]>();
  const byWorkload = new Map<Workload, PeerAuthentication[]>();
  for (const policy of model.all('PeerAuthentication')) {
    const labels = policy.spec.selector?.matchLabels ?? {};
    if (Object.keys(labels).length === 0) addTo(byNamespace, policy.namespace, policy);
    else if (policy.namespace !== model.meshConfig.rootNamespace) {
      for (const workload of model.workloads.selectedBy(labels, policy.namespace)) addTo(byWorkload, workload, policy);
    }
  }
  for (const members of byNamespace.values()) if (members.length > 1) yield { members, about: 'namespace' };
  for (const [about, members] of byWorkload) if (members.length > 1) yield { members, about };
}
