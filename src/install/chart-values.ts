import type { AutoscalingProps } from '../values/autoscaling';
import { isAtLeast } from '../values/istio-version';
import { nameOfNamespace } from '../values/namespace-name';
import { canonicalAmounts } from '../values/quantity';
import type { ResourceAmounts } from '../values/resource-amounts';
import { filled, mergeValues, type ValueTree } from '../values/value-tree';
import type { DeliveredGatewayProps, PilotProps } from './install-model';
import { type ControlPlane, injectingRevision, nodeAgentNamespace, type ResolvedModel } from './resolved-model';

/** The minor from whose late patches on the charts read the failure policy of the validating webhook. */
const FAILURE_POLICY_SINCE = '1.28';

/** Values of the chart `base`: the CRDs and the webhook that validates Istio resources by default. */
export function baseValues(model: ResolvedModel): ValueTree {
  return mergeValues(
    {
      profile: model.profile.preset,
      defaultRevision: model.defaultRevision,
      global: { istioNamespace: model.namespace, platform: model.platform },
      base: failurePolicy(model, model.newestVersion),
    },
    model.given.extraValues?.base,
  );
}

/** Values of the chart `istiod` for one control plane. */
export function istiodValues(model: ResolvedModel, plane: ControlPlane): ValueTree {
  return mergeValues(
    {
      profile: model.profile.preset,
      compatibilityVersion: plane.compatibilityVersion,
      revision: plane.revision,
      base: failurePolicy(model, plane.version),
    },
    { global: images(model, plane.version) },
    controlPlaneValues(model, plane),
    plane.meshConfig === undefined ? undefined : { meshConfig: plane.meshConfig },
    model.given.extraValues?.istiod,
  );
}

/**
 * What the installation says of istiod, beyond images, profile, revision and mesh configuration: those have fields of
 * their own in an IstioOperator and in the operator's Istio.
 */
export function controlPlaneValues(model: ResolvedModel, plane: ControlPlane): ValueTree {
  const { given } = model;
  const proxy = given.proxy;
  return mergeValues({
    global: {
      istioNamespace: model.namespace,
      platform: model.platform,
      meshID: given.meshId,
      network: given.network,
      multiCluster: { clusterName: given.cluster },
      remotePilotAddress: given.remote?.address,
      proxy: {
        resources: resourceValues(proxy?.resources),
        logLevel: proxy?.logLevel,
        autoInject: proxy?.autoInject,
        startupProbe: { enabled: proxy?.startupProbe },
      },
    },
    istiodRemote: { injectionPath: given.remote?.injectionPath },
    pilot: filled(
      mergeValues(pilotValues(plane.pilot), {
        // The preset of OpenShift counts on the node agent, without which no pod with a sidecar starts.
        cni: { enabled: model.cni !== undefined ? true : model.platform === 'openshift' ? false : undefined },
        trustedZtunnelNamespace: trustedZtunnelNamespace(model),
      }),
    ),
  });
}

function trustedZtunnelNamespace(model: ResolvedModel): string | undefined {
  if (model.ztunnel === undefined) return undefined;
  const namespace = nodeAgentNamespace(model, model.ztunnel);
  return namespace === model.namespace ? undefined : namespace;
}

function pilotValues(pilot: PilotProps): ValueTree {
  return {
    resources: resourceValues(pilot.resources),
    ...(pilot.replicas === undefined ? {} : { autoscaleEnabled: false, replicaCount: pilot.replicas }),
    ...(pilot.autoscaling === undefined
      ? {}
      : {
          autoscaleEnabled: true,
          autoscaleMin: pilot.autoscaling.minReplicas,
          autoscaleMax: pilot.autoscaling.maxReplicas,
          cpu: { targetAverageUtilization: pilot.autoscaling.cpuPercent },
        }),
    env: pilot.env === undefined ? undefined : { ...pilot.env },
    traceSampling: pilot.traceSampling,
    nodeSelector: pilot.nodeSelector === undefined ? undefined : { ...pilot.nodeSelector },
    podAnnotations: pilot.podAnnotations === undefined ? undefined : { ...pilot.podAnnotations },
  };
}

