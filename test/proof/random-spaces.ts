import { type EffectiveMesh, effectiveMeshOf } from '../../src/istio/effective-mesh';
import { workloadAddresses } from '../../src/istio/services/registered-service';
import { buildModel } from '../../src/model/mesh-model';
import { conditionOf, type Exploration } from '../../src/proof/exploration';
import { Explorer, type Space } from '../../src/proof/space';
import type { AskedPredicate } from '../../src/requests/request-facts';
import type { Literal } from '../../src/requests/witness/literal';
import { callerOf } from '../../src/simulation/caller';
import type { Sender } from '../../src/simulation/hop';
import { entranceOf } from '../../src/simulation/ingress';
import { type SimulationRequest, targetOf } from '../../src/simulation/request';
import { type Origin, type OutgoingRequest, simulateFrom } from '../../src/simulation/simulate';
import type { Verdict } from '../../src/simulation/verdict';
import type { ManifestObject } from '../oracle/generate/mesh';

/** Builds a mesh from the objects of a random one. */
export function meshFrom(objects: readonly ManifestObject[]): EffectiveMesh {
  return effectiveMeshOf(buildModel(objects.map(manifest => ({ manifest, origin: {} }))));
}

/** A request of a random mesh in the space that it belongs to. */
export interface PlacedRequest {
  readonly space: Space;
  readonly exploration: Exploration;
  /** What proxies made of the request, and what they asked of it. */
  readonly verdict: Verdict;
  readonly condition: readonly Literal[];
}

/** Finds the space of requests, and explores each space once. */
export class SpacesOf {
  readonly explorer: Explorer;
  readonly #explored = new Map<string, Exploration>();
  readonly #senders: readonly Sender[];

  public constructor(private readonly mesh: EffectiveMesh) {
    this.explorer = new Explorer(mesh);
    this.#senders = mesh.model.workloads.all.map(workload => ({ workload, proxy: mesh.proxyOf(workload) }));
  }

  public get explorations(): readonly Exploration[] {
    return [...this.#explored.values()];
  }

  /** Undefined where no gateway takes the request. */
  public place(request: SimulationRequest): PlacedRequest | undefined {
    const { mesh, explorer } = this;
    const { from, gateway, ip, ...rest } = request;
    const { scheme, host, port } = targetOf(request.to);
    const trace = mesh.newRequestTrace(false);
    let origin: Origin;
    let space: Space;
    let key: string;
    if (from === 'internet') {
      const entrance = entranceOf(mesh, targetOf(request.to), gateway, trace);
      if (entrance === undefined) return undefined;
      const certificate = request.clientCertificate === true;
      origin = { entrance };
      space = { from: { entrance, certificate }, scheme, host, port };
      key = [gateway, certificate, scheme, host, port].join();
    } else {
      const sender = callerOf(mesh, from, trace);
      const alike = this.#senders.filter(
        one =>
          mesh.areAlike(one.proxy, sender.proxy) &&
          one.workload.dataPlane === sender.workload.dataPlane &&
          mesh.extensionsOf(one.workload).length === 0,
      );
      const senders = alike.length === 0 ? [sender] : alike;
      origin = { sender };
      space = { from: { senders, anyHost: true }, scheme, host, port };
      const [first = sender] = senders;
      key = [first.workload.namespace, first.workload.name, scheme, host, port].join();
    }
    let exploration = this.#explored.get(key);
    if (exploration === undefined) {
      exploration = explorer.explore(space);
      this.#explored.set(key, exploration);
    }
    const asked: AskedPredicate[] = [];
    const isAddressFree = !('sender' in origin) || workloadAddresses(origin.sender.workload).length === 0;
    const sent: OutgoingRequest = {
      ...rest,
      ...(isAddressFree ? { ip } : {}),
      externalAuthorizers: Object.fromEntries(mesh.settings.externalAuthorizers.map(({ name }) => [name, 'allow'])),
    };
    const verdict = simulateFrom(mesh, origin, sent, asked);
    return { space, exploration, verdict, condition: conditionOf(asked, explorer.solverFor(space), explorer.keys) };
  }
}
