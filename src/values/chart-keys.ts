import { nearest } from './nearest';
import { isMapping } from './plain-data';
import type { ValueTree } from './value-tree';

/** The charts of Istio. */
export type IstioChart = 'base' | 'istiod' | 'cni' | 'ztunnel' | 'gateway';

/** Keys that a chart reads: `_` lists those that it reads with everything below them, the others lead further. */
interface Keys {
  readonly _?: string;
  readonly [key: string]: Keys | string | undefined;
}

/** What every chart takes. */
const COMMON = 'compatibilityVersion defaultRevision enabled ownerName platform profile revision';

/** The values that the templates of each chart read in a release from 1.28 to 1.31, and what istiod reads of them itself. */
const READ: { readonly [chart in IstioChart]: Keys } = {
  base: {
    base: { _: 'enableCRDTemplates excludedCRDs validationCABundle validationFailurePolicy validationURL' },
    experimental: { _: 'stableValidationPolicy' },
    global: {
      _: 'enableReaderRBAC imagePullSecrets istioNamespace resourceScope',
      readerServiceAccount: { _: 'name' },
    },
  },
  istiod: {
    _:
      'affinity autoscaleBehavior autoscaleEnabled autoscaleMax autoscaleMin configMap crlConfigMapName ' +
      'deploymentAnnotations deploymentLabels env envVarFrom extraContainerArgs gatewayClasses hub image ' +
      'initContainers ipFamilies ipFamilyPolicy jwksResolverExtraRootCA keepaliveMaxServerConnectionAge meshConfig ' +
      'nodeSelector podAnnotations podLabels replicaCount resources revisionTags rollingMaxSurge rollingMaxUnavailable ' +
      'seccompProfile serviceAccountAnnotations serviceAnnotations sidecarInjectorWebhookAnnotations tag ' +
      'terminationMessagePolicy tolerations topologySpreadConstraints traceSampling trafficDistribution ' +
      'trustedZtunnelName trustedZtunnelNamespace variant volumeMounts volumes',
    base: { _: 'validationCABundle validationFailurePolicy validationURL' },
    cni: { _: 'enabled provider' },
    cpu: { _: 'targetAverageUtilization' },
    experimental: { _: 'stableValidationPolicy' },
    gateways: { _: 'seccompProfile securityContext' },
    global: {
      _:
        'caAddress caName certSigners certificates configCluster configValidation defaultResources enableReaderRBAC ' +
        'externalIstiod hub imagePullPolicy imagePullSecrets ipFamilies ipFamilyPolicy istioNamespace logAsJson meshID ' +
        'meshNetworks mountMtlsCerts nativeNftables network omitSidecarInjectorConfigMap operatorManageWebhooks ' +
        'pilotCertProvider platform priorityClassName remotePilotAddress resourceScope tag tracer trustBundleName ' +
        'trustDomain variant',
      agentgateway: { _: 'image' },
      defaultPodDisruptionBudget: { _: 'enabled' },
      istiod: { _: 'enableAnalysis' },
      logging: { _: 'level' },
      multiCluster: { _: 'clusterName' },
      networkPolicy: { _: 'enabled' },
      proxy: {
        _:
          'autoInject capNetBindService clusterDomain componentLogLevel excludeIPRanges excludeInboundPorts ' +
          'excludeOutboundPorts holdApplicationUntilProxyStarts image includeIPRanges includeInboundPorts ' +
          'includeOutboundPorts lifecycle logLevel outlierLogPath privileged readinessFailureThreshold ' +
          'readinessInitialDelaySeconds readinessPeriodSeconds resources seccompProfile statusPort tracer variant',
        startupProbe: { _: 'enabled failureThreshold' },
      },
      proxy_init: { _: 'forceApplyIptables image' },
      readerServiceAccount: { _: 'name namespace' },
      sds: { token: { _: 'aud' } },
      sts: { _: 'servicePort' },
      waypoint: { _: 'affinity nodeSelector resources tolerations topologySpreadConstraints' },
    },
    istiodRemote: { _: 'enabled enabledLocalInjectorIstiod injectionCABundle injectionPath injectionURL' },
    memory: { _: 'targetAverageUtilization' },
    pdb: { _: 'maxUnavailable minAvailable unhealthyPodEvictionPolicy' },
    sidecarInjectorWebhook: {
      _:
        'alwaysInjectSelector defaultTemplates enableNamespacesByDefault injectedAnnotations neverInjectSelector ' +
        'reinvocationPolicy rewriteAppHTTPProbe templates',
    },
    taint: { _: 'enabled name namespace' },
    telemetry: { _: 'enabled', v2: { _: 'enabled', prometheus: { _: 'enabled' }, stackdriver: { _: 'enabled' } } },
  },
  cni: {
    _:
      'affinity chained cniBinDir cniConfDir cniConfFileName cniNetnsDir daemonSetLabels env excludeNamespaces hub image ' +
      'istioOwnedCNIConfig istioOwnedCNIConfigFileName podAnnotations podLabels provider pullPolicy resources ' +
      'seLinuxOptions seccompProfile tag terminationGracePeriodSeconds tolerations updateStrategy ' +
      'useAppArmorAnnotation variant',
    ambient: {
      _:
        'dnsCapture enableAmbientDetectionRetry enabled enablementSelectors ipv6 reconcileIptablesOnStartup ' +
        'shareHostNetworkNamespace',
    },
    global: {
      _: 'defaultResources hub imagePullPolicy imagePullSecrets logAsJson nativeNftables platform resourceScope tag variant',
      logging: { _: 'level' },
      networkPolicy: { _: 'enabled' },
    },
    logging: { _: 'level' },
    repair: {
      _: 'brokenPodLabelKey brokenPodLabelValue deletePods enabled initContainerName labelPods repairPods',
    },
    resourceQuotas: { _: 'enabled pods' },
  },
  ztunnel: {
    _:
      'affinity annotations caAddress dnsConfig dnsPolicy env hub image imagePullPolicy imagePullSecrets istioNamespace ' +
      'labels logAsJson logLevel network nodeSelector podAnnotations podLabels resourceName resourceScope resources ' +
      'seLinuxOptions tag terminationGracePeriodSeconds tolerations trustBundleName updateStrategy variant volumeMounts ' +
      'volumes xdsAddress',
    global: { networkPolicy: { _: 'enabled' } },
    meshConfig: { defaultConfig: { _: 'proxyMetadata' } },
    multiCluster: { _: 'clusterName' },
    peerCaCrl: { _: 'enabled' },
    resourceQuotas: { _: 'enabled pods' },
  },
  gateway: {
    _:
      'additionalContainers affinity annotations containerSecurityContext dnsConfig dnsPolicy env envVarFrom ' +
      'imagePullPolicy imagePullSecrets initContainers kind labels lifecycle minReadySeconds name networkGateway ' +
      'networkGatewayPorts nodeSelector podAnnotations podDisruptionBudget priorityClassName readinessProbe replicaCount ' +
      'resources securityContext strategy terminationGracePeriodSeconds tolerations topologySpreadConstraints volumeMounts ' +
      'volumes',
    autoscaling: {
      _:
        'autoscaleBehavior enabled maxReplicas minReplicas targetCPUUtilizationPercentage ' +
        'targetMemoryUtilizationPercentage',
    },
    global: { networkPolicy: { _: 'enabled' } },
    rbac: { _: 'enabled' },
    service: {
      _:
        'allocateLoadBalancerNodePorts annotations clusterIP externalIPs externalTrafficPolicy healthCheckNodePort ' +
        'internalTrafficPolicy ipFamilies ipFamilyPolicy loadBalancerClass loadBalancerIP loadBalancerSourceRanges ports ' +
        'selectorLabels type',
    },
    serviceAccount: { _: 'annotations create name' },
  },
};

