import type { Labels } from '../../model/labels';

/** The pod at which a request arrives, as policies select it. */
export interface PolicyTarget {
  readonly namespace: string;
  readonly labels: Labels;
}

/** The label by which the pods of a Gateway of the Gateway API say whose they are. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Name of the Gateway-API gateway that the pod belongs to, if it belongs to one. */
export function gatewayNameOf({ labels }: PolicyTarget): string | undefined {
  return labels[GATEWAY_NAME];
}
