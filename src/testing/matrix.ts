import { type MatrixOptions, matrixOf, renderMatrix } from '../proof/access-matrix';
import type { MatrixEntry } from '../values/matrix-entry';
import { type MeshSource, meshOf } from './mesh-under-test';

/** Who may send what to whom: of every workload, of clients outside, and of strangers in the cluster. */
export function matrixEntries(source: MeshSource, options: MatrixOptions = {}): readonly MatrixEntry[] {
  return matrixOf(meshOf(source).model, options);
}

/**
 * Who may send what to whom, of all requests, as text that stays the same while the behaviour does: the snapshot for a
 * pull request.
 *
 * @example
 * expect(matrix('dist')).toMatchSnapshot();
 */
export function matrix(source: MeshSource, options: MatrixOptions = {}): string {
  return renderMatrix(matrixEntries(source, options));
}
