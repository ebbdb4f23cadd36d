import { RouteUse } from '../../../istio/routes/route-use';
import type { RegisteredService } from '../../../istio/services/registered-service';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/**
 * A host has one owner for a client: what its own namespace defines, then a Kubernetes Service, then the oldest object. A
 * ServiceEntry for the host of a Service, or of an older one elsewhere, does not exist for the others.
 */
export const shadowedServiceEntry: Rule = {
  name: 'shadowed-service-entry',
  severity: 'warning',
  summary: 'A ServiceEntry must not define the host of a Service, or of another ServiceEntry that comes before it.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { proxyNamespaces } = mesh.once(RouteUse);
    const { seen } = mesh;
    for (const resource of mesh.model.all('ServiceEntry')) {
      for (const [i, host] of (resource.spec.hosts ?? []).entries()) {
        const all = seen.named(host);
        const own = all.filter(one => one.resource === resource);
        const others = all.filter(one => one.resource !== resource);
        if (own.length === 0 || others.length === 0) continue;
        const owners = [...new Set([...proxyNamespaces, ...others.map(({ namespace }) => namespace)])].flatMap(
          namespace => {
            const owner = seen.from(namespace, host);
            if (owner === undefined || isMadeOf(owner, resource)) return [];
            // That each namespace prefers what it defines is as it is meant.
            if (!owner.isKubernetes && owner.namespace === namespace) return [];
            // Who does not see the ServiceEntry has no choice between the two.
            return own.some(({ service }) => service.exportTo.includes('*') || service.exportTo.includes(namespace))
              ? [{ namespace, owner }]
              : [];
          },
        );
        const [first] = owners;
        if (first === undefined) continue;
        const ports = new Set(first.owner.ports.map(({ number }) => number));
        const lost = (resource.spec.ports ?? []).flatMap(({ number }) =>
          number === undefined || ports.has(number) ? [] : [number],
        );
        const { kind, fullName } = first.owner.resource;
        const isService = others.some(({ isKubernetes }) => isKubernetes);
        findings.push({
          resource,
          field: `spec.hosts[${i}]`,
          severity: isService ? 'warning' : 'info',
          problem: `for clients in namespace ${quoted(owners.map(({ namespace }) => namespace))} "${host}" is ${kind} "${fullName}", without this entry${lost.length === 0 ? '' : `: port ${lost.join(', ')} does not exist for them`}`,
          fix: isService ? 'add ports and endpoints to the Service, or use another host' : 'define the host once',
          related: [first.owner.resource],
        });
      }
    }
    return findings;
  },
};

/** Whether a service is made of an object, alone or with others of the same host. */
function isMadeOf({ resource, parts }: RegisteredService, by: Resource): boolean {
  return resource === by || parts.some(part => part.resource === by);
}
