import type { EffectiveMesh } from '../istio/effective-mesh';
import { PolicyScopes } from '../istio/policies/policy-scope';
import { podsBehind } from '../istio/services/name-resolution';
import { isKind, type Resource } from '../model/resource';
import type { MeshDifference } from '../proof/diff-meshes';
import type { DifferenceKind } from '../proof/effect';
import { refText } from '../values/diagnostic';
import { hostsOverlap } from '../values/host-pattern';
import { podsName } from './moving-pods';
import type { Obstacle } from './obstacles/obstacle';

/** What nobody accepts by accepting something else: that more passes than before, or goes unprotected. */
const BY_OWN_NAME: ReadonlySet<DifferenceKind> = new Set<DifferenceKind>(['newly-allowed', 'mutual-tls-lost']);

/** Tells which obstacles bear on the requests of a difference, by the objects that they are about. */
export class Consequences {
  readonly #objects: ReadonlyMap<string, Resource>;

  public constructor(
    private readonly mesh: EffectiveMesh,
    private readonly obstacles: readonly Obstacle[],
  ) {
    this.#objects = new Map(mesh.model.resources.map(resource => [resource.toString(), resource]));
  }

  /** The names of the obstacles of which a difference is a consequence. */
  public of({ kind, from, to }: MeshDifference): readonly string[] {
    if (BY_OWN_NAME.has(kind)) return [];
    const host = to.replace(/:\d+( .*)?$/, '');
    const servers = this.mesh.servicesNamed(host).flatMap(service => podsBehind(this.mesh, service).map(podsName));
    const pods = new Set([...from, ...servers]);
    return this.obstacles.filter(obstacle => this.#bearsOn(obstacle, host, pods)).map(({ id }) => id);
  }

  #bearsOn({ resource: ref }: Obstacle, host: string, pods: ReadonlySet<string>): boolean {
    const resource = this.#objects.get(refText(ref));
    if (resource === undefined) return false;
    const { namespace } = resource;
    const names = (hosts: readonly string[] = []) =>
      hosts.some(one => hostsOverlap(this.mesh.model.fullHost(one, namespace), host));
    if (isKind(resource, 'VirtualService')) return names(resource.spec.hosts);
    if (isKind(resource, 'ServiceEntry')) return names(resource.spec.hosts);
    if (isKind(resource, 'DestinationRule')) return names([resource.spec.host ?? '']);
    if (isKind(resource, 'Service')) return names([resource.name]);
    if (isKind(resource, 'Namespace')) return [...pods].some(pod => pod.startsWith(`${resource.name}/`));
    const workload = this.mesh.model.workloads.all.find(one => one.resource === resource);
    if (workload !== undefined) return pods.has(podsName(workload));
    return this.mesh
      .once(PolicyScopes)
      .of(resource)
      .workloads.some(pod => pods.has(podsName(pod)));
  }
}
