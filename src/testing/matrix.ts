import { type AccessOptions, accessOf, accessText } from '../proof/access';
import type { AccessEntry } from '../values/access-entry';
import { type MeshSource, meshOf } from './mesh-under-test';

/** Who may send what to whom: of every workload, of clients outside, and of strangers in the cluster. */
export function matrixEntries(source: MeshSource, options: AccessOptions = {}): readonly AccessEntry[] {
  return accessOf(meshOf(source).model, options);
}

/**
 * Who may send what to whom, of all requests, as text that stays the same while the behaviour does: the snapshot for a
 * pull request.
 *
 * @example
 * expect(matrix('dist')).toMatchSnapshot();
 */
export function matrix(source: MeshSource, options: AccessOptions = {}): string {
  return accessText(matrixEntries(source, options));
}
