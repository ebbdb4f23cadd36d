import type { IConstruct } from 'constructs';
import type { PathNormalization } from '../values/path-normalization';

const DEFAULTS = 'cdk8s-istio:mesh-defaults';

/** What an app says of the cluster and the mesh that no manifest holds, unless it installs Istio. */
export interface MeshDefaults {
  readonly clusterDomain: string;
  readonly trustDomain: string;
  readonly rootNamespace: string;
  readonly pathNormalization: PathNormalization | undefined;
}

/** Notes what holds where the mesh configuration is not among the objects of the app. */
export function setMeshDefaults(scope: IConstruct, defaults: MeshDefaults): void {
  scope.node.root.node.addMetadata(DEFAULTS, defaults);
}

/** What was noted first for the app of `scope`. */
export function meshDefaultsOf(scope: IConstruct): MeshDefaults | undefined {
  return scope.node.root.node.metadata.find(({ type }) => type === DEFAULTS)?.data as MeshDefaults | undefined;
}
