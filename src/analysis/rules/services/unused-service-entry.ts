import { ServiceUsers } from '../../../istio/services/service-users';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** No proxy knows the hosts of a ServiceEntry: it is exported to none, or Sidecars of those to whom it is leave it out. */
export const unusedServiceEntry: Rule = {
  name: 'unused-service-entry',
  severity: 'warning',
  summary: 'A ServiceEntry must be seen by some proxy.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const entries = mesh.model.all('ServiceEntry');
    if (entries.length === 0) return findings;
    const users = mesh.once(ServiceUsers);
    if (!users.some) return findings;
    for (const resource of entries) {
      const { hosts = [], exportTo = [] } = resource.spec;
      const own = hosts.flatMap(host => mesh.servicesNamed(host).filter(one => isMadeOf(one, resource)));
      const states = own.map(service => users.of(service));
      if (
        own.length < hosts.length ||
        states.length === 0 ||
        states.some(one => one === 'known' || one === 'unknown')
      ) {
        continue;
      }
      const isUnexported = states.includes('unexported');
      findings.push({
        resource,
        field: isUnexported && exportTo.length > 0 ? 'spec.exportTo' : 'spec.hosts',
        problem: isUnexported
          ? `no proxy sees it: it is exported to ${quoted(exportTo)}, where no pod has one`
          : `no proxy knows ${quoted(hosts)}: the Sidecars of all to whom it is exported leave it out`,
        fix: isUnexported
          ? 'export it to the namespaces of the clients'
          : 'import it in the Sidecars of the clients, or remove it',
      });
    }
    return findings;
  },
};

interface Made {
  readonly resource: object;
  readonly parts: readonly { readonly resource: object }[];
}

/** Whether a service is made of an object, alone or with others of the same host. */
function isMadeOf({ resource, parts }: Made, by: object): boolean {
  return resource === by || parts.some(part => part.resource === by);
}
