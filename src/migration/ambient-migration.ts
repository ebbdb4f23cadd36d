import type { App } from 'cdk8s';
import { DataPlane } from '../mesh/data-plane';
import { modelInputOf } from '../synth/app-mesh';
import { renderApp } from '../synth/render-app';
import { ConfigError } from '../values/config-error';
import { compareText } from '../values/order';
import type { MigrationDecision } from './decision';
import { MeshState } from './mesh-state';
import { type AmbientMigrationPlan, planBetween, requireKnown } from './migrate-to-ambient';
import { movablePods } from './moving-pods';

/** Properties of `AmbientMigration`. */
export interface AmbientMigrationProps {
  /** The namespaces that move, in this order. */
  readonly namespaces: readonly string[];

  /** Makes the app with the data plane that each namespace has at the time; called once more than there are namespaces. */
  readonly app: (dataPlane: (namespace: string) => DataPlane) => App;

  /** Names of the decisions that are accepted. @default - none */
  readonly accept?: readonly string[];
}

/**
 * Moves an app from sidecars into the ambient mesh, namespace by namespace: from each synth to the next one in stages, with
 * a proof that requests behave as before at every moment of them.
 *
 * An app says how a mesh is, not how it gets there: clients with sidecars go past the waypoints that policies of the
 * ambient app rely on. The stages between two synths stand beside both, and their last one is the new synth.
 *
 * @throws ConfigError if a namespace has no pods that leave their sidecars, or an accepted name is that of no decision
 * @see https://istio.io/latest/docs/ambient/migrate/
 *
 * @example
 * const notesApp = (dataPlane: DataPlane) => {
 *   const app = new MeshApp();
 *   const mesh = new Mesh(app, 'mesh');
 *   const notes = new MeshNamespace(mesh, 'notes-app', { dataPlane });
 *   new MeshService(mesh, 'backend', { namespace: notes, ports: [{ port: 5000, protocol: 'http' }], versions: { v1: { image: 'notes:1' } } });
 *   return app;
 * };
 * const migration = new AmbientMigration({
 *   namespaces: ['notes-app'],
 *   app: dataPlane => notesApp(dataPlane('notes-app')),
 * });
 * for (const plan of migration.plans) writeMigration(plan, `migration/${plan.namespaces}`);
 */
export class AmbientMigration {
  /** The way of each namespace, in their order. */
  public readonly plans: readonly AmbientMigrationPlan[];
  /** What is not kept on any of them, and must be accepted by its name. */
  public readonly decisions: readonly MigrationDecision[];

  public constructor({ namespaces, app, accept = [] }: AmbientMigrationProps) {
    const synths = [...namespaces.keys(), namespaces.length].map(count => {
      const ambient = new Set(namespaces.slice(0, count));
      return synthOf(app(name => (ambient.has(name) ? DataPlane.ambient() : DataPlane.sidecar())));
    });
    const accepted = new Set(accept);
    this.plans = namespaces.flatMap((namespace, i) => {
      const [before, goal] = [synths[i], synths[i + 1]];
      if (before === undefined || goal === undefined) return [];
      requireMoved(namespace, goal);
      return [planBetween(before, [namespace], accepted, goal)];
    });
    const byId = new Map(this.plans.flatMap(({ decisions }) => decisions.map(one => [one.id, one])));
    this.decisions = [...byId.values()].sort((a, b) => compareText(a.id, b.id));
    requireKnown(accept, this.decisions);
  }

  /** Whether everything is kept, or accepted. */
  public get isProven(): boolean {
    return this.decisions.every(({ isAccepted }) => isAccepted);
  }
}

function synthOf(app: App): MeshState {
  const objects = [...renderApp(app)].flatMap(chart => chart.objects);
  const { located, options } = modelInputOf(app, objects);
  return MeshState.of(located, options);
}

function requireMoved(namespace: string, goal: MeshState): void {
  const [stays] = movablePods(goal.mesh).filter(pod => pod.namespace === namespace);
  if (stays === undefined) return;
  throw new ConfigError(
    `Cannot move the namespace "${namespace}" into the ambient mesh: wanted an app that asks for its data plane, got one in which the pods of "${stays.name}" still have sidecars`,
  );
}
