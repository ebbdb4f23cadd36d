import type { EffectiveMesh } from '../../src/istio/effective-mesh';
import { sidecarProxy } from '../../src/istio/mesh-proxy';
import { httpRequest } from '../../src/requests/http-request';
import { authorize } from '../../src/simulation/authorization';
import { acceptInbound, declaredPorts } from '../../src/simulation/inbound';
import { simulateIn } from '../../src/simulation/simulate';
import { Trace } from '../../src/simulation/trace';
import type { CaseRequest, CaseWorkload, Fields } from './conformance-case';

/** Whether a call between two workloads succeeds, and whether mutual TLS secures it. */
export function reach(world: EffectiveMesh, workloads: readonly CaseWorkload[], request: CaseRequest): Fields {
  return request.callMode === 'inbound' ? reachPort(world, workloads, request) : reachService(world, request);
}

function reachService(
  world: EffectiveMesh,
  { from = '', to = '', port, protocol = 'http', path = '/' }: CaseRequest,
): Fields {
  const [name, namespace] = from.split('.');
  const [service, serviceNamespace] = to.split('.');
  const scheme = protocol === 'tcp' || protocol === 'https' || protocol === 'grpc' ? protocol : 'http';
  const verdict = simulateIn(world, {
    from: `${namespace}/${name}`,
    to: `${scheme}://${service}.${serviceNamespace}.svc.cluster.local:${port}${scheme === 'tcp' ? '' : path}`,
    ip: '10.1.0.10',
  });
  const targets = verdict.destinations.flatMap(destination => destination.targets);
  return {
    success: verdict.outcome === 'routed',
    mtls: targets.length > 0 && targets.every(({ mtls }) => mtls),
    reason: verdict.reason,
  };
}

/** A connection to a port that no Service declares, with the client's side given. */
function reachPort(world: EffectiveMesh, workloads: readonly CaseWorkload[], request: CaseRequest): Fields {
  const target = workloads.find(({ name, namespace }) => `${name}.${namespace}` === request.to);
  if (target === undefined) return { success: undefined };
  const { port, tls = 'plaintext', principal } = request;
  const proxy = sidecarProxy(target.namespace, target.labels, 'cluster.local', [target.ip]);
  const trace = new Trace();
  const protocol = request.protocol === 'tcp' ? ('tcp' as const) : ('http' as const);
  const inbound = acceptInbound(
    world,
    proxy,
    declaredPorts(world, proxy).get(port),
    world.peerAuthentications.modeOf(proxy, port),
    { port, protocol, tls },
    trace,
  );
  if (inbound.refusal !== undefined || inbound.encrypted) return { success: false };
  const policies = world.authorizationPolicies.for(proxy);
  const http = inbound.http ? httpRequest({ authority: target.ip, path: request.path ?? '/' }) : undefined;
  const result = authorize(
    policies,
    {
      port,
      ...(http === undefined ? {} : { http }),
      ...(inbound.identified && principal !== undefined ? { principal } : {}),
    },
    world.settings,
    trace,
  );
  return { success: result.outcome === 'allow', mtls: inbound.identified };
}
