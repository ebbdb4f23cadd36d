import type { EffectiveMesh } from '../../src/istio/effective-mesh';
import { acceptInbound, declaredPorts } from '../../src/istio/inbound';
import { sidecarProxy } from '../../src/istio/mesh-proxy';
import { readyPolicies, readyPolicy } from '../../src/istio/policies/policy-set';
import { RequestFacts } from '../../src/requests/request-facts';
import { authorize } from '../../src/simulation/authorization';
import { simulateIn } from '../../src/simulation/simulate';
import { type CaseRequest, type CaseWorkload, type Fields, factsOfCase } from './conformance-case';

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
  const protocol = request.protocol === 'tcp' ? ('tcp' as const) : ('http' as const);
  const inbound = acceptInbound(
    world,
    declaredPorts(world, proxy).get(port),
    world.peerAuthentications.modeOf(proxy, port).mode,
    { port, protocol, tls, routedAsHttp: protocol === 'http' },
  );
  if (inbound.refusal !== undefined || inbound.encrypted) return { success: false };
  const policies = readyPolicies(world.authorizationPolicies.for(proxy), one =>
    readyPolicy(one, world.settings, 'envoy', world.policyConditions.rulesOf(one)),
  );
  const sent = inbound.http ? factsOfCase(world, { ...request, host: target.ip }) : RequestFacts.ofConnection();
  const facts = sent.on({ destinationPort: port, principal: inbound.identified ? principal : undefined });
  const result = authorize(policies, facts, inbound.http, world.newTrace());
  return { success: result.outcome === 'allow', mtls: inbound.identified };
}
