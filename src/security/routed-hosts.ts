import type { MeshService } from '../mesh/mesh-service';

/** The hosts that the routes of a service lead to, and those that get copies of its requests. */
export function routedHosts(service: MeshService): readonly string[] {
  const found = new Set<string>();
  const written = service.routing.virtualService?.toJson() as { spec?: unknown } | undefined;
  collect(written?.spec, found);
  return [...found].filter(host => host.includes('.')).sort();
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const inner of value) collect(inner, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if ((key === 'destination' || key === 'mirror') && typeof inner?.host === 'string') found.add(inner.host);
    else collect(inner, found);
  }
}
