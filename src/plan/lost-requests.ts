import type { MeshModel } from '../model/mesh-model';
import { diffMeshes, type MeshDifference } from '../proof/diff-meshes';
import { type DifferenceKind, passes } from '../proof/effect';
import { simulate } from '../simulation/simulate';
import { ConfigError } from '../values/config-error';
import type { ResourceRef } from '../values/diagnostic';
import type { PlannedDrop } from './change-plan';

/** What the simulator says of requests that got through before and no longer do. */
const LOSSES: ReadonlySet<DifferenceKind> = new Set(['newly-denied', 'host-gone']);

/** How many requests a step names; one cause often stops many. */
const MOST_NAMED = 10;

/**
 * The requests of the pods of the manifests, and of clients outside, that got through before the change and do not after
 * a step, by step. Those that the new set refuses too are meant to be refused, and are told apart.
 *
 * @param states The mesh before the change and after each step.
 * @param blamed What a step changes first, to report a loss on.
 */
export function lostRequests(
  states: readonly MeshModel[],
  blamed: readonly ResourceRef[],
): readonly (readonly PlannedDrop[])[] {
  const [old, ...later] = states;
  const goal = states.at(-1);
  if (old === undefined || goal === undefined) return [];
  const known = new Set(
    [...old.workloads.all, ...goal.workloads.all].map(({ namespace, name }) => `${namespace}/${name}`),
  );
  return later.map((state, i) => {
    const before = states[i];
    const resource = blamed[i];
    if (before === undefined || resource === undefined) return [];
    const losses = diffMeshes(before, state).differences.filter(({ kind }) => LOSSES.has(kind));
    const drops = losses.flatMap((loss): PlannedDrop[] => {
      const from = loss.from.find(name => name === 'internet' || known.has(name));
      // What only an interim form let through was never promised.
      if (from === undefined || !getsThrough(old, from, loss)) return [];
      const reason = `${loss.requests === '' ? 'requests' : `requests ${loss.requests}`} from ${from} to ${loss.to} got through and no longer do: ${loss.after}`;
      if (!getsThrough(goal, from, loss)) return [{ resource, reason, isIntended: true }];
      const end = states.findIndex((one, step) => step > i + 1 && getsThrough(one, from, loss));
      return [{ resource, reason, ...(end < 0 ? {} : { until: end }) }];
    });
    return drops.slice(0, MOST_NAMED);
  });
}

function getsThrough(model: MeshModel, from: string, { witness, kind }: MeshDifference): boolean {
  const { to, method, headers, tokens, ip, clientCertificate } = witness;
  try {
    const verdict = simulate(model, {
      from,
      to,
      ...(method === undefined ? {} : { method }),
      ...(headers === undefined ? {} : { headers }),
      ...(tokens === undefined ? {} : { tokens }),
      ...(ip === undefined ? {} : { ip }),
      ...(clientCertificate === undefined ? {} : { clientCertificate }),
    });
    // Sidecars pass through what is for no Service, but nothing answers to the name of one that is gone.
    return passes(verdict) && !(kind === 'host-gone' && verdict.outcome === 'passed-through');
  } catch (error) {
    // The sender is not there in every state.
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
