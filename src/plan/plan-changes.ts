import { effectiveMeshOf } from '../istio/effective-mesh';
import { buildModel, type MeshModel, type MeshModelOptions } from '../model/mesh-model';
import { isKind, type Resource } from '../model/resource';
import { isMapping } from '../model/shape';
import type { LocatedManifest } from '../values/manifest';
import type { ChangePlan, PlannedChange, PlannedDrop, PlanStep } from './change-plan';
import { type Difference, differencesBetween, identityKey } from './differences';
import { dropsBetween, dropsOf, Remainder } from './drops';
import { emptiedServices } from './emptied-services';
import { lostRequests } from './lost-requests';
import type { Move } from './move';
import { movesOf } from './moves';
import { portDrops } from './port-drops';
import { STAGES } from './stages';

/** How a change is planned. */
export interface PlanOptions extends MeshModelOptions {
  /** The time by which certificates are valid or not. @default - now */
  readonly now?: Date;
}

/**
 * Orders the change from one set of manifests to another so that no request is lost on the way: what others refer to
 * comes before them and goes after them, demands on callers are loosened first and tightened last.
 *
 * An object that has to change both ways is applied twice, first in an interim form. What no order can save is marked:
 * each intermediate state is analysed like a mesh of its own.
 *
 * @param before The manifests that are in effect.
 * @param after The manifests that are to be in effect.
 */
export function planChanges(
  before: readonly LocatedManifest[],
  after: readonly LocatedManifest[],
  options: PlanOptions = {},
): ChangePlan {
  const { now = new Date(), ...modelOptions } = options;
  const old = buildModel(before, modelOptions);
  const goal = buildModel(after, modelOptions);
  const byStage = groupByStage(old, goal);

  const state = new Map(old.resources.map(resource => [identityKey(resource), resource.manifest]));
  /** The mesh of these manifests without what is scaled to nothing. */
  const running = (manifests: readonly LocatedManifest[]): MeshModel =>
    buildModel(
      manifests.filter(({ manifest: { spec } }) => !(isMapping(spec) && spec.replicas === 0)),
      modelOptions,
    );
  const states = [running(before)];
  const remainder = new Remainder(goal);
  const steps: PlanStep[] = [];
  for (const { name, title, waitFor } of STAGES) {
    const moves = byStage.get(name) ?? [];
    if (moves.length === 0) continue;
    for (const { difference, move } of moves) {
      const key = identityKey(difference.resource);
      if (move.manifest === undefined) state.delete(key);
      else state.set(key, move.manifest);
    }
    states.push(running([...state.values()].map(manifest => ({ manifest, origin: {} }))));
    const drops = [
      ...moves.flatMap(({ difference, move }) => dropsOf(difference, move, remainder)),
      ...(name === 'destinations' ? portDrops(old, goal) : []),
    ];
    steps.push({ title, waitFor, drops, changes: moves.map(changeOf) });
  }
  const broken = dropsBetween(states, { now });
  const emptied = emptiedServices(states);
  const found = steps.map((step, i) => ({
    ...step,
    drops: [...step.drops, ...(broken[i] ?? []), ...(emptied[i] ?? [])],
  }));
  const lost = lostRequests(
    states,
    steps.flatMap(({ changes: [first] }) => (first === undefined ? [] : [first.resource])),
  );
  return { steps: withLosses(found, lost) };
}

/** What the analysis says of a step says it better, and explains what is lost from there on. */
function withLosses(steps: readonly PlanStep[], lost: readonly (readonly PlannedDrop[])[]): readonly PlanStep[] {
  let isBroken = false;
  return steps.map((step, i) => {
    isBroken ||= step.drops.some(({ until, isIntended }) => until === undefined && isIntended !== true);
    if (step.drops.length > 0) return step;
    return { ...step, drops: (lost[i] ?? []).filter(({ isIntended }) => !(isBroken && isIntended === true)) };
  });
}

/** A move of an object, and which of its moves it is. */
interface PlannedMove {
  readonly difference: Difference;
  readonly move: Move;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function groupByStage(old: MeshModel, goal: MeshModel): ReadonlyMap<string, readonly PlannedMove[]> {
  const byStage = new Map(STAGES.map(({ name }) => [name as string, [] as PlannedMove[]]));
  for (const difference of differencesBetween(old, goal)) {
    const moves = movesOf(difference, effectiveMeshOf(old), effectiveMeshOf(goal));
    for (const [i, move] of moves.entries()) {
      byStage.get(move.stage)?.push({ difference, move, isFirst: i === 0, isLast: i === moves.length - 1 });
    }
  }
  for (const moves of byStage.values()) moves.sort((a, b) => rankOf(a) - rankOf(b));
  return byStage;
}

/**
 * The order within a stage, which is not applied at once either: what replaces something is there before it goes, tokens
 * are validated before they are demanded, and a policy that refuses everything comes after those that allow something.
 */
function rankOf({ difference: { resource }, move }: PlannedMove): number {
  const rank = isKind(resource, 'RequestAuthentication') ? 0 : isRefusal(resource) ? 2 : 1;
  return move.manifest === undefined ? 5 - rank : rank;
}

function isRefusal(resource: Resource): boolean {
  if (!isKind(resource, 'AuthorizationPolicy')) return false;
  const { action = 'ALLOW', rules = [] } = resource.spec;
  return action === 'ALLOW' && rules.length === 0;
}

function changeOf({ difference, move, isFirst, isLast }: PlannedMove): PlannedChange {
  const { resource, before } = difference;
  const { kind, namespace, name, origin } = resource;
  return {
    action: move.manifest === undefined ? 'delete' : isFirst && before === undefined ? 'create' : 'update',
    resource: { kind, ...(namespace === '' ? {} : { namespace }), name, origin },
    apiVersion: resource.manifest.apiVersion,
    ...(move.manifest === undefined ? {} : { manifest: move.manifest }),
    isInterim: !isLast,
    ...(move.note === undefined ? {} : { note: move.note }),
  };
}
