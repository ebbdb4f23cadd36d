/** Which way a gateway leads: into the mesh, out of it, or to the other networks of it. */
export type GatewayRole = 'ingress' | 'egress' | 'east-west';

/** One port of a gateway's Service. */
export interface GatewayWorkloadPort {
  /** Name of the port, as the Service has it. */
  readonly name: string;
  /** Port of the Service, which clients use: 1 to 65535. */
  readonly port: number;
  /** Port on which the pods listen: 1 to 65535. */
  readonly targetPort: number;
}

/** The port of the health checks of a gateway. */
export const STATUS_PORT: GatewayWorkloadPort = { name: 'status-port', port: 15021, targetPort: 15021 };

/** The ports of a gateway that takes HTTP and HTTPS, as the `gateway` chart has them. */
export const GATEWAY_PORTS: readonly GatewayWorkloadPort[] = [
  STATUS_PORT,
  { name: 'http2', port: 80, targetPort: 80 },
  { name: 'https', port: 443, targetPort: 443 },
];

/** Ports by which the clusters of a mesh reach each other's services and control planes. */
export const EAST_WEST_PORTS: readonly GatewayWorkloadPort[] = [
  STATUS_PORT,
  { name: 'tls', port: 15443, targetPort: 15443 },
  { name: 'tls-istiod', port: 15012, targetPort: 15012 },
  { name: 'tls-webhook', port: 15017, targetPort: 15017 },
];

/** The value of the `istio` label of a gateway: its name without the prefix `istio-`. */
export function istioLabelOf(gateway: string): string {
  return gateway.replace(/^istio-/, '');
}

/** The labels by which a Gateway selects the pods of a gateway deployment of this name. */
export function gatewaySelector(name: string): { readonly app: string; readonly istio: string } {
  return { app: name, istio: istioLabelOf(name) };
}
