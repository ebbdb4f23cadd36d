import { compareAge } from '../../istio/age';
import { istioPortProtocol } from '../../model/protocol';
import type { Resource } from '../../model/resource';
import type { Rule } from '../rule';

type ServiceEntry = Resource<'ServiceEntry'>;

/** Two ServiceEntries define one port of one host in two ways. One of them counts, and which is not promised. */
export const conflictingServiceEntries: Rule = {
  name: 'conflicting-service-entries',
  severity: 'warning',
  summary: 'ServiceEntries with one host must agree about its ports and its resolution.',
  equivalents: ['KIA1211', 'KIA1212'],

  *check({ model }) {
    const byHost = new Map<string, ServiceEntry>();
    for (const resource of [...model.all('ServiceEntry')].sort(compareAge)) {
      const { hosts = [], exportTo = [] } = resource.spec;
      // Entries that are seen in different namespaces do not meet.
      const scope = exportTo.length === 0 || exportTo.includes('*') ? '*' : resource.namespace;
      for (const [i, host] of hosts.entries()) {
        const first = byHost.get(`${scope} ${host}`);
        if (first === undefined) byHost.set(`${scope} ${host}`, resource);
        const difference = first === undefined ? undefined : differenceBetween(first, resource);
        if (first === undefined || difference === undefined) continue;
        yield {
          resource,
          field: `spec.hosts[${i}]`,
          problem: `host "${host}" is also defined by ServiceEntry "${first.fullName}", with ${difference}`,
          fix: 'define the host in one ServiceEntry',
          related: [first],
          code: difference.startsWith('port') ? 'KIA1212' : 'KIA1211',
        };
      }
    }
  },
};

function differenceBetween(a: ServiceEntry, b: ServiceEntry): string | undefined {
  const ports = new Map((a.spec.ports ?? []).map(({ number, protocol }) => [number, protocol]));
  for (const { number, protocol } of b.spec.ports ?? []) {
    if (!ports.has(number)) continue;
    const other = ports.get(number);
    if (istioPortProtocol(other) !== istioPortProtocol(protocol)) {
      return `port ${number} of protocol ${other ?? 'TCP'} instead of ${protocol ?? 'TCP'}`;
    }
  }
  const [one, two] = [a.spec.resolution ?? 'NONE', b.spec.resolution ?? 'NONE'];
  return one === two ? undefined : `resolution ${one} instead of ${two}`;
}
