/** What Argo CD leaves alone: one entry of `ignoreDifferences` of its Applications. */
export interface ArgoCdIgnoreDifference {
  /** The API group of the kind. @default - the core group */
  readonly group?: string | undefined;
  readonly kind: string;
  /** @default - every namespace */
  readonly namespace?: string | undefined;
  /** @default - every object of the kind */
  readonly name?: string | undefined;
  /** The fields as JSON pointers. @default - none */
  readonly jsonPointers?: readonly string[] | undefined;
  /** The fields as expressions of jq. @default - none */
  readonly jqPathExpressions?: readonly string[] | undefined;
  /** Controllers all of whose fields are left alone, by the names under which they apply them. @default - none */
  readonly managedFieldsManagers?: readonly string[] | undefined;
}

/** What Flux leaves alone: one entry of `driftDetection.ignore` of its HelmReleases. */
export interface FluxDriftIgnore {
  readonly paths: readonly string[];
  readonly target: { readonly kind: string; readonly namespace: string; readonly name: string };
}
