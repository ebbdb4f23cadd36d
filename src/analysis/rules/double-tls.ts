import type { MeshModel } from '../../model/mesh-model';
import { clientsOf, destinationsOf } from '../destinations';
import type { Rule } from '../rule';

/** The application sends TLS already, and the proxy wraps it into TLS once more: the server sees garbage. */
export const doubleTls: Rule = {
  name: 'double-tls',
  severity: 'warning',
  summary: 'The proxy must not originate TLS on a port on which clients send TLS themselves.',
  equivalents: [],

  *check({ model }) {
    const plain = plainHttpDestinations(model);
    for (const resource of model.all('DestinationRule')) {
      const { host = '', trafficPolicy = {}, exportTo } = resource.spec;
      const service = model.hosts.lookup(host, resource.namespace, clientsOf(resource.namespace, exportTo));
      if (service === undefined) continue;
      const settings = trafficPolicy.portLevelSettings ?? [];
      for (const port of service.ports) {
        if ((port.protocol !== 'https' && port.protocol !== 'tls') || plain.has(`${service.host} ${port.number}`))
          continue;
        const i = settings.findIndex(setting => setting.port?.number === port.number);
        const mode = (i < 0 ? trafficPolicy.tls : settings[i]?.tls)?.mode;
        // A port that leads to another one of the server is meant for it: plain HTTP in, TLS out.
        if ((mode !== 'SIMPLE' && mode !== 'MUTUAL') || port.targetPort !== port.number) continue;
        yield {
          resource,
          field: i < 0 ? 'spec.trafficPolicy.tls' : `spec.trafficPolicy.portLevelSettings[${i}].tls`,
          problem: `port ${port.number} of "${service.host}" is declared as ${port.protocol}, so that clients send TLS, and mode ${mode} wraps it into TLS again`,
          fix: 'declare the port as HTTP and let clients send plain HTTP, or leave TLS to the clients',
          related: [service.resource],
        };
      }
    }
  },
};

/** The hosts and ports to which routes send plain HTTP, as they do to let the proxy originate TLS. */
function plainHttpDestinations(model: MeshModel): ReadonlySet<string> {
  const found = new Set<string>();
  for (const resource of model.all('VirtualService')) {
    for (const { destination, protocol } of destinationsOf(resource)) {
      if (protocol !== 'http') continue;
      found.add(`${model.fullHost(destination.host ?? '', resource.namespace)} ${destination.port?.number ?? 0}`);
    }
  }
  return found;
}
