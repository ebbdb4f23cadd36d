import type { ApiObject } from 'cdk8s';

/** The hosts that routes lead to, and those that get copies of requests; all as they are written, patches included. */
export function routedHosts(routes: ApiObject | undefined): readonly string[] {
  const found = new Set<string>();
  collect(routes?.toJson(), found);
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