/** A key below which a chart takes what it also takes at the root. */
const SCOPES: { readonly [chart in IstioChart]?: string } = { cni: 'cni', istiod: 'pilot' };

/** Charts that take at the root what stands under `global`. */
const FLATTENS_GLOBAL: ReadonlySet<IstioChart> = new Set(['gateway', 'ztunnel']);

/** Keys that the schema of the chart for gateways permits although nothing reads them. */
const PERMITTED_AT_GATEWAYS: ReadonlySet<string> = new Set(['pilot', 'runAsRoot', 'unprivilegedPort']);

/** A value that a chart does not read. */
export interface UnreadValue {
  readonly path: readonly string[];
  /** The key that was probably meant, as a path. */
  readonly meant: readonly string[] | undefined;
  /** Whether the chart refuses it; others are passed over without an error. */
  readonly refused: boolean;
}

/**
 * Finds values that a chart does not read. Helm takes any value without an error unless a chart has a schema, so that a
 * misspelt key silently does nothing.
 */
export function unreadValues(chart: IstioChart, values: ValueTree): readonly UnreadValue[] {
  return [...unreadBelow(keysOf(chart), values, [], chart)];
}

/** The values that the templates for gateways of an IstioOperator read, and those that they still take. */
const OPERATOR_GATEWAY: Keys = {
  _:
    'additionalContainers autoscaleBehavior autoscaleEnabled autoscaleMax autoscaleMin configVolumes cpu customService ' +
    'egressPorts enabled env externalTrafficPolicy ingressPorts injectionTemplate ipFamilies ipFamilyPolicy labels ' +
    'loadBalancerIP loadBalancerSourceRanges memory name namespace nodeSelector podAnnotations ' +
    'podAntiAffinityLabelSelector podAntiAffinityTermLabelSelector ports replicaCount resources rollingMaxSurge ' +
    'rollingMaxUnavailable runAsRoot secretVolumes serviceAccount serviceAnnotations tag tolerations type zvpn',
};

