import { MESH } from '../../../istio/references';
import type { HttpEntry, VirtualService } from '../../../istio/routes/virtual-services';
import type { Resource } from '../../../model/resource';
import { CoverIndex } from '../../../routing/match-cover';
import type { ManifestMatch } from '../../../routing/request-match';
import { manifestForm } from '../../route-rules';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

interface Taken {
  readonly match: ManifestMatch;
  readonly entry: HttpEntry;
}

interface Shadowed {
  readonly route: Resource;
  readonly field: string;
  readonly by: HttpEntry;
  readonly hosts: string[];
}

/**
 * A match of a route of the Gateway API takes nothing, since one that goes before it takes it all: by the precedence of
 * the specification, or because its route is older.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export const shadowedRouteRule: Rule = {
  name: 'shadowed-route-rule',
  severity: 'warning',
  summary: 'Every match of a route must match a request that no earlier match covers.',
  equivalents: [],

  check({ virtualServices }) {
    const findings: Finding[] = [];
    const found = new Map<string, Shadowed>();
    for (const virtualService of virtualServices) {
      if (virtualService.api !== 'gateway-api') continue;
      for (const { entry, by } of shadowed(virtualService)) {
        const route = entry.resource;
        const field = fieldOf(entry);
        const place = virtualService.gateways.has(MESH)
          ? `mesh ${virtualService.hosts[0]}`
          : (virtualService.hosts[0] ?? '');
        const key = `${route} ${field} ${by.resource} ${fieldOf(by)}`;
        const known = found.get(key);
        if (known === undefined) found.set(key, { route, field, by, hosts: [place] });
        else known.hosts.push(place);
      }
    }
    for (const { route, field, by, hosts } of found.values()) {
      const named = [...new Set(hosts)].filter(host => host !== '*').map(host => host.replace(/^mesh /, ''));
      const where = named.length === 0 ? '' : ` for ${quoted(named)}`;
      const taker = by.resource === route ? fieldOf(by) : `${by.resource} ${fieldOf(by)}`;
      findings.push({
        resource: route,
        field,
        problem: `it matches no requests${where}: ${taker} comes before it and matches them all`,
        fix: 'match something else, or leave these requests to one of the two',
        related: by.resource === route ? [] : [by.resource],
      });
    }
    return findings;
  },
};

function* shadowed({ http }: VirtualService): Iterable<{ readonly entry: HttpEntry; readonly by: HttpEntry }> {
  const before = new CoverIndex<Taken>();
  for (const entry of http) {
    const match = manifestForm(entry.spec.match?.[0] ?? {});
    const earlier = before.find(match);
    if (earlier === undefined) before.add({ match, entry });
    else yield { entry, by: earlier.entry };
  }
}

function fieldOf({ field, places }: HttpEntry): string {
  return places?.get('match[0]') ?? field;
}
