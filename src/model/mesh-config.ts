import type { PathNormalization } from '../values/path-normalization';
import { mergeObjects } from '../values/plain-data';
import { type ChartInstallation, type OperatorInstallation, parseValues, valueAt } from './installations';
import type { Resource } from './resource';
import { anything, fields, flag, isMapping, list, listOf, mapping, number, text, textMap, texts } from './shape';
import { labelSelector } from './shapes/kubernetes';

type Json = { readonly [key: string]: unknown };

const collector = { service: text, port: number, http: anything };

/** What of the connection settings of a proxy changes requests. */
export const readConnectionSettings = fields({
  profile: text,
  httpMergeSlashes: flag,
  httpPathWithEscapedSlashesAction: text,
  httpHeadersWithUnderscoresAction: text,
});

const readMeshConfig = fields({
  rootNamespace: text,
  trustDomain: text,
  trustDomainAliases: texts,
  ingressService: text,
  ingressControllerMode: text,
  ingressSelector: text,
  enableAutoMtls: flag,
  enableTracing: flag,
  accessLogFile: text,
  outboundTrafficPolicy: fields({ mode: text }),
  inboundTrafficPolicy: fields({ mode: text }),
  pathNormalization: fields({ normalization: text }),
  defaultServiceExportTo: texts,
  defaultVirtualServiceExportTo: texts,
  defaultDestinationRuleExportTo: texts,
  defaultHttpRetryPolicy: anything,
  discoverySelectors: list(labelSelector, {}),
  localityLbSetting: anything,
  serviceEntryVisibility: fields({
    defaultVisibility: text,
    applyToSidecars: flag,
    policies: listOf({ visibility: text, matchingRules: listOf({ namespaceSelector: labelSelector }) }),
  }),
  defaultProviders: fields({ tracing: texts, metrics: texts, accessLogging: texts }),
  defaultConfig: fields({
    proxyMetadata: textMap,
    image: fields({ imageType: text }),
    gatewayTopology: fields({ numTrustedProxies: number }),
    holdApplicationUntilProxyStarts: flag,
    connectionSettings: readConnectionSettings,
  }),
  extensionProviders: listOf({
    name: text,
    prometheus: mapping,
    stackdriver: mapping,
    zipkin: fields(collector),
    lightstep: fields(collector),
    datadog: fields(collector),
    opencensus: fields(collector),
    skywalking: fields(collector),
    opentelemetry: fields(collector),
    envoyOtelAls: fields(collector),
    envoyHttpAls: fields(collector),
    envoyTcpAls: fields(collector),
    envoyFileAccessLog: mapping,
    envoyExtAuthzHttp: fields(collector),
    envoyExtAuthzGrpc: fields(collector),
    sds: mapping,
  }),
});

type ReadMeshConfig = NonNullable<ReturnType<typeof readMeshConfig>>;
export type ExtensionProvider = NonNullable<ReadMeshConfig['extensionProviders']>[number];

/** Mesh-wide configuration, with Istio's defaults filled in. */
export interface MeshConfig extends Omit<ReadMeshConfig, 'extensionProviders'> {
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  readonly ingressService: string;
  readonly ingressControllerMode: string;
  readonly enableAutoMtls: boolean;
  readonly extensionProviders: readonly ExtensionProvider[];
  /** Empty stands for all namespaces. */
  readonly defaultServiceExportTo: readonly string[];
  /** Whether the set or the caller says anything about mesh configuration; if not, all of this is assumed. */
  readonly known: boolean;
  /** The object that holds the configuration, if it is in the set. */
  readonly source: Resource | undefined;
  /** The field of that object below which, or in whose text, it is written. */
  readonly field: string;
  /** Everything that was written, merged, for fields that are not read here. */
  readonly raw: Json;
}

/** The providers that istiod knows without being told. */
const BUILT_IN_PROVIDERS: readonly ExtensionProvider[] = [
  { name: 'prometheus', prometheus: {} },
  { name: 'stackdriver', stackdriver: {} },
  { name: 'envoy', envoyFileAccessLog: { path: '/dev/stdout' } },
];

