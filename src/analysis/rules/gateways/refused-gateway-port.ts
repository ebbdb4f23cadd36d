import { Entrances } from '../../../simulation/ingress';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/**
 * Two servers of a port take the same server names. Istiod drops only those whose hosts are written alike; of the others it
 * makes two filter chains, and Envoy refuses the listener as a whole.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch
 */
export const refusedGatewayPort: Rule = {
  name: 'refused-gateway-port',
  severity: 'error',
  summary: 'On one port of a gateway a server name may be used once, in whatever form the hosts are written.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const views = new Set(mesh.once(Entrances).all.map(({ proxy }) => mesh.viewOf(proxy)));
    const reported = new Set<string>();
    for (const view of views) {
      for (const port of view.gatewayPorts.keys()) {
        const { rejected } = view.gatewayListener(port);
        if (rejected === undefined) continue;
        const [first, second] = rejected;
        const { gateway: resource, field, number } = second.server;
        const key = `${resource} ${field}`;
        if (reported.has(key)) continue;
        reported.add(key);
        const names = second.serverNames.filter(name => first.serverNames.includes(name));
        const shared = names.length === 0 ? 'all server names' : quoted(names);
        const routes = [first, second].flatMap(({ connection }) => connection?.source?.virtualService.resource ?? []);
        findings.push({
          resource,
          field,
          problem: `port ${number} takes ${shared} twice, here and by ${first.server.gateway} ${first.server.field}: Envoy refuses the listener, so that the whole port fails`,
          fix: 'use the name in one server only, and write its host in one form',
          related: [...new Set([first.server.gateway, ...routes])].filter(one => one !== resource),
        });
      }
    }
    return findings;
  },
};
