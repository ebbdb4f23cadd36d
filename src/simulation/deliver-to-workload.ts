import {
  type ClientTls,
  isInMesh,
  meshServerName,
  noteAssumedSidecar,
  principalOf,
  wireSecurity,
} from '../istio/destinations/client-tls';
import type { ConsolidatedRule } from '../istio/destinations/destination-rules';
import { effectivePolicy } from '../istio/destinations/traffic-policy';
import type { EffectiveMesh } from '../istio/effective-mesh';
import type { MeshProxy } from '../istio/mesh-proxy';
import type { Cluster } from '../istio/routes/route-action';
import { type RegisteredService, targetPortOf, workloadAddresses } from '../istio/services/services';
import type { MeshPort } from '../model/mesh-service';
import { isHttp } from '../model/protocol';
import type { Workload } from '../model/workload';
import { proxyOf } from './caller';
import { checkPolicies, decision, policiesOf } from './check-policies';
import type { Delivery } from './delivery';
import { noteExtensions } from './extensions';
import { acceptInbound, declaredPorts } from './inbound';
import type { Trace } from './trace';
import type { Outcome, TargetVerdict } from './verdict';

/** Brings a request to the pods of one workload: what the client sends, what the server accepts, and its checks. */
export function deliverToWorkload(
  mesh: EffectiveMesh,
  delivery: Delivery,
  service: RegisteredService,
  port: MeshPort,
  cluster: Cluster,
  rule: ConsolidatedRule | undefined,
  workload: Workload,
  trace: Trace,
): TargetVerdict {
  const name = `${workload.namespace}/${workload.name}`;
  trace.consult(workload.resource);
  noteAssumedSidecar(workload, trace);
  const proxy = proxyOf(mesh, workload);
  const target = targetPortOf(service, port, { ips: workloadAddresses(workload), pod: workload.pod });
  const policy = rule === undefined ? {} : effectivePolicy(rule, port.number, cluster.subset);
  const gateway = proxy.type === 'gateway';
  const wire = sent(mesh, delivery, service, rule, policy, { workload, port: target, gateway }, trace);
  if (!isInMesh(workload)) {
    if (wire === 'mesh-mtls')
      return targetVerdict(name, 'mtls-failure', `the client wants mutual TLS, and ${name} has no sidecar`);
    if (wire === 'user-tls' && !readsTls(port))
      return targetVerdict(
        name,
        'protocol-error',
        `the client sends TLS, which ${name} does not speak on port ${target}`,
      );
    trace.step('server', `${name} has no sidecar: nothing checks the request`, workload.resource);
    return targetVerdict(name, 'routed', `${name} takes the request; it has no sidecar that would check it`);
  }
  if (gateway && delivery.throughGateway !== undefined) {
    const { caller, applicationTls, throughGateway } = delivery;
    const meshed = wire === 'mesh-mtls';
    return throughGateway(
      { workload, proxy },
      {
        port: target,
        tls: meshed ? 'mtls' : wire === 'user-tls' || applicationTls ? 'tls' : 'plaintext',
        serverName:
          policy.tls?.sni ??
          (meshed ? meshServerName(cluster.host, cluster.port, cluster.subset) : delivery.http?.authority),
        principal: meshed && caller !== undefined ? principalOf(mesh, caller.workload) : undefined,
      },
      delivery,
    );
  }
  const ambient = workload.dataPlane === 'ambient';
  if (!ambient) noteExtensions(mesh, workload, trace);
  const mode = mesh.peerAuthentications.modeOf(workload, target, trace);
  const carried = delivery.http !== undefined && !delivery.applicationTls && wire !== 'user-tls' ? 'http' : 'tcp';
  const tls = wire === 'mesh-mtls' ? 'mtls' : wire === 'user-tls' || delivery.applicationTls ? 'tls' : 'plaintext';
  const declared = ambient ? undefined : portsOf(mesh, workload, proxy).get(target);
  const inbound = ambient
    ? acceptAmbient(mode, tls, trace)
    : acceptInbound(mesh, proxy, declared, mode, { port: target, protocol: carried, tls }, trace);
  const secured = { mtlsMode: mode.mode, mtls: inbound.identified };
  const decidedBy = mode.resource === undefined ? {} : { decidedBy: decision(mode.resource.toString(), mode.field) };
  if (inbound.refusal !== undefined) {
    const outcome = inbound.refusal === 'protocol-error' ? 'protocol-error' : 'mtls-failure';
    return targetVerdict(
      name,
      outcome,
      `${name} is ${mode.mode} and refuses what the client sends (${shownTls(tls)})`,
      {
        ...secured,
        ...decidedBy,
      },
    );
  }
  if (inbound.encrypted && (tls === 'mtls' || (wire === 'user-tls' && !readsTls(port)))) {
    return targetVerdict(
      name,
      'mtls-failure',
      `${name} is ${mode.mode}, so its application gets TLS that it cannot read`,
      {
        ...secured,
        ...decidedBy,
      },
    );
  }
  const principal =
    inbound.identified && delivery.caller !== undefined ? principalOf(mesh, delivery.caller.workload) : undefined;
  return checkPolicies(mesh, delivery, {
    name,
    requestAuthentications: mesh.requestAuthentications.for(workload, trace),
    authorizationPolicies: policiesOf(mesh, workload, trace),
    destinationIp: workloadAddresses(workload)[0],
    port: target,
    http: inbound.http ? delivery.http : undefined,
    principal,
    serverName: inbound.identified ? meshServerName(cluster.host, cluster.port, cluster.subset) : undefined,
    secured,
    trace,
  });
}

