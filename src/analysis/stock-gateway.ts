import type { MeshModel } from '../model/mesh-model';

/** The labels that the gateways of Istio's own charts and profiles have. */
const STOCK_GATEWAYS: ReadonlySet<string> = new Set(['ingressgateway', 'egressgateway']);

/**
 * Whether a selector means a gateway that an installation of Istio brings with it and that is therefore not in the set.
 * A set that installs Istio itself shows its gateways.
 */
export function meansStockGateway(selector: { readonly [key: string]: string }, model: MeshModel): boolean {
  if (model.istioParity || model.controlPlanes.length > 0) return false;
  const { istio = '', app = '' } = selector;
  const others = Object.keys(selector).some(key => key !== 'istio' && key !== 'app');
  return !others && (STOCK_GATEWAYS.has(istio) || (istio === '' && STOCK_GATEWAYS.has(app.replace(/^istio-/, ''))));
}