/** Values of the chart `cni`. */
export function cniValues(model: ResolvedModel): ValueTree {
  return mergeValues(
    {
      profile: model.profile.preset,
      compatibilityVersion: newest(model).compatibilityVersion,
      global: { ...images(model, model.newestVersion), platform: model.platform },
      cni: filled(cniSettings(model)),
    },
    model.given.extraValues?.cni,
  );
}

/** The settings of the node agent, without what every chart shares. */
export function cniSettings(model: ResolvedModel): ValueTree {
  return mergeValues({
    excludeNamespaces: model.cni?.excludeNamespaces?.map(nameOfNamespace),
    resources: resourceValues(model.cni?.resources),
  });
}

/** Values of the chart `ztunnel`, which reads its settings at the root. */
export function ztunnelValues(model: ResolvedModel): ValueTree {
  return mergeValues(
    {
      profile: model.profile.preset,
      compatibilityVersion: newest(model).compatibilityVersion,
      global: { ...images(model, model.newestVersion), platform: model.platform },
    },
    ztunnelSettings(model),
    model.given.extraValues?.ztunnel,
  );
}

/** The settings of ztunnel, without what every chart shares. */
export function ztunnelSettings(model: ResolvedModel): ValueTree {
  return mergeValues({
    revision: model.defaultRevision === 'default' ? undefined : model.defaultRevision,
    istioNamespace: trustedZtunnelNamespace(model) === undefined ? undefined : model.namespace,
    network: model.given.network,
    multiCluster: { clusterName: model.given.cluster },
    resources: resourceValues(model.ztunnel?.resources),
  });
}

/** Values of the chart `gateway` for one release of it. */
export function gatewayValues(model: ResolvedModel, gateway: DeliveredGatewayProps): ValueTree {
  return mergeValues({
    revision: injectingRevision(model),
    global: { platform: model.platform },
    networkGateway: gateway.network,
    service: {
      type: gateway.service?.type ?? (gateway.role === 'egress' ? 'ClusterIP' : undefined),
      annotations: gateway.service?.annotations === undefined ? undefined : { ...gateway.service.annotations },
      externalTrafficPolicy: gateway.service?.externalTrafficPolicy,
      loadBalancerClass: gateway.service?.loadBalancerClass,
    },
    resources: resourceValues(gateway.resources),
    autoscaling: autoscalingValues(gateway.autoscaling),
    podDisruptionBudget: { minAvailable: gateway.minAvailable },
  });
}

function autoscalingValues(autoscaling: AutoscalingProps | undefined): ValueTree | undefined {
  if (autoscaling === undefined) return undefined;
  return {
    enabled: true,
    minReplicas: autoscaling.minReplicas,
    maxReplicas: autoscaling.maxReplicas,
    targetCPUUtilizationPercentage: autoscaling.cpuPercent,
  };
}

/** Requests and limits as the API server writes them, so that nobody finds a difference when they are applied again. */
export function resourceValues(resources: ResourceAmounts | undefined): ValueTree | undefined {
  if (resources === undefined) return undefined;
  return filled(
    mergeValues({ requests: canonicalAmounts(resources.requests), limits: canonicalAmounts(resources.limits) }),
  );
}

/** The control plane whose release the singletons of a cluster have. */
function newest({ controlPlanes }: ResolvedModel): ControlPlane {
  return controlPlanes.at(-1) ?? controlPlanes[0];
}

function images(model: ResolvedModel, version: string): ValueTree {
  return { hub: model.hub, tag: version, variant: model.given.variant };
}

function failurePolicy(model: ResolvedModel, version: string): ValueTree | undefined {
  if (!isAtLeast(version, FAILURE_POLICY_SINCE)) return undefined;
  return { validationFailurePolicy: model.given.validationFailurePolicy ?? 'Fail' };
}
