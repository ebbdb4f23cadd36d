import { planChanges } from '../plan/plan-changes';
import type { MeshState } from './mesh-state';
import type { MigrationStage } from './stage';
import type { StageState } from './stage-states';

/** Stages with the order in which their objects are applied, and what has to be run and looked at. */
export function stagesFrom(before: MeshState, states: readonly StageState[]): readonly MigrationStage[] {
  return states.map((stage, i): MigrationStage => {
    const earlier = states[i - 1]?.state ?? before;
    const { steps } = planChanges(earlier.objects, stage.state.objects, { ...before.options, now: new Date(0) });
    return {
      name: stage.name,
      title: stage.title,
      manifests: stage.state.objects,
      steps,
      commands: [],
      checks: [],
      back: [],
    };
  });
}
