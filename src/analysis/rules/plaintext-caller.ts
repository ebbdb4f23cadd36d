import type { MeshModel } from '../../model/mesh-model';
import type { MeshPort, MeshService } from '../../model/mesh-service';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { type EffectiveMode, MutualTlsModes } from '../mutual-tls-modes';
import { podPortOf } from '../pod-ports';
import type { Finding, Rule } from '../rule';
import { callsOf } from '../workload-calls';

/** Somebody without a proxy calls pods that accept mutual TLS only. The connection is reset. */
export const plaintextCaller: Rule = {
  name: 'plaintext-caller',
  severity: 'error',
  summary: 'Whoever calls pods that accept mutual TLS only must be in the mesh.',
  equivalents: [],

  *check({ model }) {
    if (model.all('PeerAuthentication').length === 0) return;
    const modes = new MutualTlsModes(model);
    yield* fromPods(model, modes);
    yield* fromApiServer(model, modes);
  },
};

function* fromPods(model: MeshModel, modes: MutualTlsModes): Iterable<Finding> {
  for (const caller of model.workloads.all) {
    if (caller.dataPlane !== 'none' || caller.generated) continue;
    for (const { written, host, port, field } of callsOf(caller, model)) {
      const service = model.hosts.lookup(host, caller.namespace);
      const closed = service === undefined ? undefined : closedPods(service, port, model, modes);
      if (closed === undefined) continue;
      yield {
        resource: caller.resource,
        field,
        problem: `the pods are not in the mesh and call "${written}", where "${closed.workload.name}" accepts mutual TLS only: connections are reset`,
        fix: `take the pods into the mesh, or except port ${closed.podPort} of "${closed.workload.name}" by portLevelMtls`,
        related: relatedTo(closed),
      };
    }
  }
}

/** The API server is in no mesh. */
function* fromApiServer(model: MeshModel, modes: MutualTlsModes): Iterable<Finding> {
  const configurations = [...model.all('MutatingWebhookConfiguration'), ...model.all('ValidatingWebhookConfiguration')];
  for (const resource of configurations) {
    for (const [i, { name = '', clientConfig }] of (resource.spec.webhooks ?? []).entries()) {
      const { name: target, namespace = 'default', port = 443 } = clientConfig?.service ?? {};
      const service = target === undefined ? undefined : model.hosts.lookup(target, namespace);
      const closed = service === undefined ? undefined : closedPods(service, port, model, modes);
      if (closed === undefined) continue;
      yield {
        resource,
        field: `spec.webhooks[${i}].clientConfig.service`.replace('spec.', ''),
        problem: `the API server calls webhook "${name}" without mutual TLS, which "${closed.workload.name}" requires: calls are reset`,
        fix: `except port ${closed.podPort} of "${closed.workload.name}" by portLevelMtls, or keep the pods out of the mesh`,
        related: relatedTo(closed),
      };
    }
  }
}

interface ClosedPods {
  readonly workload: Workload;
  readonly podPort: number;
  readonly policy: EffectiveMode['policy'];
}

/** Pods of the service that refuse plaintext on the port; undefined if there are others, which may answer. */
function closedPods(
  service: MeshService,
  called: number | undefined,
  model: MeshModel,
  modes: MutualTlsModes,
): ClosedPods | undefined {
  const port = calledPort(service, called);
  if (port === undefined || service.source !== 'Service') return undefined;
  let found: ClosedPods | undefined;
  for (const workload of model.workloadsOf(service)) {
    const podPort = podPortOf(port, workload);
    if (podPort === undefined || workload.dataPlane === 'none' || workload.dataPlane === 'unknown') return undefined;
    if (passesTheProxy(workload, podPort)) return undefined;
    const { mode, policy } = modes.of(workload, podPort);
    if (mode !== 'STRICT') return undefined;
    found ??= { workload, podPort, policy };
  }
  return found;
}

function calledPort({ ports }: MeshService, called: number | undefined): MeshPort | undefined {
  if (called !== undefined) return ports.find(({ number }) => number === called);
  return ports.length === 1 ? ports[0] : ports.find(({ number }) => number === 80);
}

const EXCLUDED = 'traffic.sidecar.istio.io/excludeInboundPorts';
const INCLUDED = 'traffic.sidecar.istio.io/includeInboundPorts';

/** Gateways answer by themselves, and annotations keep ports from the proxy. */
function passesTheProxy({ annotations, pod }: Workload, port: number): boolean {
  if ((pod.containers ?? []).length > 0 && (pod.containers ?? []).every(({ name }) => name === 'istio-proxy'))
    return true;
  const listed = (name: string) => annotations[name]?.split(',').map(entry => entry.trim());
  const included = listed(INCLUDED);
  if (listed(EXCLUDED)?.includes(String(port)) === true) return true;
  return included !== undefined && !included.includes('*') && !included.includes(String(port));
}

function relatedTo({ workload, policy }: ClosedPods): readonly Resource[] {
  return policy === undefined ? [workload.resource] : [policy, workload.resource];
}
