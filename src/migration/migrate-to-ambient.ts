import type { EffectiveMesh } from '../istio/effective-mesh';
import { ConfigError } from '../values/config-error';
import { groupOf, type LocatedManifest, type Manifest } from '../values/manifest';
import { nearest } from '../values/nearest';
import { compareText } from '../values/order';
import { convertAll } from './conversion/convert-all';
import { type NamespaceWaypoint, waypointsFor } from './conversion/waypoints';
import { decisionsOf, type FoundAt } from './decide';
import type { MigrationDecision } from './decision';
import { type Need, prepareInstallation } from './installation';
import { withLabels } from './labelled';
import { type MeshReadOptions, MeshState } from './mesh-state';
import { compareMoment } from './moment';
import { movablePods, podsName } from './moving-pods';
import { findObstacles } from './obstacles/find-obstacles';
import { restartOrder } from './restart-order';
import type { MigrationStage } from './stage';
import { StageStates } from './stage-states';
import { stagesFrom } from './stage-steps';

/** How a mesh is moved from sidecars into the ambient mesh. */
export interface AmbientMigrationOptions extends MeshReadOptions {
  /**
   * The namespaces that move.
   *
   * @default - all whose pods get sidecars by injection
   */
  readonly namespaces?: readonly string[];

  /** Names of the decisions that are accepted. @default - none */
  readonly accept?: readonly string[];
}

/** The way of a mesh from sidecars into the ambient mesh, with what is not kept on it. */
export interface AmbientMigrationPlan {
  /** The namespaces that move, in the order of their names. */
  readonly namespaces: readonly string[];
  /** What the ambient mesh needs of the installation. */
  readonly needs: readonly Need[];
  readonly stages: readonly MigrationStage[];
  /** The waypoints that the mesh gets, and the objects because of which it needs them. */
  readonly waypoints: readonly PlannedWaypoint[];
  /** What is not kept, and must be accepted by its name; empty if every request behaves as before, at every moment. */
  readonly decisions: readonly MigrationDecision[];
  /** What is assumed, such as labels of namespaces that are not among the manifests. */
  readonly assumptions: readonly string[];
}

/** A waypoint of the mesh. */
export interface PlannedWaypoint {
  readonly namespace: string;
  readonly name: string;
  /** Whether the namespace uses it as a whole, but for single services. */
  readonly isForNamespace: boolean;
  /** The services before which it stands, with the objects that need it. */
  readonly services: readonly { readonly name: string; readonly because: readonly string[] }[];
}

/**
 * Plans how a mesh moves from sidecars into the ambient mesh, and proves at every moment of it that requests behave as
 * before: with clients that have a sidecar, that are ambient and that are outside of the mesh, and while pods restart.
 *
 * @throws ConfigError if a namespace has no pods that could move, or an accepted name is that of no decision
 * @see https://istio.io/latest/docs/ambient/migrate/
 *
 * @example
 * const { stages, decisions } = migrateToAmbient(readManifests(['dist']));
 * const isSafe = decisions.every(({ isAccepted }) => isAccepted);
 */
export function migrateToAmbient(
  manifests: readonly LocatedManifest[],
  options: AmbientMigrationOptions = {},
): AmbientMigrationPlan {
  const { namespaces: wanted, accept = [], ...reading } = options;
  const read = MeshState.of(manifests, reading);
  const plan = planBetween(read, namespacesOf(read.mesh, wanted), new Set(accept));
  requireKnown(accept, plan.decisions);
  return plan;
}

/**
 * Plans the way of some namespaces.
 *
 * @param goal what the mesh is in the end, where that is known
 */
