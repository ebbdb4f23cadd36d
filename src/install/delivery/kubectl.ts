import type { PhaseFiles, RunBookStep } from './strategy';

/** The command that applies files, or none when there are none. */
export function applyFiles(files: readonly string[]): readonly string[] {
  return files.length === 0 ? [] : [`kubectl apply ${files.map(file => `-f ${file}`).join(' ')}`];
}

/** The step that applies what needs Istio; none where there is nothing of the kind. */
export function applyMesh({ mesh }: Pick<PhaseFiles, 'mesh'>): readonly RunBookStep[] {
  return mesh.length === 0 ? [] : [{ text: 'Apply what needs Istio.', commands: applyFiles(mesh) }];
}

/** Commands that delete what files define, the last file first. */
export function deleteFiles(files: readonly string[]): readonly string[] {
  return [...files].reverse().map(file => `kubectl delete --ignore-not-found -f ${file}`);
}

/** Deletes the CRDs of Istio, which charts and operators leave behind on purpose. */
export const DELETE_CRDS = 'kubectl get crd -o name | grep istio.io | xargs kubectl delete';
