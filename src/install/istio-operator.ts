import { EAST_WEST_PORTS, istioLabelOf } from '../values/gateway-pods';
import { nameOfNamespace } from '../values/namespace-name';
import { isMapping } from '../values/plain-data';
import { filled, mergeValues, type ValueTree } from '../values/value-tree';
import { CHART_ONLY_VALUES } from './chart-only-values';
import { cniSettings, controlPlaneValues, resourceValues, ztunnelSettings } from './chart-values';
import type { DeliveredGatewayProps } from './install-model';
import { type ControlPlane, nodeAgentNamespace, type ResolvedModel } from './resolved-model';

/**
 * The input of `istioctl install -f`. It looks like a resource but is none: no cluster has a CRD for it any more, so it
 * must never be applied.
 */
export interface IstioOperatorDocument {
  readonly apiVersion: 'install.istio.io/v1alpha1';
  readonly kind: 'IstioOperator';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: ValueTree;
}

/** Renders one control plane of the model as the input of istioctl of the same release. */
export function istioOperator(model: ResolvedModel, plane: ControlPlane): IstioOperatorDocument {
  const extra = model.given.extraValues;
  const [meshConfig, values] = take(
    mergeValues(
      {
        // Where tag webhooks are there already, istioctl defines no validator for resources without a revision.
        defaultRevision: model.defaultRevision === 'default' ? undefined : model.defaultRevision,
        global: { variant: model.given.variant },
        gateways: filled(gatewayScaling(model)),
      },
      controlPlaneValues(model, plane),
      plane.meshConfig === undefined ? undefined : { meshConfig: plane.meshConfig },
      {
        cni: model.cni === undefined ? undefined : filled(cniSettings(model)),
        ztunnel: model.ztunnel === undefined ? undefined : filled(ztunnelSettings(model)),
      },
      { base: { validationFailurePolicy: model.given.validationFailurePolicy } },
      extra?.base,
      extra?.istiod,
      extra?.cni,
      extra?.ztunnel === undefined ? undefined : ztunnelTree(extra.ztunnel),
    ),
    ['meshConfig'],
  );
  const [validated, unvalidated] = splitUnvalidated(withoutComponentSwitches(model, values));
  return {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: {
      name: plane.revision === undefined ? 'istio' : `istio-${plane.revision}`,
      namespace: model.namespace,
    },
    spec: mergeValues({
      profile: model.profile.name,
      hub: model.hub,
      tag: plane.version,
      revision: plane.revision,
      compatibilityVersion: plane.compatibilityVersion,
      meshConfig,
      components: components(model, plane),
      values: filled(validated),
      unvalidatedValues: filled(unvalidated),
    }),
  };
}

/** The chart of ztunnel reads its settings at the root, istioctl under `ztunnel`; both read `global`. */
function ztunnelTree({ global, ...settings }: ValueTree): ValueTree {
  return { ...(global === undefined ? {} : { global }), ztunnel: settings };
}

/** Drops what the profile and the list of components say already. */
function withoutComponentSwitches(model: ResolvedModel, values: ValueTree): ValueTree {
  let [, rest] = take(values, ['pilot', 'cni', 'enabled']);
  if (model.given.platform === undefined) [, rest] = take(rest, ['global', 'platform']);
  return mergeValues(rest);
}

/**
 * Lists replace those of the profile, and a profile without a list of ingress gateways installs one; so every list is
 * always written, and the gateways that the profile would bring are switched off.
 */
function components(model: ResolvedModel, plane: ControlPlane): ValueTree {
  const [first] = model.controlPlanes;
  const gateways = plane === first ? (model.given.gateways ?? []) : [];
  const ingress = gateways.filter(gateway => gateway.role !== 'egress');
  const egress = gateways.filter(gateway => gateway.role === 'egress');
  const byProfile = model.profile.components;
  // What a cluster has once comes with the newer control plane alone, whichever is installed last.
  const sharedHere = plane === model.controlPlanes.at(-1);
  const agent = (kind: 'cni' | 'ztunnel'): ValueTree => {
    const wanted = model[kind];
    if (wanted !== undefined && sharedHere) {
      return { [kind]: { enabled: true, namespace: nodeAgentNamespace(model, wanted) } };
    }
    return byProfile.includes(kind) ? { [kind]: { enabled: false } } : {};
  };
  return {
    ...(byProfile.length > 0 ? {} : { pilot: { enabled: false } }),
    ...(byProfile.length > 0 && sharedHere ? {} : { base: { enabled: false } }),
    ...agent('cni'),
    ...agent('ztunnel'),
    ingressGateways:
      ingress.length > 0 ? ingress.map(gateway => component(model, gateway)) : [off('istio-ingressgateway')],
    egressGateways: egress.length > 0 ? egress.map(gateway => component(model, gateway)) : [off('istio-egressgateway')],
  };
}

