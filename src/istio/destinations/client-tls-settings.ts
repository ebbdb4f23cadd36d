import type { Resource } from '../../model/resource';
import { addTo } from '../../values/multimap';
import type { MeshFacts } from '../mesh-facts';
import type { RegisteredService } from '../services/registered-service';
import { policyParts } from './policy-parts';

/** A DestinationRule that says what clients send to Services of the cluster, and so turns the automatic choice off. */
export interface ClientTlsSetting {
  readonly resource: Resource<'DestinationRule'>;
  /** Path of the field that holds the mode. */
  readonly field: string;
  readonly mode: string;
  /** The Services that it is about, the oldest first. */
  readonly services: readonly RegisteredService[];
}

/** Where DestinationRules say what is sent to Services, in the order of the input. */
export function clientTlsSettings(mesh: MeshFacts): readonly ClientTlsSetting[] {
  const about = new Map<Resource<'DestinationRule'>, RegisteredService[]>();
  for (const service of mesh.services) {
    // Gateways are offered no mutual TLS unless a rule says so.
    const pods = mesh.model.workloadsOf(service.service);
    const isGateway = pods.length > 0 && pods.every(pod => mesh.proxyOf(pod).type === 'gateway');
    if (!service.isKubernetes || isGateway) continue;
    for (const rule of mesh.destinationRules.naming(service.host)) addTo(about, rule, service);
  }
  return [...about]
    .sort(([a], [b]) => a.position - b.position)
    .flatMap(([resource, services]) =>
      policyParts(resource).flatMap(({ policy, field }) =>
        policy.tls?.mode === undefined
          ? []
          : [{ resource, field: `${field}.tls.mode`, mode: policy.tls.mode, services }],
      ),
    );
}
