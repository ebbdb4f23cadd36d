import type { EffectiveMesh } from '../../src/istio/effective-mesh';
import type { MeshProxy } from '../../src/istio/mesh-proxy';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import type { RequestFacts } from '../../src/requests/request-facts';
import { passGateway } from '../../src/simulation/gateway';
import type { Arrival, Hop, Sender } from '../../src/simulation/hop';
import { routeOutbound } from '../../src/simulation/outbound';
import type { Routing } from '../../src/simulation/routing';

/** A call as it arrives at a proxy. */
export interface ProxyCall {
  readonly facts: RequestFacts;
  readonly port: number;
  readonly tls?: Arrival['tls'];
  readonly serverName?: string | undefined;
  /** The address that was dialled. */
  readonly address?: string | undefined;
}

/** What a sidecar does with a call of its application. */
export function routeAtSidecar(mesh: EffectiveMesh, proxy: MeshProxy, call: ProxyCall): Routing {
  return routeOutbound(hopOf(mesh, senderOf(proxy), call), mesh.viewOf(proxy));
}

/** What a gateway does with a call from outside that its policies let in. */
export function routeAtGateway(mesh: EffectiveMesh, proxy: MeshProxy, call: ProxyCall): Routing {
  const sender = senderOf(proxy);
  const { port, tls = 'plaintext', serverName } = call;
  const arrival: Arrival = { workload: sender.workload, port, tls, serverName, principal: undefined };
  const passed = passGateway({ ...hopOf(mesh, sender, call), sender: undefined }, sender, arrival);
  if ('refusal' in passed) throw new Error(`The gateway refuses the call: ${passed.refusal.reason}`);
  return passed.routing;
}

/** The pods of a proxy that are not among the manifests. */
function senderOf(proxy: MeshProxy): Sender {
  const metadata = { name: 'proxy', namespace: proxy.namespace, labels: proxy.labels };
  const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] } });
  const [workload] = buildModel(parseManifests(pod, 'proxy')).workloads.all;
  if (workload === undefined) throw new Error('The model holds no pod');
  return { workload, proxy };
}

function hopOf(mesh: EffectiveMesh, sender: Sender, call: ProxyCall): Hop {
  const { facts, port, tls = 'plaintext', serverName, address } = call;
  const encrypted = tls !== 'plaintext';
  return {
    mesh,
    trace: mesh.newRequestTrace(true),
    facts,
    sender,
    encrypted,
    serverName,
    authority: '',
    path: '/',
    port,
    dialled: address === undefined ? undefined : { address, service: undefined, pods: undefined },
    routedAsHttp: facts.isHttp && !encrypted,
    peerAddress: undefined,
    remoteAddress: undefined,
    varies: new Set(),
    answers: {},
    throughWaypoint: () => undefined,
    throughGateway: undefined,
  };
}