/** The gateways that an IstioOperator can set by its values. */
const OPERATOR_GATEWAYS: Keys = {
  _: 'seccompProfile securityContext',
  'istio-egressgateway': OPERATOR_GATEWAY,
  'istio-ingressgateway': OPERATOR_GATEWAY,
};

/** The values of an IstioOperator are those of istiod and, under their names, those of the other charts. */
export function unreadOperatorValues(values: ValueTree): readonly UnreadValue[] {
  return [...unreadBelow(operatorKeys(), values, [], 'istiod')];
}

/** A tree of keys; `true` stands for everything below. */
interface KeyTree {
  readonly [key: string]: KeyTree | true;
}

const trees = new Map<string, KeyTree>();

function keysOf(chart: IstioChart): KeyTree {
  return remembered(chart, () => {
    const root: { [key: string]: KeyTree | true } = treeOf({ ...READ[chart], _: `${COMMON} ${READ[chart]._ ?? ''}` });
    // What is set for all charts of an umbrella reaches charts that read only some of it.
    const shared = Object.values(READ).map(({ global }) => treeOf(typeof global === 'object' ? global : {}));
    root.global = merged([...shared, ...(FLATTENS_GLOBAL.has(chart) ? [root] : [])]);
    const scope = SCOPES[chart];
    const own = scope === undefined ? undefined : root[scope];
    if (scope !== undefined) root[scope] = merged([root, ...(typeof own === 'object' ? [own] : [])]);
    return root;
  });
}

function operatorKeys(): KeyTree {
  return remembered('operator', () => {
    const { base, cni, istiod, ztunnel } = {
      base: keysOf('base'),
      cni: keysOf('cni'),
      istiod: keysOf('istiod'),
      ztunnel: keysOf('ztunnel'),
    };
    return {
      ...merged([base, istiod]),
      cni: cni.cni ?? true,
      ztunnel,
      gateways: treeOf(OPERATOR_GATEWAYS),
      istio_cni: true,
    };
  });
}

function remembered(name: string, make: () => KeyTree): KeyTree {
  const tree = trees.get(name) ?? make();
  trees.set(name, tree);
  return tree;
}

function treeOf({ _: leaves = '', ...below }: Keys): { [key: string]: KeyTree | true } {
  const tree: { [key: string]: KeyTree | true } = {};
  for (const key of leaves.split(' ')) if (key !== '') tree[key] = true;
  for (const [key, value] of Object.entries(below)) if (typeof value === 'object') tree[key] = treeOf(value);
  return tree;
}

function merged(all: readonly KeyTree[]): KeyTree {
  const result: { [key: string]: KeyTree | true } = {};
  for (const tree of all) {
    for (const [key, value] of Object.entries(tree)) {
      const before = result[key];
      result[key] = before === undefined ? value : before === true || value === true ? true : merged([before, value]);
    }
  }
  return result;
}

function* unreadBelow(
  keys: KeyTree,
  values: ValueTree,
  path: readonly string[],
  chart: IstioChart,
): Iterable<UnreadValue> {
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const found = Object.hasOwn(keys, key) ? keys[key] : undefined;
    const at = [...path, key];
    if (found === undefined) {
      const refused = chart === 'gateway' && path.length === 0;
      if (refused && PERMITTED_AT_GATEWAYS.has(key)) continue;
      yield { path: at, meant: meantBy(at, keys, chart), refused };
    } else if (found !== true && isMapping(value)) {
      yield* unreadBelow(found, value, at, chart);
    }
  }
}

/** The same key where the chart reads it, or a similar one in its place. */
function meantBy(path: readonly string[], keys: KeyTree, chart: IstioChart): readonly string[] | undefined {
  const key = path.at(-1) ?? '';
  const root = keysOf(chart);
  if (path.length > 1 && Object.hasOwn(root, key)) return [key];
  const similar = nearest(key, Object.keys(keys)) ?? abbreviated(key, Object.keys(keys));
  if (similar !== undefined) return [...path.slice(0, -1), similar];
  const elsewhere = Object.entries(root).find(([, below]) => below !== true && Object.hasOwn(below, key));
  return elsewhere === undefined ? undefined : [elsewhere[0], key];
}

/** `replicas` for `replicaCount`: keys that begin alike, if there is one only. */
function abbreviated(key: string, keys: readonly string[]): string | undefined {
  const stem = key.toLowerCase().replace(/s$/, '');
  const found = stem.length < 4 ? [] : keys.filter(other => other.toLowerCase().startsWith(stem));
  return found.length === 1 ? found[0] : undefined;
}
