/**
 * The order in which the objects of a mesh are applied, and the chart (and so the file) each of them lands in.
 *
 * Subsets come before the routes that use them; policies come after the routes they guard.
 */
export const PHASES = {
  namespaces: '00-namespaces',
  controlPlane: '10-control-plane',
  gateways: '20-gateways',
  workloads: '30-workloads',
  destinationRules: '40-destination-rules',
  routes: '50-routes',
  policies: '60-policies',
  telemetry: '70-telemetry',
  faults: '90-faults',
} as const;

/** A step of the apply order. */
export type Phase = keyof typeof PHASES;
