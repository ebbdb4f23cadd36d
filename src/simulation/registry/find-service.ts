import type { MeshProxy } from '../mesh-proxy';
import { HostIndex } from './host-name';
import type { RegisteredService } from './services';
import type { World } from './world';

/**
 * The service whose address a pod gets for a host name, as the DNS of its cluster answers. An ExternalName leads to the
 * service that it stands for.
 */
export function findService(world: World, host: string, proxy: MeshProxy): RegisteredService | undefined {
  const found = lookUp(world, host, proxy);
  return found?.aliasOf === undefined ? found : world.servicesSeenFrom(proxy.namespace).get(found.aliasOf);
}

function lookUp(world: World, host: string, proxy: MeshProxy): RegisteredService | undefined {
  const services = world.servicesSeenFrom(proxy.namespace);
  const name = host.toLowerCase().replace(/\.$/, '');
  const found = services.get(name);
  if (found !== undefined) return found;
  const cut = proxy.dnsDomain.indexOf('.svc.');
  const cluster = cut < 0 ? '' : proxy.dnsDomain.slice(cut);
  for (const suffix of [`.${proxy.dnsDomain}`, cluster, cluster.replace(/^\.svc/, '')]) {
    const service = services.get(`${name}${suffix}`);
    if (service !== undefined) return service;
  }
  const wildcards = world.memo('wildcard services', proxy, () => {
    const index = new HostIndex<RegisteredService>();
    for (const service of services.values()) if (service.host.startsWith('*')) index.add(service.host, service);
    return index;
  });
  return wildcards.mostSpecific(name);
}
