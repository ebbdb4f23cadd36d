import type { Labels } from './labels';
import { type DataPlaneMode, isAmbient, type MeshNamespace, SYSTEM_NAMESPACES } from './namespaces';
import type { Container, PodSpec } from './shapes/kubernetes';

/** Which injectors there are. */
export interface InjectionModel {
  /**
   * The revisions and tags of the control planes that the set installs; `default` stands for one without a revision.
   * Undefined if the set installs none: then every revision that a label names is taken to exist.
   */
  readonly revisions: ReadonlySet<string> | undefined;
  /** Whether namespaces without a label are injected as well. */
  readonly enabledByDefault: boolean;
}

interface PodIdentity {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly pod: PodSpec;
  readonly namespace: MeshNamespace | undefined;
  readonly namespaceName: string;
}

/**
 * How the traffic of a pod is taken into the mesh once it is admitted.
 *
 * @see https://istio.io/latest/docs/ops/common-problems/injection/
 */
export function dataPlaneOf(identity: PodIdentity, injection: InjectionModel): DataPlaneMode {
  const { labels, annotations, pod } = identity;
  if (proxyContainer(pod)?.image !== undefined || annotations['sidecar.istio.io/status'] !== undefined) {
    return 'sidecar';
  }
  if (pod.hostNetwork === true || SYSTEM_NAMESPACES.has(identity.namespaceName)) return 'none';
  const asked = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  const injected = asked === 'false' ? false : isInjected(identity, asked === 'true', injection);
  if (injected === true) return 'sidecar';
  return ambientModeOf(identity, injected);
}

/** The container that is, or is going to be replaced by, the proxy. */
export function proxyContainer(pod: PodSpec): Container | undefined {
  return [...(pod.containers ?? []), ...(pod.initContainers ?? [])].find(({ name }) => name === 'istio-proxy');
}

/** The revision whose injector a pod gets, by the labels of its namespace and its own; undefined if none. */
export function revisionOf(namespace: Labels, pod: Labels, enabledByDefault: boolean): string | undefined {
  const injection = namespace['istio-injection'];
  // Any value of this label takes the namespace out of the selectors of all revisions.
  if (injection !== undefined) return injection === 'enabled' ? 'default' : undefined;
  const revision = namespace['istio.io/rev'] ?? pod['istio.io/rev'];
  if (revision !== undefined && revision !== '') return revision;
  return pod['sidecar.istio.io/inject'] === 'true' || enabledByDefault ? 'default' : undefined;
}

function isInjected(identity: PodIdentity, wished: boolean, injection: InjectionModel): boolean | undefined {
  const { namespace, labels } = identity;
  if (namespace?.resource === undefined) {
    return wished || labels['istio.io/rev'] !== undefined ? true : undefined;
  }
  const revision = revisionOf(namespace.labels, labels, injection.enabledByDefault);
  if (revision === undefined) return false;
  return injection.revisions === undefined || injection.revisions.has(revision);
}

function ambientModeOf({ namespace, labels }: PodIdentity, injected: false | undefined): DataPlaneMode {
  const own = labels['istio.io/dataplane-mode'];
  if (own === 'ambient') return 'ambient';
  if (own === 'none') return 'none';
  if (namespace?.resource === undefined) return injected === false ? 'none' : 'unknown';
  return isAmbient(namespace.labels) ? 'ambient' : 'none';
}
