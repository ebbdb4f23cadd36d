/** Amounts of CPU, memory and other resources of a container, as Kubernetes quantities. */
export interface ResourceAmounts {
  /**
   * What the scheduler sets aside, for example `{ cpu: '100m', memory: '128Mi' }`.
   *
   * @default - nothing
   */
  readonly requests?: { readonly [resource: string]: string } | undefined;
  /**
   * What the container may use at most.
   *
   * @default - no limit
   */
  readonly limits?: { readonly [resource: string]: string } | undefined;
}
