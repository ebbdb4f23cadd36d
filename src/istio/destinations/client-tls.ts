import { isKind, type Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import type { MutualTlsMode } from '../../values/mutual-tls-mode';
import type { MeshFacts } from '../mesh-facts';
import { podsBehind } from '../services/name-resolution';
import type { RegisteredService } from '../services/registered-service';
import type { ConsolidatedRule } from './destination-rules';
import { type EffectivePolicy, tlsModeOfEndpoints } from './traffic-policy';

/**
 * How a proxy encrypts what it sends: by mutual TLS of the mesh as sidecars speak it, or by a tunnel with mutual TLS, as
 * the ambient mesh has it. `user-tls` is TLS with certificates of the user instead of the mesh's.
 */
export type ClientTls = 'plaintext' | 'user-tls' | 'mesh-mtls' | 'hbone' | 'user-tls-in-hbone';

/** Whether mutual TLS of the mesh goes around what is sent. */
export function isMeshTls(tls: ClientTls): boolean {
  return tls === 'mesh-mtls' || isTunnel(tls);
}

/** Whether it is sent through a tunnel. */
export function isTunnel(tls: ClientTls): boolean {
  return tls === 'hbone' || tls === 'user-tls-in-hbone';
}

/** How a proxy encrypts, and what decided it. */
export interface WireSecurity {
  readonly tls: ClientTls;
  readonly reason: string;
  readonly resource: Resource | undefined;
  readonly field: string | undefined;
}

/** A service and port with the settings under which a client reaches it. */
export interface TlsContext {
  readonly mesh: MeshFacts;
  readonly service: RegisteredService;
  /** Number of the service port. */
  readonly port: number;
  readonly subset: string;
  readonly rule: ConsolidatedRule | undefined;
  readonly policy: EffectivePolicy;
  /** Whether the client is a gateway or waypoint. */
  readonly isGateway: boolean;
  /** Whether the address that was dialled is kept, so that there is one setting for all pods. */
  readonly keepsAddress: boolean;
}

/**
 * What a proxy sends to one endpoint: what the DestinationRule says, else mutual TLS where both sides can (auto mTLS).
 *
 * @param target The pod, with its port; undefined for an address that belongs to none.
 * @see https://istio.io/latest/docs/concepts/security/#auto-mutual-tls
 */
export function wireSecurity(
  context: TlsContext,
  target: { readonly workload: Workload; readonly port: number } | undefined,
  endpointTakesTls = false,
): WireSecurity {
  const { mesh, service, rule, policy, isGateway, keepsAddress } = context;
  const ruled = policy.tls === undefined ? undefined : byRule(mesh, rule, policy, isGateway);
  if (target?.workload.dataPlane === 'ambient' && !keepsAddress) {
    if (ruled?.tls === 'user-tls') return { ...ruled, tls: 'user-tls-in-hbone' };
    const reason = 'the pod is in the ambient mesh, which takes HBONE whatever policies and DestinationRules say';
    return { tls: 'hbone', reason, resource: undefined, field: undefined };
  }
  if (ruled !== undefined) return ruled;
  const mode = inferredMode(context);
  if (mode === undefined) return plaintext('the service is outside the mesh', service.resource, 'spec.location');
  if (!mesh.settings.enableAutoMtls) return plaintext('auto mTLS is off in this mesh');
  if (mode === 'DISABLE') return plaintext(`auto mTLS: clients take ${service.host} to accept no mutual TLS`);
  if (keepsAddress) return meshed('auto mTLS: all pods of the service are in the mesh');
  if (target === undefined && !endpointTakesTls) return plaintext('auto mTLS: the endpoint is not in the mesh');
  if (target !== undefined && !isInMesh(target.workload)) return plaintext('auto mTLS: the pod has no sidecar');
  if (target !== undefined && !offersMutualTls(mesh, target.workload)) {
    return plaintext('auto mTLS: gateways are not offered mutual TLS');
  }
  const marked = tlsModeOfEndpoints(mesh.release, rule, context.port, context.subset);
  if (marked !== undefined) {
    const { mode: written, field } = marked;
    const [resource] = rule?.from ?? [];
    const tls = written === 'ISTIO_MUTUAL' ? 'mesh-mtls' : 'plaintext';
    return { tls, reason: `the DestinationRule marks the endpoints as ${written}`, resource, field };
  }
  if (target === undefined) return meshed('auto mTLS: the endpoint has an account of the mesh');
  const own = mesh.peerAuthentications.modeOf(target.workload, target.port);
  if (own.mode === 'DISABLE') return plaintext('auto mTLS: the port of the pod is DISABLE', own.resource, own.field);
  return meshed('auto mTLS: the pod is in the mesh');
}

/**
 * The mode that clients assume for a service before they look at a single endpoint; undefined for a service outside the
 * mesh.
 */
export function inferredMode(
  context: Pick<TlsContext, 'mesh' | 'service' | 'rule' | 'subset'>,
): MutualTlsMode | undefined {
  const { mesh, service, rule, subset } = context;
  if (service.external) return undefined;
  const policy = subset === '' ? rule?.trafficPolicy : rule?.subsets.find(({ name }) => name === subset)?.trafficPolicy;
  const keepsAddress = service.resolution === 'passthrough' || policy?.loadBalancer?.simple === 'PASSTHROUGH';
  if (keepsAddress && !allInMesh(mesh, service)) return 'DISABLE';
  return mesh.peerAuthentications.modeOfNamespace(service.namespace);
}

function byRule(
  { release }: MeshFacts,
  rule: ConsolidatedRule | undefined,
  policy: EffectivePolicy,
  isGateway: boolean,
): WireSecurity {
  const { from = [], policies = [] } = rule ?? {};
  const [resource] = from;
  const { mode = 'DISABLE', credentialName = '' } = policy.tls ?? {};
  const field = policy.tlsField ?? 'spec';
  const isSecret = credentialName !== '' && !credentialName.startsWith('configmap://');
  if ((mode === 'SIMPLE' || mode === 'MUTUAL') && isSecret && !isGateway && rule?.workloadSelector === undefined) {
    const reason = 'sidecars take credentialName only from a DestinationRule with a workloadSelector';
    return { tls: 'plaintext', reason, resource, field: `${field}.credentialName` };
  }
  const tls = mode === 'ISTIO_MUTUAL' ? 'mesh-mtls' : mode === 'DISABLE' ? 'plaintext' : 'user-tls';
  const [made] = policies;
  const isWritten = from.some(({ spec }) => spec.trafficPolicy?.tls !== undefined);
  if (made !== undefined && !(isWritten && release.has('rulesOverPolicies'))) {
    return { tls, reason: `the ${made.kind} says TLS`, resource: made, field: 'spec.validation' };
  }
  return { tls, reason: `the DestinationRule says ${mode}`, resource, field: `${field}.mode` };
}

function plaintext(reason: string, resource?: Resource, field?: string): WireSecurity {
  return { tls: 'plaintext', reason, resource, field };
}

function meshed(reason: string): WireSecurity {
  return { tls: 'mesh-mtls', reason, resource: undefined, field: undefined };
}

/** Whether a pod takes part in the mesh; one of which this is not known is taken to have a sidecar. */
export function isInMesh({ dataPlane }: Workload): boolean {
  return dataPlane !== 'none';
}

function allInMesh(mesh: MeshFacts, service: RegisteredService): boolean {
  const pods = podsBehind(mesh, service);
  return pods.length > 0 && pods.every(pod => offersMutualTls(mesh, pod));
}

/** Whether istiod marks the pods as taking mutual TLS of sidecars. It marks neither gateways nor ambient pods. */
function offersMutualTls(mesh: MeshFacts, workload: Workload): boolean {
  const { dataPlane } = workload;
  return (dataPlane === 'sidecar' || dataPlane === 'unknown') && mesh.proxyOf(workload).type !== 'gateway';
}

/** Whether ztunnel sends mutual TLS (HBONE) to pods: to all of the mesh, but neither to gateways nor to machines. */
export function takesHbone(mesh: MeshFacts, workload: Workload): boolean {
  if (!isInMesh(workload) || mesh.proxyOf(workload).type === 'gateway') return false;
  return !isKind(workload.resource, 'WorkloadEntry') || workload.labels['networking.istio.io/tunnel'] === 'http';
}
