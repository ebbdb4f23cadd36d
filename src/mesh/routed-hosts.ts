import type { ApiObject } from 'cdk8s';

/**
 * The hosts that routes lead to, and those that get copies of requests; all as they are written, patches included.
 *
 * @param domain the DNS domain of the cluster, in which routes of the Gateway API name Services
 */
export function routedHosts(routes: readonly ApiObject[], domain: string): readonly string[] {
  const found = new Set<string>();
  for (const route of routes) {
    const { namespace = '' } = route.metadata;
    collect(route.toJson(), found, ({ name, namespace: own = namespace }) => `${name}.${own}.svc.${domain}`);
  }
  return [...found].filter(host => host.includes('.')).sort();
}

/** A reference of a route of the Gateway API. */
interface Backend {
  readonly name: string;
  readonly namespace?: string;
}

function collect(value: unknown, found: Set<string>, hostOf: (backend: Backend) => string): void {
  if (Array.isArray(value)) {
    for (const inner of value) collect(inner, found, hostOf);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if ((key === 'destination' || key === 'mirror') && typeof inner?.host === 'string') found.add(inner.host);
    else if (key === 'backendRef' || key === 'backendRefs') {
      for (const backend of [inner].flat()) if (typeof backend?.name === 'string') found.add(hostOf(backend));
    } else collect(inner, found, hostOf);
  }
}
