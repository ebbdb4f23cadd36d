import type { MeshHost } from '../../model/mesh-host';
import type { MeshModel } from '../../model/mesh-model';

/** The namespaces whose clients use an object, as istioctl takes what it exports. */
function clientsOf(namespace: string, exportTo: readonly string[] = []): readonly string[] {
  return exportTo.length === 0 ? [namespace] : exportTo.map(entry => (entry === '.' ? namespace : entry));
}

/**
 * The service that istioctl finds for a host of an object: one of this very name, else one whose wildcard covers it, that
 * is exported to everybody, to the namespace of the object, or to one to which the object is exported.
 */
export function knownService(
  { hosts }: MeshModel,
  host: string,
  { namespace, exportTo }: { readonly namespace: string; readonly exportTo: readonly string[] | undefined },
): MeshHost | undefined {
  const clients = clientsOf(namespace, exportTo);
  const full = hosts.fullHost(host, namespace);
  const seen = (services: readonly MeshHost[], by: readonly string[]) =>
    services.find(service => service.exportTo.includes('*')) ??
    services.find(service => by.some(client => service.exportTo.includes(client)));
  const exact = seen(hosts.named(full), clients);
  if (exact !== undefined) return exact;
  for (let start = full.startsWith('*') ? 1 : 0; start <= full.length; start++) {
    const found = seen(hosts.named(`*${full.slice(start)}`), [namespace, ...clients]);
    if (found !== undefined) return found;
  }
  return undefined;
}
