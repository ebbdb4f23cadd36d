import type { Labels } from '../../model/labels';

/** The pod at which a request arrives, as policies select it. */
export interface PolicyTarget {
  readonly namespace: string;
  readonly labels: Labels;
}

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Name of the Gateway-API gateway that the pod belongs to, if it belongs to one. */
export function gatewayNameOf({ labels }: PolicyTarget): string | undefined {
  return labels[GATEWAY_NAME];
}
