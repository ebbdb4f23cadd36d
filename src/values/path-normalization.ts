/**
 * How a proxy rewrites the path before routes and policies see it.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization-NormalizationType
 */
export type PathNormalization = 'DEFAULT' | 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';

/** Whether `//admin` is `/admin` to routes and policies. */
export function mergesSlashes(normalization: PathNormalization | undefined): boolean {
  return normalization === 'MERGE_SLASHES' || normalization === 'DECODE_AND_MERGE_SLASHES';
}
