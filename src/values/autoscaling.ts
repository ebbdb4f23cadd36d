/** How many pods run, depending on their load. */
export interface AutoscalingProps {
  /** Fewest pods: 1 or more. */
  readonly minReplicas: number;
  /** Most pods: not fewer than `minReplicas`. */
  readonly maxReplicas: number;
  /**
   * The use of the requested CPU that the number of pods is chosen for, in percent.
   *
   * @default 80
   */
  readonly cpuPercent?: number | undefined;
}
