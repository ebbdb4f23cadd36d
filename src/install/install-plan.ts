import { ConfigError } from '../values/config-error';
import type { GatewayRole } from '../values/gateway-pods';
import { nameOfNamespace } from '../values/namespace-name';
import { byText } from '../values/order';
import type { ValueTree } from '../values/value-tree';
import { baseValues, cniValues, gatewayValues, istiodValues, ztunnelValues } from './chart-values';
import { checkModel } from './checks';
import type { DeliveredGatewayProps, InstallModel } from './install-model';
import { type IstioOperatorDocument, istioOperator } from './istio-operator';
import type { Platform, Profile } from './profiles';
import {
  type ControlPlane,
  injectingRevision,
  istiodName,
  nodeAgentNamespace,
  type ResolvedModel,
  resolveModel,
} from './resolved-model';

/** One Helm release of the plan, and with it what a chart installs. */
export interface PlanComponent {
  readonly kind: 'base' | 'istiod' | 'cni' | 'ztunnel' | 'gateway';
  /** Name of the chart. */
  readonly chart: string;
  /** Name of the release, unique in the plan. */
  readonly release: string;
  readonly namespace: string;
  readonly version: string;
  readonly values: ValueTree;
  /** Releases that must be ready first. */
  readonly dependsOn: readonly string[];
  /** The gateway that this release is, for the kind `gateway`. @default - absent for other kinds */
  readonly gateway?: { readonly name: string; readonly role: GatewayRole };
}

/** A name that stands for a revision. */
export interface PlanTag {
  readonly tag: string;
  readonly revision: string;
}

/** What is installed, where and with which settings: the same for every route of delivery. */
export interface InstallPlan {
  /** Release of the first control plane. */
  readonly version: string;
  readonly hub: string;
  readonly profile: Profile;
  readonly platform: Platform | undefined;
  readonly namespace: string;
  readonly namespaceLabels: { readonly [label: string]: string };
  /** Namespaces that the installation needs, the control plane's first. */
  readonly namespaces: readonly string[];
  /** Oldest first; two during a canary upgrade. */
  readonly controlPlanes: readonly [ControlPlane, ...ControlPlane[]];
  readonly tags: readonly PlanTag[];
  /** The revision whose istiod validates Istio resources: `default` when it has none. */
  readonly defaultRevision: string;
  /** Labels by which a namespace asks the first control plane for sidecars. */
  readonly injectionLabels: { readonly [label: string]: string };
  /** The Helm releases, each after those it depends on. */
  readonly components: readonly PlanComponent[];
  /** The same installation as input of istioctl: one document per control plane. */
  readonly operators: readonly IstioOperatorDocument[];
  readonly validationFailurePolicy: 'Fail' | 'Ignore' | undefined;
  /** The model that the plan was made of, with its defaults. */
  readonly model: ResolvedModel;
}

/**
 * Turns a model of an installation into its plan. Pure: no files, no network, the same plan for the same model.
 *
 * @param where path of the construct, for messages
 * @throws ConfigError if the model cannot be installed
 * @example
 * const plan = planInstall({ profile: 'ambient' });
 * console.log(plan.components.map(({ release }) => release).join(', ')); // istio-base, istiod, istio-cni, ztunnel
 */
export function planInstall(given: InstallModel = {}, where = 'install plan'): InstallPlan {
  checkModel(given, where);
  const model = resolveModel(given);
  const [first] = model.controlPlanes;
  const injecting = injectingRevision(model);
  const components = componentsOf(model);
  const operators = model.controlPlanes.map(plane => istioOperator(model, plane));
  if (components.length === 0) {
    throw new ConfigError(
      `Cannot install profile "${model.profile.name}" at ${where}: wanted at least one component, got none; set cni, ztunnel or gateways, or take another profile`,
    );
  }
  return {
    version: first.version,
    hub: model.hub,
    profile: model.profile,
    platform: model.platform,
    namespace: model.namespace,
    namespaceLabels: {
      ...given.namespaceLabels,
      ...(given.network === undefined ? {} : { 'topology.istio.io/network': given.network }),
    },
    namespaces: [...new Set([model.namespace, ...components.map(component => component.namespace)])],
    controlPlanes: model.controlPlanes,
    tags: Object.entries(given.tags ?? {})
      .map(([tag, revision]) => ({ tag, revision }))
      .sort(byText(({ tag }) => tag)),
    defaultRevision: model.defaultRevision,
    injectionLabels: injecting === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': injecting },
    components,
    operators,
    validationFailurePolicy: given.validationFailurePolicy,
    model,
  };
}

function componentsOf(model: ResolvedModel): readonly PlanComponent[] {
  const { namespace } = model;
  const has = (kind: 'base' | 'istiod') => model.profile.components.includes(kind);
  const base: PlanComponent[] = has('base')
    ? [
        {
          kind: 'base',
          chart: 'base',
          release: 'istio-base',
          namespace,
          version: model.newestVersion,
          values: baseValues(model),
          dependsOn: [],
        },
      ]
    : [];
  const istiods: PlanComponent[] = has('istiod')
    ? model.controlPlanes.map(plane => ({
        kind: 'istiod',
        chart: 'istiod',
        release: istiodName(plane.revision),
        namespace,
        version: plane.version,
        values: istiodValues(model, plane),
        dependsOn: base.map(({ release }) => release),
      }))
    : [];
  const cni: PlanComponent[] =
    model.cni === undefined
      ? []
      : [
          {
            kind: 'cni',
            chart: 'cni',
            release: 'istio-cni',
            namespace: nodeAgentNamespace(model, model.cni),
            version: model.newestVersion,
            values: cniValues(model),
            dependsOn: [...base, ...istiods].map(({ release }) => release),
          },
        ];
  const ztunnel: PlanComponent[] =
    model.ztunnel === undefined
      ? []
      : [
          {
            kind: 'ztunnel',
            chart: 'ztunnel',
            release: 'ztunnel',
            namespace: nodeAgentNamespace(model, model.ztunnel),
            version: model.newestVersion,
            values: ztunnelValues(model),
            dependsOn: [...istiods, ...cni].map(({ release }) => release),
          },
        ];
  const gateways = (model.given.gateways ?? []).map(gateway => gatewayRelease(model, gateway, istiods));
  return [...base, ...istiods, ...cni, ...ztunnel, ...gateways];
}

function gatewayRelease(
  model: ResolvedModel,
  gateway: DeliveredGatewayProps,
  istiods: readonly PlanComponent[],
): PlanComponent {
  return {
    kind: 'gateway',
    chart: 'gateway',
    release: gateway.name,
    namespace: nameOfNamespace(gateway.namespace ?? model.namespace),
    version: model.controlPlanes[0].version,
    values: gatewayValues(model, gateway),
    dependsOn: istiods.map(({ release }) => release),
    gateway: { name: gateway.name, role: gateway.role ?? 'ingress' },
  };
}
