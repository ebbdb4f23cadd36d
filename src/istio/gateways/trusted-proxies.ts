import { parseValues, valueAt } from '../../model/installations';
import type { MeshModel } from '../../model/mesh-model';
import type { Workload } from '../../model/workload';

/**
 * Whether a gateway believes proxies in front of it: the address of the client in X-Forwarded-For, and in X-Forwarded-Proto
 * whether the client used TLS.
 */
export function trustsProxies({ annotations }: Pick<Workload, 'annotations'>, model: MeshModel): boolean {
  return (
    trustsProxiesByDefault(model) ||
    valueAt(parseValues(annotations['proxy.istio.io/config']), 'gatewayTopology') !== undefined
  );
}

/** Whether all gateways of the mesh do so. */
export function trustsProxiesByDefault({ meshConfig }: MeshModel): boolean {
  return meshConfig.defaultConfig?.gatewayTopology?.numTrustedProxies !== undefined;
}

/** Whether a patch changes what proxies take for the scheme of requests. */
export function patchesScheme(model: MeshModel): boolean {
  return model
    .all('EnvoyFilter')
    .some(({ spec }) =>
      /xff_?num_?trusted_?hops|use_?remote_?address|scheme_?header|x-forwarded-proto/i.test(JSON.stringify(spec)),
    );
}
