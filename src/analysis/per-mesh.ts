import type { MeshModel } from '../model/mesh-model';

/** Answers the same question about one model only once, for rules that need the same answer. */
export function perMesh<T>(answer: (model: MeshModel) => T): (model: MeshModel) => T {
  const answers = new WeakMap<MeshModel, { readonly value: T }>();
  return model => {
    let found = answers.get(model);
    if (found === undefined) {
      found = { value: answer(model) };
      answers.set(model, found);
    }
    return found.value;
  };
}
