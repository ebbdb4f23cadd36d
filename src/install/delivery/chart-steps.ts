import type { InstallPlan } from '../install-plan';
import { applyFiles, applyMesh, DELETE_CRDS, deleteFiles } from './kubectl';
import { rolloutChecks } from './outputs';
import { removeNamespaces, removeTags } from './removal';
import type { DeliverySteps, PhaseFiles } from './strategy';

/** How to run an installation whose rendered charts lie in files. */
export function chartSteps(plan: InstallPlan, files: PhaseFiles): DeliverySteps {
  const checks = rolloutChecks(plan);
  const apply = applyFiles(files.install).map(command => `${command} --server-side`);
  return {
    deploy: [
      {
        text: 'Install Istio. Server-side apply leaves alone what istiod writes into its webhooks.',
        commands: apply,
      },
      { text: 'Wait until Istio is ready.', commands: checks },
      ...applyMesh(files),
    ],
    upgrade: [
      {
        text: 'Set the new version (one minor at a time in place, two with a canary revision), synthesize and apply. kubectl does not remove what is no longer in the files: compare the commits. Restart the workloads afterwards.',
        commands: ['istioctl x precheck', ...apply, ...checks],
      },
    ],
    rollBack: [{ text: 'Check out the previous commit and apply it.', commands: [...apply, ...checks] }],
    uninstall: [
      removeTags(plan),
      {
        text: 'Remove the configuration of the mesh, then Istio with its CRDs, and so every Istio resource of the cluster.',
        commands: [...deleteFiles(files.meshAlone), ...deleteFiles(files.installAlone)],
      },
      { text: 'Check that no CRD is left.', commands: [DELETE_CRDS] },
      removeNamespaces(plan),
    ],
  };
}
