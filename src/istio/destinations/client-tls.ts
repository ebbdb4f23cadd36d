import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import type { Trace } from '../../simulation/trace';
import type { EffectiveMesh } from '../effective-mesh';
import type { RegisteredService } from '../services/services';
import type { ConsolidatedRule } from './destination-rules';
import type { EffectivePolicy } from './traffic-policy';

/** How a proxy encrypts what it sends. `user-tls` is TLS with certificates of the user instead of the mesh's. */
export type ClientTls = 'plaintext' | 'user-tls' | 'mesh-mtls';

/** How a proxy encrypts, and what decided it. */
export interface WireSecurity {
  readonly tls: ClientTls;
  readonly reason: string;
  readonly resource: Resource | undefined;
  readonly field: string | undefined;
}

/** What a proxy sends to one pod of a service, by the DestinationRule or by auto mTLS. */
export function wireSecurity(
  mesh: EffectiveMesh,
  service: RegisteredService,
  rule: ConsolidatedRule | undefined,
  policy: EffectivePolicy,
  target: { readonly workload: Workload | undefined; readonly port: number; readonly gateway?: boolean },
): WireSecurity {
  const [resource] = rule?.from ?? [];
  if (policy.tls !== undefined) {
    const mode = policy.tls.mode ?? 'DISABLE';
    const tls = mode === 'ISTIO_MUTUAL' ? 'mesh-mtls' : mode === 'DISABLE' ? 'plaintext' : 'user-tls';
    return { tls, reason: `the DestinationRule says ${mode}`, resource, field: `${policy.tlsField ?? 'spec'}.mode` };
  }
  if (service.external) return plaintext('the service is outside the mesh', service.service.resource, 'spec.location');
  if (!mesh.settings.enableAutoMtls) return plaintext('auto mTLS is off in this mesh');
  const passthrough = service.headless || policy.loadBalancer?.simple === 'PASSTHROUGH';
  if (mesh.peerAuthentications.modeOfNamespace(service.namespace) === 'DISABLE') {
    return plaintext(`auto mTLS: the mode of ${service.namespace} is DISABLE`);
  }
  if (passthrough && !allInMesh(mesh, service))
    return plaintext('auto mTLS: not all pods of the service are in the mesh');
  const { workload, port, gateway = false } = target;
  if (gateway) return plaintext('auto mTLS: gateways are not offered mutual TLS');
  if (workload === undefined || !isInMesh(workload)) return plaintext('auto mTLS: the pod has no sidecar');
  const mode = mesh.peerAuthentications.modeOf(workload, port);
  if (mode.mode === 'DISABLE') return plaintext('auto mTLS: the port of the pod is DISABLE', mode.resource, mode.field);
  return { tls: 'mesh-mtls', reason: 'auto mTLS: the pod is in the mesh', resource: undefined, field: undefined };
}

function plaintext(reason: string, resource?: Resource, field?: string): WireSecurity {
  return { tls: 'plaintext', reason, resource, field };
}

/** The mode that clients assume for a service before they look at a single pod. */
export function assumedMode(mesh: EffectiveMesh, service: RegisteredService): 'DISABLE' | 'PERMISSIVE' | 'STRICT' {
  if (service.external) return 'DISABLE';
  const mode = mesh.peerAuthentications.modeOfNamespace(service.namespace);
  return service.headless && !allInMesh(mesh, service) ? 'DISABLE' : mode;
}

/** Whether a pod takes part in the mesh; one of which this is not known is taken to have a sidecar. */
export function isInMesh({ dataPlane }: Workload): boolean {
  return dataPlane !== 'none';
}

/** Notes when it is only assumed that a pod has a sidecar. */
export function noteAssumedSidecar({ dataPlane, namespace, name }: Workload, trace: Trace): void {
  if (dataPlane !== 'unknown') return;
  trace.assume(
    `the pods of ${namespace}/${name} have a sidecar: the Namespace "${namespace}" is not among the manifests`,
  );
}

function allInMesh(mesh: EffectiveMesh, service: RegisteredService): boolean {
  const pods = mesh.model.workloadsOf(service.service);
  return pods.length > 0 && pods.every(isInMesh);
}

/** The SNI that a proxy sends in the mTLS of the mesh. */
export function meshServerName(host: string, port: number, subset: string): string {
  return `outbound_.${port}_.${subset}_.${host}`;
}

/** The identity that the mesh gives to a proxy. */
export function principalOf(mesh: EffectiveMesh, workload: Workload): string {
  return `${mesh.settings.trustDomain}/ns/${workload.namespace}/sa/${workload.serviceAccount}`;
}
