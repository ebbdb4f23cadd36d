import { EffectiveMesh } from '../../src/istio/effective-mesh';
import type { MeshSettings } from '../../src/istio/mesh-settings';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import type { Claims } from '../../src/requests/claims';
import { normalizePath } from '../../src/requests/path-normalization';
import { RequestFacts } from '../../src/requests/request-facts';
import type { Token } from '../../src/requests/token';
import type { ExternalAnswers } from '../../src/simulation/authorization';
import type { PathNormalization } from '../../src/values/path-normalization';
import { factsOf } from '../requests/facts-of';

export interface ConformanceCase {
  readonly id: string;
  readonly topic: string;
  readonly name: string;
  readonly requires?: readonly string[];
  readonly mesh?: { readonly [option: string]: unknown };
  readonly config?: string;
  readonly kubeConfig?: string;
  readonly policies?: string;
  readonly proxy?: {
    readonly type: 'sidecar' | 'gateway';
    readonly namespace: string;
    readonly labels?: { readonly [key: string]: string };
    readonly ips?: readonly string[];
    readonly dnsDomain?: string;
    readonly metadataNamespace?: string;
  };
  readonly workload?: { readonly namespace: string; readonly labels: { readonly [key: string]: string } };
  readonly workloads?: readonly CaseWorkload[];
  readonly calls?: readonly { readonly name: string; readonly request: CaseRequest; readonly expect: Fields }[];
  readonly requests?: readonly (CaseRequest & { readonly name: string; readonly expect: string })[];
}

export interface CaseWorkload {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [key: string]: string };
  readonly serviceAccount: string;
  readonly sidecar: boolean;
  readonly ip: string;
}

export type Fields = { readonly [field: string]: unknown };

/** A question to the simulator; which of the fields are there depends on its kind. */
export interface CaseRequest {
  readonly name?: string;
  readonly op?: string;
  readonly callMode?: 'outbound' | 'inbound' | 'gateway';
  readonly protocol?: string;
  readonly tls?: 'plaintext' | 'tls' | 'mtls';
  readonly sni?: string;
  readonly address?: string;
  readonly port: number;
  readonly host: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly claims?: Claims;
  readonly proxyNamespace?: string;
  readonly serviceNamespace?: string;
  readonly gateway: string;
  readonly root: string;
  readonly delegate: string;
  readonly from?: string;
  readonly to?: string;
  readonly portName?: string;
  readonly workloadPort?: number;
  readonly principal?: string;
  readonly source?: {
    readonly principal?: string;
    readonly ip?: string;
    readonly remoteIp?: string;
    readonly requestPrincipal?: string;
    readonly claims?: Claims;
  };
  readonly jwts?: readonly Token[];
  readonly destinationIp?: string;
  readonly metadata?: { readonly [filter: string]: Claims };
  readonly extAuthz?: ExternalAnswers;
  readonly expect?: string;
  readonly status?: number;
  readonly providers?: readonly string[];
  readonly upstreamHeaders?: Fields;
}

/** The mesh of a case. */
export function effectiveMeshOf(one: ConformanceCase): EffectiveMesh {
  const { mesh = {} } = one;
  const { extensionProviders, multipleCustomProviders, pathNormalization, domainSuffix, ...options } = mesh;
  const modes = ['outboundTrafficPolicy', 'inboundTrafficPolicy'] as const;
  const config = {
    ...options,
    ...Object.fromEntries(modes.flatMap(key => (key in mesh ? [[key, { mode: mesh[key] }]] : []))),
  };
  const texts = [one.kubeConfig, one.config, one.policies, podsOf(one.workloads)].filter(
    text => (text ?? '').trim() !== '',
  );
  const manifests = texts.flatMap((text, i) => parseManifests(text ?? '', `part ${i}`));
  const domain = typeof domainSuffix === 'string' ? domainSuffix : 'cluster.local';
  const model = buildModel(manifests, { meshConfig: config, clusterDomain: domain === '' ? 'cluster.local' : domain });
  const settings: Partial<MeshSettings> = {
    domain,
    multipleCustomProviders: multipleCustomProviders === true,
    tlsOnSidecarIngress: one.requires?.includes('feature:EnableTLSOnSidecarIngress') ?? false,
    ...(pathNormalization === undefined ? {} : { pathNormalization: pathNormalization as PathNormalization }),
    ...(extensionProviders === undefined
      ? {}
      : { externalAuthorizers: extensionProviders as MeshSettings['externalAuthorizers'] }),
  };
  return new EffectiveMesh(model, settings);
}

/** What a proxy sees of the request of a case, or of its connection where it carries no HTTP. */
export function factsOfCase({ settings }: EffectiveMesh, request: CaseRequest): RequestFacts {
  if (request.protocol === 'tcp') return RequestFacts.ofConnection();
  const { path = '/', method, host = '', headers = {}, tls = 'plaintext', claims, jwts = [] } = request;
  return factsOf({
    scheme: tls === 'plaintext' ? 'http' : 'https',
    authority: host,
    path: normalizePath(path, settings.pathNormalization) ?? '/',
    headers,
    tokens: jwts,
    ...(method === undefined ? {} : { method }),
    ...(claims === undefined ? {} : { claims }),
  });
}

function podsOf(workloads: readonly CaseWorkload[] = []): string {
  return workloads
    .flatMap(({ name, namespace, labels, serviceAccount, sidecar, ip }) => [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace, labels: { ...labels, 'sidecar.istio.io/inject': String(sidecar) } },
        spec: { serviceAccountName: serviceAccount, containers: [{ name: 'app', image: 'app' }] },
        status: { podIP: ip },
      },
    ])
    .map(manifest => JSON.stringify(manifest))
    .join('\n---\n');
}
