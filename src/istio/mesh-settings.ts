import type { MeshModel } from '../model/mesh-model';
import { isMapping } from '../model/shape';
import type { LabelSelector } from '../model/shapes/kubernetes';
import { type HttpRetrySpec, httpRetry } from '../model/shapes/traffic';
import type { PathNormalization } from '../values/path-normalization';

/** A service that may be asked whether a request is allowed. */
export interface ExternalAuthorizer {
  readonly name: string;
  /** What it speaks; a provider of another type cannot be asked. */
  readonly type: 'http' | 'grpc' | 'other';
  /** The host that is asked, as `namespace/host` or `host`. @default - not known */
  readonly service?: string | undefined;
  /** Whether its configuration is unusable. @default false */
  readonly invalid?: boolean;
}

/** What sidecars do with connections to what the mesh does not know. */
export type OutboundMode = 'ALLOW_ANY' | 'REGISTRY_ONLY' | 'ALLOW_ANY_DYNAMIC_DNS';

/** How widely the mesh configuration lets ServiceEntries be seen. */
export type ServiceEntryVisibility = NonNullable<MeshModel['meshConfig']['serviceEntryVisibility']>;

/** Settings of the whole mesh that change what happens to a request. */
export interface MeshSettings {
  /** Namespace of the objects that count for the whole mesh. */
  readonly rootNamespace: string;
  /** Domain that completes short host names. */
  readonly domain: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  readonly outboundTrafficPolicy: OutboundMode;
  readonly inboundTrafficPolicy: 'PASSTHROUGH' | 'LOCALHOST';
  /** Undefined where ServiceEntries are seen as they say themselves. */
  readonly serviceEntryVisibility: ServiceEntryVisibility | undefined;
  readonly enableAutoMtls: boolean;
  readonly pathNormalization: PathNormalization;
  /** Retries of routes that name none; Istio's own default when absent. @default - Istio's own */
  readonly defaultHttpRetryPolicy?: HttpRetrySpec;
  readonly defaultVirtualServiceExportTo: readonly string[];
  readonly defaultDestinationRuleExportTo: readonly string[];
  /** The namespaces that istiod looks at, by their labels; it looks at all if there is no selector. */
  readonly discoverySelectors: readonly LabelSelector[];
  readonly externalAuthorizers: readonly ExternalAuthorizer[];
  /** PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS of istiod. */
  readonly multipleCustomProviders: boolean;
  /** ENABLE_TLS_ON_SIDECAR_INGRESS of istiod. */
  readonly tlsOnSidecarIngress: boolean;
}

/** The settings that the manifests hold, with Istio's defaults, and what the caller lays over them. */
export function meshSettingsOf(model: MeshModel, given: Partial<MeshSettings> = {}): MeshSettings {
  const config = model.meshConfig;
  const retries = httpRetry(config.defaultHttpRetryPolicy);
  return {
    rootNamespace: config.rootNamespace,
    domain: model.hosts.domain,
    trustDomain: config.trustDomain,
    trustDomainAliases: config.trustDomainAliases,
    outboundTrafficPolicy: outboundModeOf(config.outboundTrafficPolicy?.mode),
    serviceEntryVisibility: config.serviceEntryVisibility,
    inboundTrafficPolicy: config.inboundTrafficPolicy?.mode === 'LOCALHOST' ? 'LOCALHOST' : 'PASSTHROUGH',
    enableAutoMtls: config.enableAutoMtls,
    pathNormalization: pathNormalizationOf(config.pathNormalization?.normalization),
    ...(retries === undefined ? {} : { defaultHttpRetryPolicy: retries }),
    defaultVirtualServiceExportTo: config.defaultVirtualServiceExportTo ?? [],
    defaultDestinationRuleExportTo: config.defaultDestinationRuleExportTo ?? [],
    discoverySelectors: config.discoverySelectors ?? [],
    externalAuthorizers: config.extensionProviders.map(externalAuthorizerOf),
    multipleCustomProviders: isOn('PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS', model),
    tlsOnSidecarIngress: isOn('ENABLE_TLS_ON_SIDECAR_INGRESS', model),
    ...given,
  };
}

/** Whether a feature that is off by default is turned on in the environment of istiod. */
function isOn(variable: string, { istiodEnvironment }: MeshModel): boolean {
  return TRUE.has(istiodEnvironment.get(variable) ?? '');
}

const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

function externalAuthorizerOf({
  name = '',
  envoyExtAuthzHttp: http,
  envoyExtAuthzGrpc: grpc,
}: MeshModel['meshConfig']['extensionProviders'][number]): ExternalAuthorizer {
  const type = isMapping(http) ? 'http' : isMapping(grpc) ? 'grpc' : 'other';
  return { name, type, service: (http ?? grpc)?.service };
}

function outboundModeOf(name: string | undefined): OutboundMode {
  return name === 'REGISTRY_ONLY' || name === 'ALLOW_ANY_DYNAMIC_DNS' ? name : 'ALLOW_ANY';
}

function pathNormalizationOf(name: string | undefined): PathNormalization {
  return name === 'NONE' || name === 'MERGE_SLASHES' || name === 'DECODE_AND_MERGE_SLASHES' ? name : 'BASE';
}
