import type { Release } from '../release';
import type { RegisteredService } from './registered-service';

/** Whether clients of the namespace may see an object that is exported to these namespaces. */
export function isExportedTo(exportTo: readonly string[], namespace: string): boolean {
  return exportTo.includes('*') || exportTo.includes(namespace);
}

/**
 * The services that clients of a namespace may see, in the order in which they are considered: those that are exported to
 * it by name, then public ones; the oldest first.
 */
export function visibleServices(all: readonly RegisteredService[], namespace: string): readonly RegisteredService[] {
  const named: RegisteredService[] = [];
  const open: RegisteredService[] = [];
  for (const one of all) {
    const { exportTo } = one.service;
    if (exportTo.includes('*')) open.push(one);
    else if (!exportTo.includes('~') && exportTo.includes(namespace)) named.push(one);
  }
  return named.length === 0 ? open : [...named, ...open];
}

/**
 * Of several services of one host those of one namespace: of the own one, then that of a Kubernetes Service, then that of
 * the oldest.
 *
 * @param isLimited Whether a Sidecar object limits the clients.
 */
export function ofOneNamespace(
  services: readonly RegisteredService[],
  namespace: string,
  release: Release,
  isLimited: boolean,
): readonly RegisteredService[] {
  if (services.length <= 1) return services;
  const unified = release.has('unifiedSidecarScope');
  if (!unified && !isLimited) return services;
  const chosen = new Map<string, { readonly namespace: string; readonly isKubernetes: boolean }>();
  for (const service of services) {
    const held = chosen.get(service.host);
    const takes =
      held === undefined ||
      service.namespace === namespace ||
      (unified && !held.isKubernetes && service.isKubernetes && held.namespace !== namespace);
    if (takes) chosen.set(service.host, service);
  }
  return services.filter(service => chosen.get(service.host)?.namespace === service.namespace);
}
