/** The profiles that `istioctl` and the charts know; each names what is installed and with which preset. */
export type ProfileName =
  | 'default'
  | 'demo'
  | 'minimal'
  | 'ambient'
  | 'remote'
  | 'preview'
  | 'stable'
  | 'openshift'
  | 'openshift-ambient'
  | 'empty';

/** Platforms that the charts carry a preset for. */
export type Platform = 'gke' | 'k3d' | 'k3s' | 'microk8s' | 'minikube' | 'openshift';

/** Components of an installation, in the order in which they are installed. */
export type ComponentKind = 'base' | 'istiod' | 'cni' | 'ztunnel' | 'gateway';

/**
 * What a profile stands for.
 *
 * `istioctl` profiles choose components; the presets inside the charts only change values. A Helm installation gets
 * both from here, because a chart preset cannot switch another chart on.
 */
export interface Profile {
  readonly name: ProfileName;
  /** Components without gateways, which are deployed on their own unless the plan lists them. */
  readonly components: readonly Exclude<ComponentKind, 'gateway'>[];
  /** The `profile` value of the charts, where they carry one of this name. */
  readonly preset: string | undefined;
  readonly platform: Platform | undefined;
  /** Namespace of cni and ztunnel, where it is not the one of the control plane. */
  readonly nodeAgentNamespace: string | undefined;
  /** The name that the Sail operator knows this profile by. */
  readonly sailProfile: string;
  /** What a reader of the run book has to know before production. */
  readonly caution: string | undefined;
}

const CONTROL_PLANE = ['base', 'istiod'] as const;
const AMBIENT = ['base', 'istiod', 'cni', 'ztunnel'] as const;

function profile(
  name: ProfileName,
  components: Profile['components'],
  more: Partial<Omit<Profile, 'name' | 'components'>> = {},
): Profile {
  return {
    name,
    components,
    preset: undefined,
    platform: undefined,
    nodeAgentNamespace: undefined,
    sailProfile: name,
    caution: undefined,
    ...more,
  };
}

/** The profiles of Istio 1.31, which are those of every minor from 1.24 on. */
export const PROFILES: { readonly [name in ProfileName]: Profile } = {
  default: profile('default', CONTROL_PLANE),
  demo: profile('demo', CONTROL_PLANE, {
    preset: 'demo',
    caution:
      'The demo profile traces every request, writes every request to the access log and asks for almost no CPU.',
  }),
  minimal: profile('minimal', CONTROL_PLANE, { sailProfile: 'default' }),
  ambient: profile('ambient', AMBIENT, { preset: 'ambient' }),
  remote: profile('remote', CONTROL_PLANE, { preset: 'remote' }),
  preview: profile('preview', CONTROL_PLANE, {
    preset: 'preview',
    caution: 'The preview profile switches features on that are not stable yet.',
  }),
  stable: profile('stable', CONTROL_PLANE, { preset: 'stable' }),
  openshift: profile('openshift', ['base', 'istiod', 'cni'], {
    platform: 'openshift',
    nodeAgentNamespace: 'kube-system',
  }),
  'openshift-ambient': profile('openshift-ambient', AMBIENT, {
    preset: 'ambient',
    platform: 'openshift',
    nodeAgentNamespace: 'kube-system',
  }),
  empty: profile('empty', []),
};
