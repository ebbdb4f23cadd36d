import { nearest } from './nearest';
import { isMapping } from './plain-data';
import type { ValueTree } from './value-tree';

/** Fields of an object: `true` stands for everything below, a tree in a list for each of its items. */
interface Fields {
  readonly [field: string]: Fields | readonly [Fields] | true;
}

const all = (names: string): Fields => Object.fromEntries(names.split(' ').map(name => [name, true]));

const RESOURCES = all('claims limits requests');

/** What istioctl knows of the settings for Kubernetes of a component. */
const KUBERNETES: Fields = {
  ...all(
    'affinity env imagePullPolicy nodeSelector overlays podAnnotations priorityClassName readinessProbe replicaCount ' +
      'securityContext serviceAnnotations tolerations volumeMounts volumes',
  ),
  hpaSpec: all('behavior maxReplicas metrics minReplicas scaleTargetRef'),
  podDisruptionBudget: all('maxUnavailable minAvailable selector unhealthyPodEvictionPolicy'),
  resources: RESOURCES,
  service: all(
    'allocateLoadBalancerNodePorts clusterIP clusterIPs externalIPs externalName externalTrafficPolicy ' +
      'healthCheckNodePort internalTrafficPolicy ipFamilies ipFamilyPolicy loadBalancerClass loadBalancerIP ' +
      'loadBalancerSourceRanges ports publishNotReadyAddresses selector sessionAffinity sessionAffinityConfig ' +
      'trafficDistribution type',
  ),
  strategy: { type: true, rollingUpdate: all('maxSurge maxUnavailable') },
};

const COMPONENT: Fields = { ...all('enabled hub namespace tag'), k8s: KUBERNETES };
const GATEWAY: Fields = { ...COMPONENT, ...all('label name') };

/** The fields of the spec of an IstioOperator; `values` are those of the charts. */
const OPERATOR: Fields = {
  ...all(
    'compatibilityVersion hub installPackagePath meshConfig namespace profile revision tag unvalidatedValues values',
  ),
  components: {
    base: { enabled: true, k8s: KUBERNETES },
    pilot: COMPONENT,
    cni: COMPONENT,
    ztunnel: COMPONENT,
    istiodRemote: COMPONENT,
    ingressGateways: [GATEWAY],
    egressGateways: [GATEWAY],
  },
};

/** A field that there is not. */
export interface UnknownField {
  readonly path: string;
  readonly meant: string | undefined;
}

/** The fields of the spec of an IstioOperator that istioctl does not know, and so refuses. */
export function unknownOperatorFields(spec: ValueTree): readonly UnknownField[] {
  return [...unknownBelow(OPERATOR, spec, '')];
}

/** What is written below `resources` of a chart and is none of the parts of resources. */
export function unknownResourceFields(values: ValueTree): readonly UnknownField[] {
  return [...resourcesBelow(values, '')];
}

function* unknownBelow(fields: Fields, tree: ValueTree, at: string): Iterable<UnknownField> {
  for (const [name, value] of Object.entries(tree)) {
    const path = at === '' ? name : `${at}.${name}`;
    const found = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (found === undefined) yield { path, meant: nearest(name, Object.keys(fields)) };
    else if (Array.isArray(found)) yield* unknownInList(found[0] as Fields, value, path);
    else if (found !== true && isMapping(value)) yield* unknownBelow(found as Fields, value, path);
  }
}

function* unknownInList(fields: Fields, value: unknown, at: string): Iterable<UnknownField> {
  if (!Array.isArray(value)) return;
  for (const [i, item] of value.entries()) {
    if (isMapping(item)) yield* unknownBelow(fields, item, `${at}[${i}]`);
  }
}

function* resourcesBelow(tree: ValueTree, at: string): Iterable<UnknownField> {
  for (const [name, value] of Object.entries(tree)) {
    if (!isMapping(value)) continue;
    const path = at === '' ? name : `${at}.${name}`;
    if (name === 'resources' || name === 'defaultResources') yield* unknownBelow(RESOURCES, value, path);
    // What is passed on to Kubernetes may call anything by that name.
    else if (name !== 'meshConfig' && !/annotations|labels|templates$/i.test(name)) yield* resourcesBelow(value, path);
  }
}

/** The profiles that charts hold; those of istioctl, which may also be the path of a file. */
export const CHART_PROFILES = ['ambient', 'demo', 'preview', 'remote', 'stable'] as const;
export const OPERATOR_PROFILES = [
  'ambient',
  'default',
  'demo',
  'empty',
  'minimal',
  'openshift',
  'openshift-ambient',
  'preview',
  'remote',
  'stable',
] as const;

/** The platforms for which charts hold settings. */
export const CHART_PLATFORMS = ['gke', 'k3d', 'k3s', 'microk8s', 'minikube', 'openshift'] as const;