/** What holds where nothing is written of it. */
export interface MeshConfigDefaults {
  readonly trustDomain?: string;
  readonly rootNamespace?: string;
  /** @default - Istio's, also where a mesh configuration is written without it */
  readonly pathNormalization?: PathNormalization | undefined;
}

/** What the caller says of the mesh configuration: laid over what the set holds, or under it. */
interface MeshConfigSources {
  readonly meshConfig?: Json;
  readonly defaults?: MeshConfigDefaults;
}

/** The mesh configuration of a set: what the caller gives is laid over what the set holds. */
export function meshConfigOf(
  { meshConfig: given, defaults = {} }: MeshConfigSources,
  configMaps: readonly Resource<'ConfigMap'>[],
  operators: readonly OperatorInstallation[],
  charts: readonly ChartInstallation[],
): MeshConfig {
  const found = foundIn(configMaps, operators, charts);
  const raw = mergeObjects(found?.config ?? {}, given ?? {});
  const read = readMeshConfig(raw) ?? {};
  const known = found !== undefined || given !== undefined;
  const normalization = known ? undefined : defaults.pathNormalization;
  return Object.freeze({
    ...read,
    ...(normalization === undefined ? {} : { pathNormalization: { normalization } }),
    rootNamespace: read.rootNamespace || defaults.rootNamespace || 'istio-system',
    trustDomain: read.trustDomain || defaults.trustDomain || 'cluster.local',
    trustDomainAliases: read.trustDomainAliases ?? [],
    ingressService: read.ingressService || 'istio-ingressgateway',
    ingressControllerMode: read.ingressControllerMode || 'STRICT',
    enableAutoMtls: read.enableAutoMtls ?? true,
    extensionProviders: [
      ...BUILT_IN_PROVIDERS.filter(({ name }) => !read.extensionProviders?.some(other => other.name === name)),
      ...(read.extensionProviders ?? []),
    ],
    defaultServiceExportTo: read.defaultServiceExportTo ?? [],
    known,
    source: found?.source,
    field: found?.field ?? 'meshConfig',
    raw,
  });
}

function foundIn(
  configMaps: readonly Resource<'ConfigMap'>[],
  operators: readonly OperatorInstallation[],
  charts: readonly ChartInstallation[],
): { readonly source: Resource; readonly config: Json; readonly field: string } | undefined {
  for (const source of configMaps) {
    if (source.name !== 'istio' && !source.name.startsWith('istio-')) continue;
    const config = parseValues(source.spec.data?.mesh);
    if (config !== undefined) return { source, config, field: 'data.mesh' };
  }
  for (const { resource: source, spec } of operators) {
    const values = valueAt(spec.values, 'meshConfig');
    const own = mergeObjects(isMapping(values) ? values : {}, spec.meshConfig ?? {});
    const config = { ...profileMeshConfig(spec.profile ?? valueAt(spec.values, 'profile')), ...own };
    return { source, config, field: spec.meshConfig === undefined ? 'spec.values.meshConfig' : 'spec.meshConfig' };
  }
  for (const { resource: source, chart, values, valuesField } of charts) {
    if (chart !== 'istiod') continue;
    const own = isMapping(values.meshConfig) ? values.meshConfig : {};
    return { source, config: { ...profileMeshConfig(values.profile), ...own }, field: `${valuesField}.meshConfig` };
  }
  return undefined;
}

/** What a profile of the installation adds to the mesh configuration; a list of the user's own replaces its list. */
function profileMeshConfig(profile: unknown): Json {
  return profile === 'demo' ? DEMO : {};
}

const DEMO: Json = {
  accessLogFile: '/dev/stdout',
  extensionProviders: [
    {
      name: 'otel',
      envoyOtelAls: { service: 'opentelemetry-collector.observability.svc.cluster.local', port: 4317 },
    },
    { name: 'skywalking', skywalking: { service: 'tracing.istio-system.svc.cluster.local', port: 11_800 } },
    {
      name: 'otel-tracing',
      opentelemetry: { service: 'opentelemetry-collector.observability.svc.cluster.local', port: 4317 },
    },
    { name: 'jaeger', opentelemetry: { service: 'jaeger-collector.istio-system.svc.cluster.local', port: 4317 } },
  ],
};
