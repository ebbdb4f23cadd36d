import type { GatewayRole, GatewayWorkloadPort } from '../values/gateway-pods';

/**
 * A gateway that the installation itself brings along. Its labels, ports and account differ between the charts and
 * istioctl, so a Gateway must take them from here.
 */
export interface DeliveredGateway {
  /** Name of its Deployment and Service. */
  readonly name: string;
  readonly namespace: { readonly name: string };
  readonly role: GatewayRole;
  /** Labels of its pods, for `spec.selector` of a Gateway. */
  readonly selector: { readonly [key: string]: string };
  readonly ports: readonly GatewayWorkloadPort[];
  /** The account that its pods run as, and so its identity in the mesh. */
  readonly serviceAccountName: string;
}
