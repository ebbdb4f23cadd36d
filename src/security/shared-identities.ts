import { type AccessGrant, accessGrants } from '../mesh/access-grants';
import type { Mesh } from '../mesh/mesh';
import type { PodCaller } from '../mesh/references';
import { groupedBy } from '../values/multimap';
import { byText } from '../values/order';

/** Services that share an identity, so that what is granted to one is granted to all of them. */
export interface SharedIdentity {
  readonly principal: string;
  readonly services: readonly string[];
  /** What some of them may do only because another one may. */
  readonly gained: readonly { readonly service: string; readonly grant: AccessGrant }[];
}

/** The identities that several services run as. */
export function sharedIdentities(mesh: Mesh): readonly SharedIdentity[] {
  const byPrincipal = groupedBy(mesh.pods, ({ principal }) => principal);
  const grants = groupedBy(accessGrants(mesh), ({ caller }) => caller);
  return [...byPrincipal]
    .filter(([, services]) => services.length > 1)
    .sort(byText(([key]) => key))
    .map(([principal, services]) => ({
      principal,
      services: services.map(service => service.label),
      gained: gainsOf(services, grants),
    }));
}

function gainsOf(
  sharers: readonly PodCaller[],
  grants: ReadonlyMap<string, readonly AccessGrant[]>,
): { service: string; grant: AccessGrant }[] {
  const all = new Map<string, AccessGrant>();
  for (const sharer of sharers) {
    for (const grant of grants.get(sharer.label) ?? []) all.set(scopeKey(grant), grant);
  }
  return sharers.flatMap(({ label }) => {
    const own = new Set((grants.get(label) ?? []).map(scopeKey));
    return [...all]
      .filter(([key, { callee }]) => !own.has(key) && callee !== label)
      .map(([, grant]) => ({ service: label, grant }));
  });
}

function scopeKey({ callee, ports, methods, paths }: AccessGrant): string {
  return JSON.stringify([callee, ports, methods, paths]);
}
