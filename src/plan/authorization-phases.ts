import type { EffectiveMesh } from '../istio/effective-mesh';
import type { Resource } from '../model/resource';
import { isMapping } from '../model/shape';
import type { Manifest } from '../values/manifest';
import { isSame } from './differences';
import type { Move } from './move';

type Policy = Resource<'AuthorizationPolicy'>;

/**
 * The moves of an AuthorizationPolicy: what it additionally allows comes before the routes change, what it no longer
 * allows goes after. The first ALLOW policy of a workload refuses everything else and therefore comes last.
 */
export function authorizationPhases(
  was: Policy | undefined,
  willBe: Policy | undefined,
  old: EffectiveMesh,
  goal: EffectiveMesh,
): readonly Move[] {
  const final: Move = { stage: 'tighten', manifest: willBe?.manifest };
  const early: Move = { ...final, stage: 'loosen' };
  if (was === undefined) {
    return [willBe !== undefined && isAllow(willBe) && isGuarded(willBe, old) ? early : final];
  }
  if (willBe === undefined) {
    if (!isAllow(was)) return [early];
    return [isGuarded(was, goal) ? final : early];
  }
  if (actionOf(was) !== actionOf(willBe) || !isSame(targetOf(was), targetOf(willBe))) return [final];
  if (actionOf(was) !== 'ALLOW' && actionOf(was) !== 'DENY') return [final];

  const added = without(rulesOf(willBe), rulesOf(was));
  const removed = without(rulesOf(was), rulesOf(willBe));
  const [looser, stricter] = isAllow(willBe) ? [added, removed] : [removed, added];
  if (stricter.length === 0) return [early];
  if (looser.length === 0) return [final];
  const common = without(rulesOf(was), removed);
  const rules = isAllow(willBe) ? [...rulesOf(willBe), ...removed] : common;
  // A DENY policy without rules is refused.
  if (rules.length === 0) return [final];
  const note = isAllow(willBe) ? `keeps ${count(removed)} of before` : `is left with the ${count(common)} that stay`;
  return [{ stage: 'loosen', manifest: withRules(willBe.manifest, rules), note }, final];
}

function count(rules: readonly unknown[]): string {
  return `${rules.length} rule${rules.length === 1 ? '' : 's'}`;
}

function actionOf({ spec }: Policy): string {
  return spec.action ?? 'ALLOW';
}

function isAllow(policy: Policy): boolean {
  return actionOf(policy) === 'ALLOW';
}

function targetOf({ spec }: Policy): unknown {
  return [spec.selector?.matchLabels ?? {}, spec.targetRef ?? null, spec.targetRefs ?? []];
}

/** Whether other ALLOW policies hold for all pods of a policy, so that what it does not allow is refused anyway. */
function isGuarded(policy: Policy, mesh: EffectiveMesh): boolean {
  const isOther = (other: Policy) =>
    isAllow(other) && (other.name !== policy.name || other.namespace !== policy.namespace);
  const workloads = mesh.authorizationPolicies.workloadsOf(policy, mesh.model.workloads);
  if (workloads.length > 0) {
    return workloads.every(workload => mesh.policiesOf(workload).authorizations.some(isOther));
  }
  const near = [mesh.settings.rootNamespace, policy.namespace];
  const others = near.flatMap(namespace => mesh.model.inNamespace('AuthorizationPolicy', namespace).filter(isOther));
  return others.some(other => isSame(targetOf(other), NO_TARGET) || isSame(targetOf(other), targetOf(policy)));
}

const NO_TARGET = [{}, null, []];

function rulesOf({ manifest }: Policy): readonly unknown[] {
  return isMapping(manifest.spec) && Array.isArray(manifest.spec.rules) ? manifest.spec.rules : [];
}

function without(rules: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  return rules.filter(rule => !others.some(other => isSame(rule, other)));
}

function withRules(manifest: Manifest, rules: readonly unknown[]): Manifest {
  return { ...manifest, spec: { ...(isMapping(manifest.spec) ? manifest.spec : {}), rules } };
}