export function planBetween(
  read: MeshState,
  namespaces: readonly string[],
  accepted: ReadonlySet<string>,
  goal?: MeshState,
): AmbientMigrationPlan {
  const { state: before, assumptions } = withInjection(read, namespaces);
  const pods = movablePods(before.mesh).filter(({ namespace }) => namespaces.includes(namespace));
  const names = pods.map(podsName);
  const waypoints = waypointsFor(before.mesh, new Set(names));
  const conversion = convertAll(before, waypoints, new Set(names));
  const prepared = prepareInstallation(before, conversion.beside.some(usesGatewayApi));
  const states = new StageStates(prepared.state, conversion, pods);
  const [everything, everywhere] = [new Set(names), new Set(namespaces)];
  const groups = restartOrder(
    {
      before,
      pending: states.moved(everything, everywhere, everything),
      after: states.moved(everything, everywhere),
      namespaces: everywhere,
    },
    names,
  );
  const stages = states.stages(groups, goal);
  const found = stages.flatMap(({ moments }): FoundAt[] =>
    moments.flatMap(moment =>
      moment.state === before ? [] : [{ when: moment.when, ...compareMoment(before, moment) }],
    ),
  );
  const last = stages.at(-1)?.state ?? before;
  const obstacles = findObstacles(before.mesh, { namespaces });
  const decisions = decisionsOf(found, obstacles, { before: before.mesh, goal: last.mesh }, accepted);
  return {
    namespaces,
    needs: prepared.needs,
    stages: stagesFrom(before, stages),
    waypoints: waypoints.map(plannedWaypoint),
    decisions,
    assumptions,
  };
}

function namespacesOf(mesh: EffectiveMesh, wanted: readonly string[] | undefined): readonly string[] {
  const movable = movablePods(mesh);
  const known = [...new Set(movable.map(({ namespace }) => namespace))].sort(compareText);
  for (const name of wanted ?? []) {
    if (known.includes(name)) continue;
    const similar = nearest(name, known);
    const hint = similar === undefined ? '' : `; did you mean "${similar}"?`;
    throw new ConfigError(
      `Cannot move the namespace "${name}" into the ambient mesh: wanted one with pods that get sidecars by injection, which ${known.map(one => `"${one}"`).join(', ') || 'none of the manifests'} has${hint}`,
    );
  }
  if (known.length === 0) {
    throw new ConfigError(
      `Cannot move the mesh into the ambient mesh: wanted pods that get sidecars by injection, got none${inTheWay(mesh)}`,
    );
  }
  return wanted === undefined ? known : [...new Set(wanted)].sort(compareText);
}

/** What pods there are that cannot move, and why. */
function inTheWay(mesh: EffectiveMesh): string {
  const namespaces = [...mesh.model.namespaces.all].map(({ name }) => name);
  const found = findObstacles(mesh, { namespaces });
  return found.length === 0 ? '' : `; in the way: ${found.map(({ id, message }) => `${id} (${message})`).join(', ')}`;
}

/** Namespaces that are not among the manifests are taken to be labelled for injection. */
function withInjection(state: MeshState, namespaces: readonly string[]) {
  const missing = namespaces.filter(name => state.mesh.model.namespaces.get(name)?.resource === undefined);
  const added = missing.map(name =>
    withLabels({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, { 'istio-injection': 'enabled' }),
  );
  return {
    state: state.with(added),
    assumptions: missing.map(
      name =>
        `the Namespace "${name}" is not among the manifests, and is taken to be labelled "istio-injection: enabled"`,
    ),
  };
}

/** @throws ConfigError if an accepted name is that of no decision */
export function requireKnown(accept: readonly string[], decisions: readonly MigrationDecision[]): void {
  const ids = decisions.map(({ id }) => id);
  for (const name of accept) {
    if (ids.includes(name)) continue;
    const similar = nearest(name, ids);
    const known = ids.map(id => `"${id}"`).join(', ') || 'there is none';
    const hint = similar === undefined ? '' : `; did you mean "${similar}"?`;
    throw new ConfigError(`Cannot accept "${name}": wanted the name of a decision (${known})${hint}`);
  }
}

function usesGatewayApi({ apiVersion }: Manifest): boolean {
  return groupOf(apiVersion) === 'gateway.networking.k8s.io';
}

function plannedWaypoint({ namespace, name, isForNamespace, uses }: NamespaceWaypoint): PlannedWaypoint {
  const services = uses.map(({ service, reasons }) => ({
    name: service.resource.name,
    because: [...new Set(reasons.map(String))].sort(compareText),
  }));
  return { namespace, name, isForNamespace, services };
}
