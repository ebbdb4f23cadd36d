import type { MeshModel } from '../model/mesh-model';

/** Answers the same question about one model only once, for rules that need the same answer. */
export function perMesh<T>(answer: (mesh: MeshModel) => T): (mesh: MeshModel) => T {
  const answers = new WeakMap<MeshModel, { readonly value: T }>();
  return mesh => {
    let found = answers.get(mesh);
    if (found === undefined) {
      found = { value: answer(mesh) };
      answers.set(mesh, found);
    }
    return found.value;
  };
}
