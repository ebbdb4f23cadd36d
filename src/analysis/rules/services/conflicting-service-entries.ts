import { compareAge } from '../../../istio/age';
import { istioPortProtocol } from '../../../model/protocol';
import type { Resource } from '../../../model/resource';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

type ServiceEntry = Resource<'ServiceEntry'>;

/** Two ServiceEntries define one port of one host in two ways. One of them counts, and which is not promised. */
export const conflictingServiceEntries: Rule = {
  name: 'conflicting-service-entries',
  severity: 'warning',
  summary: 'ServiceEntries with one host must agree about its ports and its resolution.',
  equivalents: ['IST0177', 'KIA1211', 'KIA1212'],
  istioAnalyzers: ['serviceentry.ConflictingServiceEntryProtocolAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
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
        findings.push({
          resource,
          field: `spec.hosts[${i}]`,
          problem: `host "${host}" is also defined by ServiceEntry "${first.fullName}", with ${difference}`,
          fix: 'define the host in one ServiceEntry',
          related: [first],
          code: difference.startsWith('port') ? 'KIA1212' : 'KIA1211',
        });
      }
    }
    return findings;
  },

  // Istioctl looks at protocols alone, and reports every ServiceEntry that is seen with the others.
  asIstioctl({ model }) {
    const findings: Finding[] = [];
    const uses = new Map<string, PortUse[]>();
    for (const resource of model.all('ServiceEntry')) {
      for (const use of usesOf(resource)) addTo(uses, use.key, use);
    }
    const reported = new Set<ServiceEntry>();
    for (const [key, own] of uses) {
      const [, port = ''] = /^\S* (.*)$/.exec(key) ?? [];
      const all = key.startsWith('* ') ? own : [...own, ...(uses.get(`* ${port}`) ?? [])];
      const protocols = [...new Set(all.map(({ protocol }) => protocol))].sort();
      if (protocols.length < 2) continue;
      const entries = [...new Set(all.map(({ resource }) => resource))];
      for (const resource of entries) {
        if (reported.has(resource)) continue;
        reported.add(resource);
        const names = entries.map(({ fullName }) => fullName).sort();
        const problem = `port ${port} has the protocols ${quoted(protocols)} in ServiceEntry ${quoted(names)}`;
        findings.push({ resource, problem, code: 'IST0177' });
      }
    }
    return findings;
  },
};

/** A port of a host in one of the places where it is seen. */
interface PortUse {
  readonly resource: ServiceEntry;
  /** The namespace, or a star for all, then the port and host. */
  readonly key: string;
  readonly protocol: string;
}

function* usesOf(resource: ServiceEntry): Iterable<PortUse> {
  const { hosts = [], ports = [], exportTo = [] } = resource.spec;
  const isPublic = exportTo.length === 0 || exportTo.includes('*');
  const scopes = isPublic ? ['*'] : exportTo.map(scope => (scope === '.' ? resource.namespace : scope));
  for (const scope of new Set(scopes)) {
    for (const host of hosts) {
      for (const { number, protocol = '' } of ports) {
        yield { resource, key: `${scope} ${number ?? 0} of "${host}"`, protocol: protocol.toUpperCase() };
      }
    }
  }
}

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
