import type { EffectiveMesh } from '../effective-mesh';
import { HostIndex } from '../host-index';
import type { MeshProxy } from '../mesh-proxy';
import type { RegisteredService } from './services';

/**
 * The service whose address a pod gets for a host name, as the DNS of its cluster answers. An ExternalName leads to the
 * service that it stands for.
 */
export function findService(mesh: EffectiveMesh, host: string, proxy: MeshProxy): RegisteredService | undefined {
  const found = lookUp(mesh, host, proxy);
  return found?.aliasOf === undefined ? found : mesh.servicesSeenFrom(proxy.namespace).get(found.aliasOf);
}

function lookUp(mesh: EffectiveMesh, host: string, proxy: MeshProxy): RegisteredService | undefined {
  const services = mesh.servicesSeenFrom(proxy.namespace);
  const name = host.toLowerCase().replace(/\.$/, '');
  const found = services.get(name);
  if (found !== undefined) return found;
  const cut = proxy.dnsDomain.indexOf('.svc.');
  const cluster = cut < 0 ? '' : proxy.dnsDomain.slice(cut);
  for (const suffix of [`.${proxy.dnsDomain}`, cluster, cluster.replace(/^\.svc/, '')]) {
    const service = services.get(`${name}${suffix}`);
    if (service !== undefined) return service;
  }
  const wildcards = mesh.memo('wildcard services', proxy, () => {
    const index = new HostIndex<RegisteredService>();
    for (const service of services.values()) if (service.host.startsWith('*')) index.add(service.host, service);
    return index;
  });
  return wildcards.mostSpecific(name);
}
