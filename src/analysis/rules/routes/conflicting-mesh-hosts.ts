import { compareAge } from '../../../istio/age';
import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { MESH } from '../../../istio/references';
import type { MeshModel } from '../../../model/mesh-model';
import { isKind, type Resource } from '../../../model/resource';
import { hostsOverlap } from '../../../values/host-pattern';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A VirtualService, or a route of the Gateway API that has a service as its parent. */
type Router = Resource;

/**
 * Several VirtualServices route the same host for sidecars. They are not merged: one is used, the others are ignored.
 * Routes of the Gateway API are merged with each other, and compete with VirtualServices.
 */
export const conflictingMeshHosts: Rule = {
  name: 'conflicting-mesh-hosts',
  severity: 'error',
  summary: 'At most one VirtualService may route a host for the sidecars of a namespace.',
  equivalents: ['IST0109', 'KIA1106'],
  istioAnalyzers: ['virtualservice.ConflictingMeshGatewayHostsAnalyzer'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    const reported = new Set<Router>();
    for (const { scope, host, members } of conflicts(mesh)) {
      const distinct = [...new Set(members)].sort(compareAge);
      // Where only one is reported to lose, the winner stays silent.
      const losers = model.istioParity || distinct.length === 1 ? distinct : distinct.slice(1);
      for (const resource of losers) {
        if (reported.has(resource)) continue;
        reported.add(resource);
        findings.push({ resource, ...explain(resource, distinct, host, scope, model) });
      }
    }
    return findings;
  },
};

function explain(
  resource: Router,
  members: readonly Router[],
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
  const kinds = [...new Set(members.map(({ kind }) => kind))].filter(kind => kind !== resource.kind);
  const kind = kinds[0] ?? resource.kind;
  const clients = scope === '*' ? '' : ` for clients in namespace "${scope}"`;
  return {
    field,
    problem: `host "${host}" is also routed by ${kind} ${quoted(others.filter(other => other.kind === kind).map(other => other.fullName))}${clients}; Istio uses one of them and ignores the others`,
    fix: kind === resource.kind ? 'merge the routes into one VirtualService' : 'route the host by one of the two APIs',
    related: others.slice(0, 5),
  };
}

interface Conflict {
  readonly scope: string;
  readonly host: string;
  readonly members: readonly Router[];
}

function conflicts(mesh: EffectiveMesh): readonly Conflict[] {
  const found: Conflict[] = [];
  const groups = groupsByScope(mesh);
  const everywhere = groups.get('*') ?? new Map<string, Router[]>();
  for (const [host, members] of everywhere) {
    if (areInConflict(members)) found.push({ scope: '*', host, members });
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
      if (areInConflict(members)) found.push({ scope, host, members });
    }
  }
  return found;
}

function areInConflict(members: readonly Router[]): boolean {
  return members.length > 1 && members.some(member => isKind(member, 'VirtualService'));
}

function groupsByScope(mesh: EffectiveMesh): ReadonlyMap<string, Map<string, Router[]>> {
  const groups = new Map<string, Map<string, Router[]>>();
  for (const { resource, gateways, exportTo, hosts, api } of mesh.virtualServices) {
    if (!gateways.has(MESH)) continue;
    // Istioctl looks at VirtualServices alone.
    if (mesh.model.istioParity && api === 'gateway-api') continue;
    // A route of another namespace than that of its service is for the clients there, whatever others write.
    if (api === 'gateway-api' && hosts.every(host => mesh.seen.named(host)[0]?.namespace !== resource.namespace))
      continue;
    for (const scope of exportTo) {
      const byHost = groups.get(scope) ?? new Map<string, Router[]>();
      groups.set(scope, byHost);
      for (const host of hosts) addTo(byHost, host, resource);
    }
  }
  return groups;
}

function hostField(resource: Router, host: string, model: MeshModel): string {
  if (!isKind(resource, 'VirtualService')) return 'spec.parentRefs';
  const { spec, namespace } = resource;
  const i = (spec.hosts ?? []).findIndex(own => hostsOverlap(model.fullHost(own, namespace), host));
  return `spec.hosts[${Math.max(i, 0)}]`;
}
