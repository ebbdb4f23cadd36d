import { SCHEMA_VERSION } from '../values/istio-version';
import type { PlanOptions } from './plan-types';

/** CRDs that are generated from together, into folders that no other source writes. */
export interface Source extends PlanOptions {
  /** Name of the flag of `npm run import` that names another file. */
  readonly name: string;
  /** Project and release, as the header of the generated files says. */
  readonly title: string;
  /** Release of Istio, for its own kinds, of which messages and history are known. */
  readonly release?: string;
  /** Its projects, where it has several: their files in a folder begin with these names, else with that of the source. */
  readonly projects?: readonly string[];
  /** The official files. */
  readonly urls: readonly string[];
  /** Page on its kinds. */
  readonly page?: string;
  /** API groups that it yields, each a folder. */
  readonly groups: readonly string[];
  /** The kinds to take; one that is missing stops generation, so that an update loses none unnoticed. */
  readonly kinds: readonly string[];
  /** Paths (or endings that begin with `.`) whose structure is left open. */
  readonly open?: readonly string[];
}

/** Parts of pods that Kubernetes describes and that would outweigh everything else. */
const POD_PARTS = ['.affinity', '.volumes', '.podTemplate', '.podTemplateSpec'];

/** Every source, in the order of generation. */
export const SOURCES: readonly Source[] = [
  {
    name: 'istio',
    title: `Istio ${SCHEMA_VERSION}`,
    release: SCHEMA_VERSION,
    urls: [
      `https://raw.githubusercontent.com/istio/istio/${SCHEMA_VERSION}/manifests/charts/base/files/crd-all.gen.yaml`,
    ],
    groups: ['extensions.istio.io', 'networking.istio.io', 'security.istio.io', 'telemetry.istio.io'],
    kinds: [
      'AuthorizationPolicy',
      'DestinationRule',
      'EnvoyFilter',
      'Gateway',
      'PeerAuthentication',
      'ProxyConfig',
      'RequestAuthentication',
      'ServiceEntry',
      'Sidecar',
      'Telemetry',
      'TrafficExtension',
      'VirtualService',
      'WasmPlugin',
      'WorkloadEntry',
      'WorkloadGroup',
    ],
  },
  {
    name: 'sail-operator',
    title: 'the Sail operator 1.30.3',
    urls: ['istios', 'istiocnis', 'ztunnels', 'istiorevisions', 'istiorevisiontags'].map(
      plural => `${raw('istio-ecosystem/sail-operator', '1.30.3')}/chart/crds/sailoperator.io_${plural}.yaml`,
    ),
    page: 'https://github.com/istio-ecosystem/sail-operator/blob/main/docs/api-reference/sailoperator.io.md',
    groups: ['sailoperator.io'],
    kinds: ['Istio', 'IstioCNI', 'IstioRevision', 'IstioRevisionTag', 'ZTunnel'],
    open: POD_PARTS,
    names: {
      'Istio.spec.values': 'Values',
      'IstioRevision.spec.values': 'Values',
      'Istio.spec.values.meshConfig.defaultConfig': 'ProxyConfig',
      'IstioRevision.spec.values.meshConfig.defaultConfig': 'ProxyConfig',
    },
    files: {
      'Istio.spec.values': 'values',
      'Istio.spec.values.meshConfig': 'mesh-config',
    },
  },
  {
    name: 'gateway-api',
    title: 'the Gateway API 1.7.0',
    urls: [
      ...['backendtlspolicies', 'gatewayclasses', 'gateways', 'grpcroutes', 'httproutes', 'listenersets'],
      ...['referencegrants', 'tcproutes', 'tlsroutes', 'udproutes'],
    ].map(
      plural =>
        `${raw('kubernetes-sigs/gateway-api', 'v1.7.0')}/config/crd/standard/gateway.networking.k8s.io_${plural}.yaml`,
    ),
    page: 'https://gateway-api.sigs.k8s.io/reference/spec/',
    groups: ['gateway.networking.k8s.io'],
    kinds: [
      'BackendTLSPolicy',
      'GRPCRoute',
      'Gateway',
      'GatewayClass',
      'HTTPRoute',
      'ListenerSet',
      'ReferenceGrant',
      'TCPRoute',
      'TLSRoute',
      'UDPRoute',
    ],
    names: {
      ...namesBelow(['Gateway.spec.listeners[]', 'ListenerSet.spec.listeners[]'], {
        '.tls': 'ListenerTls',
        '.allowedRoutes.kinds[]': 'RouteKind',
        '.allowedRoutes.namespaces': 'RouteNamespaces',
      }),
      'Gateway.spec.listeners[]': 'GatewayListener',
      ...namesBelow(['TCPRoute.spec.rules[]', 'TLSRoute.spec.rules[]', 'UDPRoute.spec.rules[]'], {
        '': 'L4RouteRule',
        '.backendRefs[]': 'L4BackendRef',
      }),
      'UDPRoute.spec': 'UDPRouteSpec',
    },
  },
  {
    name: 'prometheus-operator',
    title: 'the Prometheus operator 0.93.0',
    urls: ['servicemonitors', 'podmonitors', 'prometheusrules'].map(
      plural =>
        `${raw('prometheus-operator/prometheus-operator', 'v0.93.0')}/example/prometheus-operator-crd/monitoring.coreos.com_${plural}.yaml`,
    ),
    page: 'https://prometheus-operator.dev/docs/api-reference/api/',
    groups: ['monitoring.coreos.com'],
    kinds: ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'],
  },
  {
    name: 'cert-manager',
    title: 'cert-manager 1.21.2',
    urls: ['certificates', 'issuers', 'clusterissuers'].map(
      plural => `${raw('cert-manager/cert-manager', 'v1.21.2')}/deploy/crds/cert-manager.io_${plural}.yaml`,
    ),
    page: 'https://cert-manager.io/docs/reference/api-docs/',
    groups: ['cert-manager.io'],
    kinds: ['Certificate', 'ClusterIssuer', 'Issuer'],
    open: POD_PARTS,
  },
  {
    name: 'argo',
    title: 'Argo CD 3.6.1 and Argo Rollouts 1.10.2',
    projects: ['argo-cd', 'argo-rollouts'],
    urls: [
      ...['application', 'applicationset', 'appproject'].map(
        kind => `${raw('argoproj/argo-cd', 'v3.6.1')}/manifests/crds/${kind}-crd.yaml`,
      ),
      ...['rollout', 'analysis-template'].map(
        kind => `${raw('argoproj/argo-rollouts', 'v1.10.2')}/manifests/crds/${kind}-crd.yaml`,
      ),
    ],
    groups: ['argoproj.io'],
    kinds: ['AnalysisTemplate', 'AppProject', 'Application', 'ApplicationSet', 'Rollout'],
    open: [
      ...POD_PARTS,
      'Rollout.spec.template.spec',
      'AnalysisTemplate.spec.metrics[].provider.job.spec.template.spec',
    ],
    names: {
      'Application.spec.source': 'ApplicationSource',
      'Application.spec.sources[]': 'ApplicationSource',
      'Application.spec.destination': 'ApplicationDestination',
      'Application.spec.syncPolicy': 'ApplicationSyncPolicy',
    },
  },
  {
    name: 'flux-helm-controller',
    title: 'the Flux Helm controller 1.6.3',
    urls: [`${raw('fluxcd/helm-controller', 'v1.6.3')}/config/crd/bases/helm.toolkit.fluxcd.io_helmreleases.yaml`],
    page: 'https://fluxcd.io/flux/components/helm/helmreleases/',
    groups: ['helm.toolkit.fluxcd.io'],
    kinds: ['HelmRelease'],
  },
  {
    name: 'flux-source-controller',
    title: 'the Flux source controller 1.10.1',
    urls: ['helmrepositories', 'ocirepositories', 'gitrepositories'].map(
      plural =>
        `${raw('fluxcd/source-controller', 'v1.10.1')}/config/crd/bases/source.toolkit.fluxcd.io_${plural}.yaml`,
    ),
    page: 'https://fluxcd.io/flux/components/source/',
    groups: ['source.toolkit.fluxcd.io'],
    kinds: ['GitRepository', 'HelmRepository', 'OCIRepository'],
  },
  {
    name: 'flux-kustomize-controller',
    title: 'the Flux Kustomize controller 1.10.1',
    urls: [
      `${raw('fluxcd/kustomize-controller', 'v1.10.1')}/config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml`,
    ],
    page: 'https://fluxcd.io/flux/components/kustomize/kustomizations/',
    groups: ['kustomize.toolkit.fluxcd.io'],
    kinds: ['Kustomization'],
  },
  {
    name: 'kiali-operator',
    title: 'the Kiali operator 2.29.0',
    urls: [`${raw('kiali/kiali-operator', 'v2.29.0')}/crd-docs/crd/kiali.io_kialis.yaml`],
    page: 'https://kiali.io/docs/configuration/kialis.kiali.io/',
    groups: ['kiali.io'],
    kinds: ['Kiali'],
  },
  {
    name: 'flagger',
    title: 'Flagger 1.44.0',
    urls: [`${raw('fluxcd/flagger', 'v1.44.0')}/artifacts/flagger/crd.yaml`],
    page: 'https://docs.flagger.app/usage/how-it-works',
    groups: ['flagger.app'],
    kinds: ['Canary'],
  },
];

/** The same names below several paths, so that equal structures stay one type. */
function namesBelow(
  paths: readonly string[],
  names: { readonly [suffix: string]: string },
): { readonly [path: string]: string } {
  return Object.fromEntries(
    paths.flatMap(path => Object.entries(names).map(([suffix, name]) => [path + suffix, name] as const)),
  );
}

function raw(repository: string, tag: string): string {
  return `https://raw.githubusercontent.com/${repository}/${tag}`;
}