/** The chart asks its values whether there is a disruption budget, and takes the fewest pods of one gateway for all. */
function gatewayScaling({ given }: ResolvedModel): ValueTree {
  const scaling = (isEgress: boolean): ValueTree | undefined => {
    const budgets = (given.gateways ?? []).filter(
      ({ role, minAvailable }) => minAvailable !== undefined && (role === 'egress') === isEgress,
    );
    const fewest = budgets.flatMap(({ autoscaling }) => (autoscaling === undefined ? [] : [autoscaling.minReplicas]));
    return fewest.length === 0 ? undefined : { autoscaleMin: Math.min(...fewest) };
  };
  return mergeValues({ 'istio-ingressgateway': scaling(false), 'istio-egressgateway': scaling(true) });
}

function off(name: string): ValueTree {
  return { name, enabled: false };
}

function component(model: ResolvedModel, gateway: DeliveredGatewayProps): ValueTree {
  const { service, autoscaling } = gateway;
  return mergeValues({
    name: gateway.name,
    enabled: true,
    namespace: nameOfNamespace(gateway.namespace ?? model.namespace),
    label: {
      app: gateway.name,
      istio: istioLabelOf(gateway.name),
      'topology.istio.io/network': gateway.network,
    },
    k8s: {
      env:
        gateway.network === undefined
          ? undefined
          : [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: gateway.network }],
      resources: resourceValues(gateway.resources),
      hpaSpec:
        autoscaling === undefined
          ? undefined
          : {
              minReplicas: autoscaling.minReplicas,
              maxReplicas: autoscaling.maxReplicas,
              metrics: [
                {
                  type: 'Resource',
                  resource: {
                    name: 'cpu',
                    target: { type: 'Utilization', averageUtilization: autoscaling.cpuPercent ?? 80 },
                  },
                },
              ],
            },
      podDisruptionBudget: gateway.minAvailable === undefined ? undefined : { minAvailable: gateway.minAvailable },
      serviceAnnotations: service?.annotations === undefined ? undefined : { ...service.annotations },
      service: {
        type: service?.type,
        ports: gateway.role === 'east-west' ? EAST_WEST_PORTS.map(port => ({ ...port, protocol: 'TCP' })) : undefined,
        externalTrafficPolicy: service?.externalTrafficPolicy,
        loadBalancerClass: service?.loadBalancerClass,
      },
    },
  });
}

function splitUnvalidated(values: ValueTree): [validated: ValueTree, unvalidated: ValueTree] {
  let validated = values;
  let unvalidated: ValueTree = {};
  for (const path of CHART_ONLY_VALUES) {
    const [taken, rest] = take(validated, path);
    if (taken === undefined) continue;
    validated = rest;
    unvalidated = mergeValues(unvalidated, nest(path, taken));
  }
  return [mergeValues(validated), unvalidated];
}

function nest(path: readonly string[], value: unknown): ValueTree {
  const [key = '', ...rest] = path;
  return { [key]: rest.length === 0 ? value : nest(rest, value) };
}

/** The value at `path` and the tree without it. */
function take(tree: ValueTree, path: readonly string[]): [taken: unknown, rest: ValueTree] {
  const [key = '', ...below] = path;
  const { [key]: found, ...others } = tree;
  if (below.length === 0) return [found, others];
  if (!isMapping(found)) return [undefined, tree];
  const [taken, rest] = take(found, below);
  if (taken === undefined) return [undefined, tree];
  return [taken, Object.keys(rest).length === 0 ? others : { ...others, [key]: rest }];
}
