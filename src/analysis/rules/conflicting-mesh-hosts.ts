import { compareAge } from '../../istio/age';
import type { EffectiveMesh } from '../../istio/effective-mesh';
import { MESH } from '../../istio/references';
import { hostsOverlap } from '../../model/host-name';
import type { MeshModel } from '../../model/mesh-model';
import type { Resource } from '../../model/resource';
import { addTo } from '../../values/multimap';
import type { Finding, Rule } from '../rule';
import { quoted } from '../wording';

type VirtualService = Resource<'VirtualService'>;

/** Several VirtualServices route the same host for sidecars. They are not merged: one is used, the others are ignored. */
export const conflictingMeshHosts: Rule = {
  name: 'conflicting-mesh-hosts',
  severity: 'error',
  summary: 'At most one VirtualService may route a host for the sidecars of a namespace.',
  equivalents: ['IST0109', 'KIA1106'],
  istioAnalyzers: ['virtualservice.ConflictingMeshGatewayHostsAnalyzer'],

  *check(mesh) {
    const { model } = mesh;
    const reported = new Set<VirtualService>();
    for (const { scope, host, members } of conflicts(mesh)) {
      const distinct = [...new Set(members)].sort(compareAge);
      // Where only one is reported to lose, the winner stays silent.
      const losers = model.istioParity || distinct.length === 1 ? distinct : distinct.slice(1);
      for (const resource of losers) {
        if (reported.has(resource)) continue;
        reported.add(resource);
        yield { resource, ...explain(resource, distinct, host, scope, model) };
      }
    }
  },
};

function explain(
  resource: VirtualService,
  members: readonly VirtualService[],
  host: string,
  scope: string,
  model: MeshModel,
): Pick<Finding, 'field' | 'problem' | 'fix' | 'related'> {
  const field = model.istioParity ? undefined : hostField(resource, host, model);
  const others = members.filter(other => other !== resource);
  if (others.length === 0) {
    return {
      field,
      problem: `host "${host}" is listed twice, by its short and its full name`,
      fix: 'list the full name only',
    };
  }
  const clients = scope === '*' ? '' : ` for clients in namespace "${scope}"`;
  return {
    field,
    problem: `host "${host}" is also routed by VirtualService ${quoted(others.map(other => other.fullName))}${clients}; Istio uses one of them and ignores the others`,
    fix: 'merge the routes into one VirtualService',
    related: others.slice(0, 5),
  };
}

interface Conflict {
  readonly scope: string;
  readonly host: string;
  readonly members: readonly VirtualService[];
}

function* conflicts(mesh: EffectiveMesh): Iterable<Conflict> {
  const groups = groupsByScope(mesh);
  const everywhere = groups.get('*') ?? new Map<string, VirtualService[]>();
  for (const [host, members] of everywhere) {
    if (members.length > 1) yield { scope: '*', host, members };
  }
  const wildcards = [...everywhere.keys()].filter(host => host.startsWith('*'));
  for (const [scope, hosts] of groups) {
    if (scope === '*') continue;
    for (const [host, own] of hosts) {
      // Only a wildcard overlaps another host than its own, on either side.
      const overlapping = host.startsWith('*')
        ? [...everywhere.keys()].filter(other => hostsOverlap(host, other))
        : [...new Set([host, ...wildcards.filter(other => hostsOverlap(host, other))])];
      const members = [...own, ...overlapping.flatMap(other => everywhere.get(other) ?? [])];
      if (members.length > 1) yield { scope, host, members };
    }
  }
}

function groupsByScope(mesh: EffectiveMesh): ReadonlyMap<string, Map<string, VirtualService[]>> {
  const groups = new Map<string, Map<string, VirtualService[]>>();
  for (const { resource, gateways, exportTo, hosts } of mesh.virtualServices) {
    if (!gateways.has(MESH)) continue;
    for (const scope of exportTo) {
      const byHost = groups.get(scope) ?? new Map<string, VirtualService[]>();
      groups.set(scope, byHost);
      for (const host of hosts) addTo(byHost, host, resource);
    }
  }
  return groups;
}

function hostField({ spec: { hosts = [] }, namespace }: VirtualService, host: string, model: MeshModel): string {
  const i = hosts.findIndex(own => hostsOverlap(model.fullHost(own, namespace), host));
  return `spec.hosts[${Math.max(i, 0)}]`;
}
