/** The annotation by which Argo CD orders what it syncs. */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * Annotations that put an object into a wave.
 *
 * @param needsCrds whether its kind is known to the cluster only once an earlier wave is through; Argo CD tries
 * everything out before the first wave, and would stop there
 */
export function syncAnnotations(wave: string, needsCrds: boolean): { readonly [key: string]: string } {
  return {
    ...(needsCrds ? { 'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true' } : {}),
    [SYNC_WAVE]: wave,
  };
}