const portsByMesh = new WeakMap<EffectiveMesh, WeakMap<Workload, ReturnType<typeof declaredPorts>>>();

function targetVerdict(
  workload: string,
  outcome: Outcome,
  reason: string,
  more: Partial<TargetVerdict> = {},
): TargetVerdict {
  return { workload, outcome, reason, mtls: false, ...more };
}

/** The ports that are declared for a workload, worked out once. */
function portsOf(mesh: EffectiveMesh, workload: Workload, proxy: MeshProxy): ReturnType<typeof declaredPorts> {
  let ofMesh = portsByMesh.get(mesh);
  if (ofMesh === undefined) {
    ofMesh = new WeakMap();
    portsByMesh.set(mesh, ofMesh);
  }
  let ports = ofMesh.get(workload);
  if (ports === undefined) {
    ports = declaredPorts(mesh, proxy, workload.pod);
    ofMesh.set(workload, ports);
  }
  return ports;
}

/** What leaves the client's pod on the way to one pod. */
function sent(
  mesh: EffectiveMesh,
  delivery: Delivery,
  service: RegisteredService,
  rule: ConsolidatedRule | undefined,
  policy: Parameters<typeof wireSecurity>[3],
  target: { readonly workload: Workload; readonly port: number; readonly gateway: boolean },
  trace: Trace,
): ClientTls {
  const { caller, proxied } = delivery;
  if (caller !== undefined && caller.workload.dataPlane === 'ambient') {
    const tls = isInMesh(target.workload) ? 'mesh-mtls' : 'plaintext';
    trace.step(
      'client TLS',
      tls === 'mesh-mtls'
        ? 'ztunnel sends mutual TLS (HBONE)'
        : 'the pod is outside the mesh: ztunnel sends what it gets',
    );
    return tls;
  }
  if (!proxied) {
    trace.step('client TLS', 'the client has no sidecar: its application decides what is sent');
    return 'plaintext';
  }
  const wire = wireSecurity(mesh, service, rule, policy, target);
  trace.step('client TLS', `the client sends ${shownWire(wire.tls)}: ${wire.reason}`, wire.resource, wire.field);
  return wire.tls;
}

function acceptAmbient(
  mode: ReturnType<EffectiveMesh['peerAuthentications']['modeOf']>,
  tls: 'plaintext' | 'tls' | 'mtls',
  trace: Trace,
): { refusal: 'no-filter-chain' | undefined; identified: boolean; http: boolean; encrypted: boolean } {
  const refused = mode.mode === 'STRICT' && tls !== 'mtls';
  const what = tls === 'mtls' ? 'HBONE' : shownTls(tls);
  trace.step(
    'peer authentication',
    `${mode.mode}: ztunnel ${refused ? 'refuses' : 'accepts'} ${what}`,
    mode.resource,
    mode.field,
  );
  return {
    refusal: refused ? 'no-filter-chain' : undefined,
    identified: tls === 'mtls',
    http: false,
    encrypted: false,
  };
}

function readsTls({ protocol }: MeshPort): boolean {
  return protocol === 'https' || protocol === 'tls' || (!isHttp(protocol) && protocol === 'auto');
}

function shownWire(tls: ClientTls): string {
  if (tls === 'plaintext') return 'what the application sends';
  return tls === 'mesh-mtls' ? 'mutual TLS of the mesh' : 'TLS with certificates of the user';
}

function shownTls(tls: 'plaintext' | 'tls' | 'mtls'): string {
  if (tls === 'plaintext') return 'plaintext';
  return tls === 'mtls' ? 'mutual TLS' : 'TLS of its own';
}
