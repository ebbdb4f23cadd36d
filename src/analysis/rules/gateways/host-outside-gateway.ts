import { MESH } from '../../../istio/references';
import { RouteUse } from '../../../istio/routes/route-use';
import { hostsOverlap } from '../../../values/host-pattern';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';
import { acceptedHosts } from './host-not-in-gateway';

/** One of several hosts of a VirtualService is accepted by none of its Gateways: for this host clients get 404. */
export const hostOutsideGateway: Rule = {
  name: 'host-outside-gateway',
  severity: 'warning',
  summary: 'Each host of a VirtualService must be accepted by a Gateway that it is bound to.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const resource of model.all('VirtualService')) {
      const { hosts = [], gateways = [] } = resource.spec;
      if (hosts.length < 2 || gateways.length === 0 || gateways.includes(MESH)) continue;
      const bound = mesh
        .once(RouteUse)
        .gatewaysOf(resource)
        .map(({ gateway }) => gateway);
      // A Gateway that is not in the set may accept the host.
      if (bound.length < gateways.length) continue;
      const accepted = bound.flatMap(gateway => acceptedHosts(gateway, resource));
      const outside = hosts.filter(
        host => !accepted.some(other => hostsOverlap(model.fullHost(host, resource.namespace), other)),
      );
      // That a Gateway accepts none of them is for another rule to say.
      if (outside.length === hosts.length) continue;
      for (const host of outside) {
        findings.push({
          resource,
          field: `spec.hosts[${hosts.indexOf(host)}]`,
          problem: `no Gateway that the routes are bound to accepts host "${host}"; accepted are ${quoted(accepted)}`,
          fix: 'add the host to a server of the Gateway, or remove it here',
          related: bound,
        });
      }
    }
    return findings;
  },
};
