import type { Mesh } from '../mesh/mesh';
import type { MeshServiceRef } from '../mesh/references';
import { ambientNamespaceOf, type PolicyTarget, resolveTarget } from './policy-target';

/** A target whose requests have their tokens checked. */
export interface TokenCheck {
  readonly target: PolicyTarget;
  readonly by: string;
  readonly issuers: readonly { readonly issuer: string; readonly forwardOriginalToken: boolean }[];
}

/** What the policies of one mesh need to know of each other. */
export interface MeshPolicies {
  /** Where tokens of requests are checked. */
  readonly tokenChecks: TokenCheck[];
  /** Which external authorizers are asked, and by whose declaration. */
  readonly authorizers: { readonly target: PolicyTarget; readonly authorizer: string; readonly by: string }[];
}

const POLICIES = new WeakMap<Mesh, MeshPolicies>();

/** The notes of the policies of `mesh`. */
export function policiesOf(mesh: Mesh): MeshPolicies {
  const found = POLICIES.get(mesh) ?? { tokenChecks: [], authorizers: [] };
  POLICIES.set(mesh, found);
  return found;
}

/** Whether some pods belong to both targets. */
export function overlap(a: PolicyTarget, b: PolicyTarget, mesh: Mesh): boolean {
  if (a === b) return true;
  const services = new Set<MeshServiceRef>(resolveTarget(a, mesh).services());
  return resolveTarget(b, mesh)
    .services()
    .some(service => services.has(service));
}

/** Whether every pod of `inner` belongs to `outer`. */
export function includes(outer: PolicyTarget, inner: PolicyTarget, mesh: Mesh): boolean {
  if (outer === inner || outer === mesh) return true;
  const services = resolveTarget(inner, mesh).services();
  const covered = new Set(resolveTarget(outer, mesh).services());
  return services.length > 0 && services.every(service => covered.has(service));
}

/** Whether a target has ambient namespaces that no single policy object reaches. */
export function spansAmbient(target: PolicyTarget, mesh: Mesh): boolean {
  return target === mesh && mesh.namespaces.some(namespace => ambientNamespaceOf(namespace) !== undefined);
}
