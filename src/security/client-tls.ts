import { ApiObject } from 'cdk8s';
import type { Mesh } from '../mesh/mesh';
import type { MeshServiceRef } from '../mesh/references';
import { declaringPathOf } from '../tree/declared-by';

/** A DestinationRule that tells clients what to send, and so turns the automatic choice off. */
export interface ClientTlsSetting {
  /** The object, such as `DestinationRule istio-system/default`. */
  readonly object: string;
  /** The field that holds the mode. */
  readonly field: string;
  readonly host: string;
  readonly mode: string;
  /** Services of the mesh that it hits. */
  readonly services: readonly MeshServiceRef[];
  /** Path of the construct that declares it. */
  readonly declaredBy: string;
}

interface Policy {
  readonly tls?: { readonly mode?: string };
  readonly portLevelSettings?: readonly Policy[];
}

interface Rule {
  readonly metadata: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly host?: string;
    readonly trafficPolicy?: Policy;
    readonly subsets?: readonly { readonly trafficPolicy?: Policy }[];
  };
}

/**
 * The DestinationRules of the app that say what clients send to services of the mesh. Proxies choose that themselves,
 * server by server; a rule overrides them also where the server has no proxy, or takes mutual TLS alone.
 */
export function clientTlsSettings(mesh: Mesh): readonly ClientTlsSetting[] {
  return mesh.node.root.node.findAll().flatMap(object => {
    if (!ApiObject.isApiObject(object) || object.kind !== 'DestinationRule') return [];
    const { metadata, spec } = object.toJson() as Rule;
    const host = spec?.host ?? '';
    const services = mesh.services.filter(service => hits(host, metadata.namespace ?? 'default', service));
    if (services.length === 0 && !spansCluster(host, mesh)) return [];
    return modesOf(spec).map(([field, mode]) => ({
      object: `DestinationRule ${metadata.namespace ?? 'default'}/${metadata.name}`,
      field,
      host,
      mode,
      services,
      declaredBy: declaringPathOf(object),
    }));
  });
}

function modesOf(spec: Rule['spec']): [field: string, mode: string][] {
  const found: [string, string][] = [];
  const read = (policy: Policy | undefined, field: string): void => {
    if (policy?.tls?.mode !== undefined) found.push([`${field}.tls.mode`, policy.tls.mode]);
    for (const [i, port] of (policy?.portLevelSettings ?? []).entries()) read(port, `${field}.portLevelSettings[${i}]`);
  };
  read(spec?.trafficPolicy, 'spec.trafficPolicy');
  for (const [i, subset] of (spec?.subsets ?? []).entries()) {
    read(subset.trafficPolicy, `spec.subsets[${i}].trafficPolicy`);
  }
  return found;
}

/** Whether a wildcard stands for Services of the cluster, declared or not. */
function spansCluster(host: string, { clusterDomain }: Mesh): boolean {
  const suffix = host.slice(1);
  return host.startsWith('*') && (`.svc.${clusterDomain}`.endsWith(suffix) || suffix.endsWith(`.svc.${clusterDomain}`));
}

function hits(host: string, namespace: string, service: MeshServiceRef): boolean {
  if (host.startsWith('*')) return service.host.endsWith(host.slice(1));
  if (host.includes('.')) return service.host === host || service.host.startsWith(`${host}.`);
  return service.name === host && service.namespace.name === namespace;
}
