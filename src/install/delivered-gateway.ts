/** One port of a gateway's Service. */
export interface DeliveredGatewayPort {
  readonly name: string;
  /** Port of the Service. */
  readonly port: number;
  /** Port that the gateway's pods listen on. */
  readonly targetPort: number;
}

/**
 * A gateway that the installation itself brings along. Its labels, ports and account differ between the charts and
 * istioctl, so a Gateway must take them from here.
 */
export interface DeliveredGateway {
  /** Name of its Deployment and Service. */
  readonly name: string;
  readonly namespace: string;
  readonly role: GatewayRole;
  /** Labels of its pods, for `spec.selector` of a Gateway. */
  readonly selector: { readonly [key: string]: string };
  readonly ports: readonly DeliveredGatewayPort[];
  /** The account that its pods run as, and so its identity in the mesh. */
  readonly serviceAccountName: string;
}

/** Which way a gateway leads: into the mesh, out of it, or to another cluster of it. */
export type GatewayRole = 'ingress' | 'egress' | 'east-west';

/** The value of the `istio` label of a gateway: its name without the prefix `istio-`. */
export function istioLabelOf(gateway: string): string {
  return gateway.replace(/^istio-/, '');
}

/** Ports by which the clusters of a mesh reach each other's services and control planes. */
export const EAST_WEST_PORTS: readonly DeliveredGatewayPort[] = [
  { name: 'status-port', port: 15021, targetPort: 15021 },
  { name: 'tls', port: 15443, targetPort: 15443 },
  { name: 'tls-istiod', port: 15012, targetPort: 15012 },
  { name: 'tls-webhook', port: 15017, targetPort: 15017 },
];
