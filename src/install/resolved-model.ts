import { DEFAULT_ISTIO_VERSION } from '../values/istio-version';
import { nameOfNamespace } from '../values/namespace-name';
import { mergeValues } from '../values/value-tree';
import type { CanaryControlPlane, CniProps, InstallModel, PilotProps, ZtunnelProps } from './install-model';
import type { InstalledMeshConfig } from './newer-mesh-config';
import { type Platform, PROFILES, type Profile } from './profiles';
import { DEFAULT_HUB } from './registries';

/** Namespace of the control plane unless the user names another. */
export const DEFAULT_NAMESPACE = 'istio-system';

/** One istiod of the installation. */
export interface ControlPlane {
  /** Nothing for the one control plane without a revision. */
  readonly revision: string | undefined;
  readonly version: string;
  readonly compatibilityVersion: string | undefined;
  readonly pilot: PilotProps;
  readonly meshConfig: InstalledMeshConfig | undefined;
}

/** The model of an installation with every default filled in. */
export interface ResolvedModel {
  readonly given: InstallModel;
  readonly hub: string;
  readonly profile: Profile;
  readonly platform: Platform | undefined;
  readonly namespace: string;
  /** Oldest first; one or two. */
  readonly controlPlanes: readonly [ControlPlane, ...ControlPlane[]];
  /** Release of what a cluster has once: base, cni and ztunnel. */
  readonly newestVersion: string;
  /** The revision whose istiod validates resources: `default` when it has none. */
  readonly defaultRevision: string;
  readonly cni: CniProps | undefined;
  readonly ztunnel: ZtunnelProps | undefined;
}

/** Fills in the defaults of a model that has passed its checks. */
export function resolveModel(given: InstallModel): ResolvedModel {
  const profile = PROFILES[given.profile ?? 'default'];
  const first: ControlPlane = {
    revision: given.revision,
    version: given.version ?? DEFAULT_ISTIO_VERSION,
    compatibilityVersion: given.compatibilityVersion,
    pilot: given.pilot ?? {},
    meshConfig: given.meshConfig,
  };
  const canary = given.canary === undefined ? undefined : canaryOf(first, given.canary);
  return {
    given,
    hub: given.hub ?? DEFAULT_HUB,
    profile,
    platform: given.platform ?? profile.platform,
    namespace: nameOfNamespace(given.namespace ?? DEFAULT_NAMESPACE),
    controlPlanes: canary === undefined ? [first] : [first, canary],
    newestVersion: (canary ?? first).version,
    defaultRevision: given.tags?.default ?? given.revision ?? 'default',
    cni: nodeAgent(given.cni, profile.components.includes('cni')),
    ztunnel: nodeAgent(given.ztunnel, profile.components.includes('ztunnel')),
  };
}

function canaryOf(first: ControlPlane, canary: CanaryControlPlane): ControlPlane {
  return {
    revision: canary.revision,
    version: canary.version,
    compatibilityVersion: canary.compatibilityVersion ?? first.compatibilityVersion,
    pilot: mergeValues({ ...first.pilot }, { ...canary.pilot }),
    meshConfig:
      first.meshConfig === undefined && canary.meshConfig === undefined
        ? undefined
        : (mergeValues({ ...first.meshConfig }, { ...canary.meshConfig }) as InstalledMeshConfig),
  };
}

function nodeAgent<T extends object>(given: T | boolean | undefined, byProfile: boolean): T | undefined {
  if (given === undefined) return byProfile ? ({} as T) : undefined;
  if (given === false) return undefined;
  return given === true ? ({} as T) : given;
}

/** Namespace of cni or ztunnel. */
export function nodeAgentNamespace(model: ResolvedModel, agent: CniProps | ZtunnelProps): string {
  return nameOfNamespace(agent.namespace ?? model.profile.nodeAgentNamespace ?? model.namespace);
}

/**
 * The revision that pods must name to be injected by the control plane of the installation, or nothing when
 * `istio-injection=enabled` reaches it: without a revision, or through the tag `default`.
 */
export function injectingRevision(model: ResolvedModel): string | undefined {
  if (model.given.tags?.default !== undefined) return undefined;
  return model.given.revision;
}

/** Name of the Deployment, Service and release of an istiod. */
export function istiodName(revision: string | undefined): string {
  return revision === undefined || revision === 'default' ? 'istiod' : `istiod-${revision}`;
}
