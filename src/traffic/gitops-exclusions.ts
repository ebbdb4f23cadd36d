import type { ArgoCdIgnoreDifference, FluxDriftIgnore } from '../values/gitops';

/** Fields of an object that a controller writes, so that GitOps must leave them alone. */
export interface GitOpsExclusion {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The fields as JSON pointers. */
  readonly pointers: readonly string[];
}

/** Exclusions as Argo CD reads them; the Application also needs the sync option `RespectIgnoreDifferences=true`. */
export function toArgoCd(exclusions: readonly GitOpsExclusion[]): readonly ArgoCdIgnoreDifference[] {
  return exclusions.map(({ pointers, ...object }) => ({ ...object, jsonPointers: pointers }));
}

/** Exclusions as Flux reads them. */
export function toFlux(exclusions: readonly GitOpsExclusion[]): readonly FluxDriftIgnore[] {
  return exclusions.map(({ kind, namespace, name, pointers }) => ({
    paths: pointers,
    target: { kind, namespace, name },
  }));
}
