import type { App } from 'cdk8s';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { MeshNamespace, type MeshNamespaceProps } from '../../src/mesh/mesh-namespace';
import type { RoutingApi } from '../../src/mesh/mesh-props';
import type { MeshModel } from '../../src/model/mesh-model';
import { diffMeshes } from '../../src/proof/diff-meshes';
import type { WitnessRequest } from '../../src/proof/witness-request';
import { finalDestinations } from '../../src/simulation/final-destinations';
import { simulate } from '../../src/simulation/simulate';
import { meshOf } from '../../src/testing';
import { declareShop } from '../traffic/app';

/** A shop with a gateway, in one of the two APIs. */
export function declareEdge(api: RoutingApi, namespace: MeshNamespaceProps = {}, istioVersion = '1.31') {
  const declared = declareShop({ api, istioVersion }, namespace);
  const { mesh } = declared;
  const edge = new MeshNamespace(mesh, 'edge');
  const ports = [
    { name: 'http2', port: 80, targetPort: 80 },
    { name: 'https', port: 443, targetPort: 443 },
    { name: 'tcp', port: 9000, targetPort: 9000 },
  ];
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: edge, ports });
  return { ...declared, edge, gateway: new IngressGateway(mesh, 'public', { workload }) };
}

export type Edge = ReturnType<typeof declareEdge>;

/** An app in both APIs. */
export function inBoth(
  declare: (edge: Edge) => unknown,
  namespace?: MeshNamespaceProps,
): readonly [istio: MeshModel, kubernetes: MeshModel] {
  const modelOf = (api: RoutingApi) => {
    const edge = declareEdge(api, namespace);
    declare(edge);
    return modelOfApp(edge.app);
  };
  return [modelOf('istio'), modelOf('gateway-api')];
}

export const modelOfApp = (app: App): MeshModel => meshOf(app).model;

/**
 * All requests that fare differently in two meshes that are written in the two APIs, as one line each. The Services of
 * single versions, which only the Gateway API needs, are new, and stand for the subsets of the other mesh.
 */
export function flavourDifferences([istio, kubernetes]: readonly [MeshModel, MeshModel]): readonly string[] {
  const { differences, open } = diffMeshes(istio, kubernetes, { skipUnchanged: false });
  const real = differences.filter(({ kind, from, to, before, after, witness }) => {
    if (kind === 'host-new')
      return !/^[a-z-]+-v\d+\./.test(to) || !from.every(sender => mayCallWhole(istio, sender, witness));
    if (kind === 'mirror') return withSubsetFields(after) !== before;
    // A rewrite that is written otherwise and does the same.
    if (kind === 'rewrite') return before !== after;
    if (kind !== 'destination' || withSubsets(after) !== before) return true;
    return isKnown(istio, witness) && podsText(istio, witness) !== podsText(kubernetes, witness);
  });
  return [
    ...real.map(
      ({ kind, from, to, requests, before, after }) =>
        `${kind}: ${from.join(', ')} to ${to} ${requests}: ${before} -> ${after}`,
    ),
    ...open.map(({ to, reason }) => `open: ${to}: ${reason}`),
  ];
}

/** Whether a sender gets through to the whole of a service, so that it may get through to a single version as well. */
function mayCallWhole(model: MeshModel, from: string, { to, method = 'GET', tokens = [] }: WitnessRequest): boolean {
  if (model.all('AuthorizationPolicy').length === 0) return true;
  if (!isKnown(model, { from, to })) return false;
  const request = { from, to: to.replace(/-v\d+\./, '.'), method, tokens };
  return simulate(model, request).outcome === 'routed';
}

/** Services of single versions as the subsets that they stand for. */
function withSubsets(text: string): string {
  return text.replace(/([a-z-]+)-(v\d+)(\.\S+?:\d+)/g, '$1$3 $2');
}

function withSubsetFields(text: string): string {
  return text.replace(/([a-z-]+)-(v\d+)(\.[^"]+","percent":[\d.]+,"port":\d+)/g, '$1$3,"subset":"$2"');
}

function isKnown({ workloads }: MeshModel, { from }: Pick<WitnessRequest, 'from' | 'to'>): boolean {
  return from === 'internet' || workloads.all.some(({ namespace, name }) => `${namespace}/${name}` === from);
}

/** The pods that get a request, with their shares. */
export function podsText(model: MeshModel, { from, to, method = 'GET', headers = {} }: WitnessRequest): string {
  const request = { from, to, method, headers };
  const shares = new Map<string, number>();
  for (const { percent, targets } of finalDestinations(simulate(model, request).destinations)) {
    const pods = targets.map(({ workload, outcome, mtls }) => `${workload} ${outcome} ${mtls}`).sort();
    shares.set(pods.join(), (shares.get(pods.join()) ?? 0) + percent);
  }
  return JSON.stringify([...shares].sort());
}
