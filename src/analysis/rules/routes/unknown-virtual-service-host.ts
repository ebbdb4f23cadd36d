import { RouteUse } from '../../../istio/routes/route-use';
import type { Finding, Rule } from '../../rule';
import { QuotedNames } from '../../wording';

/** A VirtualService routes a host of the cluster that is no Service: nobody ever calls it, and its rules do nothing. */
export const unknownVirtualServiceHost: Rule = {
  name: 'unknown-virtual-service-host',
  severity: 'warning',
  summary: 'A host of the cluster that a VirtualService routes must be a Service.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model, seen } = mesh;
    const use = mesh.once(RouteUse);
    for (const resource of model.all('VirtualService')) {
      if (!use.isForMesh(resource)) continue;
      for (const [i, host] of (resource.spec.hosts ?? []).entries()) {
        const full = model.fullHost(host, resource.namespace);
        const service = model.serviceOfHost(full);
        if (service === undefined || host.startsWith('*') || seen.named(full).length > 0) continue;
        // That routes lead there is the greater harm, and said of them.
        if (use.destinationsOf(resource).some(destination => destination.host === full)) continue;
        const there = model.inNamespace('Service', service.namespace);
        const [elsewhere] = model.named('Service', service.name);
        // The Services of another namespace may come from another repository.
        if (there.length === 0 && elsewhere === undefined) continue;
        findings.push({
          resource,
          field: `spec.hosts[${i}]`,
          problem: `host "${host}" means "${full}", which is not a Service; namespace "${service.namespace}" has ${mesh.once(QuotedNames).of(there)}`,
          fix:
            elsewhere === undefined
              ? 'name a Service that exists'
              : `write "${elsewhere.name}.${elsewhere.namespace}.svc.${model.hosts.domain}"`,
          related: elsewhere === undefined ? [] : [elsewhere],
        });
      }
    }
    return findings;
  },
};
