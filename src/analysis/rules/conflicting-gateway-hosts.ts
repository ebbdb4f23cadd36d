import { compareAge } from '../../istio/age';
import type { EffectiveMesh } from '../../istio/effective-mesh';
import { RouteUse } from '../../istio/routes/route-use';
import type { Resource } from '../../model/resource';
import { addTo } from '../../values/multimap';
import { catchesAll } from '../route-rules';
import type { Rule } from '../rule';
import { quoted } from '../wording';

type VirtualService = Resource<'VirtualService'>;

/** Several VirtualServices route one host at a gateway. Their rules are put together in an order that nobody promises. */
export const conflictingGatewayHosts: Rule = {
  name: 'conflicting-gateway-hosts',
  severity: 'warning',
  summary: 'The rules of a host at a gateway should be in one VirtualService, unless their order does not matter.',
  equivalents: ['KIA1106'],

  *check(mesh) {
    for (const { host, members } of sharedHosts(mesh)) {
      const [first, ...others] = [...members].sort(compareAge);
      if (first === undefined) continue;
      for (const resource of others) {
        if (![first, resource].some(({ spec }) => (spec.http ?? []).some(catchesAll))) continue;
        yield {
          resource,
          field: `spec.hosts[${(resource.spec.hosts ?? []).indexOf(host)}]`,
          problem: `host "${host}" is also routed by VirtualService ${quoted(members.filter(other => other !== resource).map(other => other.fullName))} at the same gateway, and a rule that matches everything may come before the others`,
          fix: 'merge the rules into one VirtualService, or let one delegate to the others',
          related: [first],
        };
      }
    }
  },
};

function* sharedHosts(
  mesh: EffectiveMesh,
): Iterable<{ readonly host: string; readonly members: readonly VirtualService[] }> {
  const users = new Map<string, VirtualService[]>();
  for (const resource of mesh.model.all('VirtualService')) {
    const gateways = mesh.once(RouteUse).gatewaysOf(resource);
    for (const gateway of new Set(gateways.map(bound => bound.gateway.fullName))) {
      for (const host of resource.spec.hosts ?? []) addTo(users, `${host} ${gateway}`, resource);
    }
  }
  for (const [key, members] of users) {
    if (members.length > 1) yield { host: key.slice(0, key.indexOf(' ')), members };
  }
}
