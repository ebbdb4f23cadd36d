import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { podsOf } from '../../../istio/gateways/gateway-pods';
import type { HttpEntry, VirtualService } from '../../../istio/routes/virtual-services';
import type { Resource } from '../../../model/resource';
import { CoverIndex, coversMatch } from '../../../routing/match-cover';
import type { ManifestMatch } from '../../../routing/request-match';
import { addTo } from '../../../values/multimap';
import { manifestForm } from '../../route-rules';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** One match of a rule, as a gateway tries it. */
interface Tried {
  readonly virtualService: VirtualService;
  readonly entry: HttpEntry;
  readonly match: ManifestMatch;
}

interface Taken {
  readonly by: Resource;
  readonly hosts: string[];
}

/**
 * Several VirtualServices route one host at a gateway. Their rules are put together, the older first, and those that
 * match everything go to the end: a rule is never used where the other VirtualServices take all that it matches.
 */
export const conflictingGatewayHosts: Rule = {
  name: 'conflicting-gateway-hosts',
  severity: 'warning',
  summary: 'A rule for a host at a gateway must match a request that no earlier VirtualService matches.',
  equivalents: ['KIA1106'],

  check(mesh) {
    const findings: Finding[] = [];
    const found = new Map<Resource, Map<string, Taken>>();
    for (const { host, members } of sharedHosts(mesh)) {
      for (const { entry, by } of taken(members)) {
        const ofResource = found.get(entry.resource) ?? new Map<string, Taken>();
        found.set(entry.resource, ofResource);
        const known = ofResource.get(entry.field);
        if (known === undefined) ofResource.set(entry.field, { by, hosts: [host] });
        else if (!known.hosts.includes(host)) known.hosts.push(host);
      }
    }
    for (const [resource, rules] of found) {
      for (const [field, { by, hosts }] of rules) {
        findings.push({
          resource,
          field,
          problem: `the rule matches nothing for ${quoted(hosts)}: ${by} routes it at the same gateway, is evaluated first, and matches all that the rule matches`,
          fix: 'merge the rules into one VirtualService, the narrower ones first, or let one delegate to the others',
          related: [by],
        });
      }
    }
    return findings;
  },
};

/** The rules of which those of other VirtualServices leave nothing, with one that takes it. */
function* taken(members: readonly VirtualService[]): Iterable<{ readonly entry: HttpEntry; readonly by: Resource }> {
  const tried = members.flatMap(routesOf);
  const isLast = ({ match }: Tried) => coversMatch(match, {});
  const before = new CoverIndex<Tried>();
  const used = new Set<HttpEntry>();
  const lost = new Map<HttpEntry, Tried>();
  for (const one of [...tried.filter(each => !isLast(each)), ...tried.filter(isLast)]) {
    const earlier = before.find(one.match);
    if (earlier === undefined) {
      before.add(one);
      used.add(one.entry);
    } else if (earlier.virtualService !== one.virtualService) lost.set(one.entry, earlier);
  }
  for (const [entry, { virtualService }] of lost) {
    if (!used.has(entry)) yield { entry, by: virtualService.resource };
  }
}

/** The matches of a VirtualService in order, up to the first that takes everything. */
function routesOf(virtualService: VirtualService): readonly Tried[] {
  const found: Tried[] = [];
  for (const entry of virtualService.http) {
    const written = entry.spec.match ?? [];
    for (const match of written.length === 0 ? [{}] : written.map(manifestForm)) {
      found.push({ virtualService, entry, match });
      if (coversMatch(match, {})) return found;
    }
  }
  return found;
}

interface SharedHost {
  readonly host: string;
  readonly members: readonly VirtualService[];
}

/** The hosts that several VirtualServices route at one gateway, with these in the order in which the gateway tries them. */
function sharedHosts(mesh: EffectiveMesh): readonly SharedHost[] {
  const found: SharedHost[] = [];
  for (const config of mesh.gatewayConfigs) {
    const name = `${config.resource.namespace}/${config.name}`;
    const namespaces = new Set(podsOf(mesh, config).map(pods => pods.namespace));
    for (const namespace of namespaces.size === 0 ? [config.resource.namespace] : namespaces) {
      const users = new Map<string, VirtualService[]>();
      for (const virtualService of mesh.virtualServicesAt(name, namespace)) {
        if (virtualService.api !== 'istio') continue;
        for (const host of new Set(virtualService.hosts)) addTo(users, host, virtualService);
      }
      for (const [host, members] of users) if (members.length > 1) found.push({ host, members });
    }
  }
  return found;
}
