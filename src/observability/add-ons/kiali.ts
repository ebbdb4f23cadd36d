import { emitDocument } from '../../text/emit-yaml';
import { failing } from '../../values/config-error';
import type { AddOnWorkload } from './add-on-workload';
import type { TraceStoreKind } from './trace-store';

/** Port of its Service. */
export const KIALI_PORT = 20_001;

/** How users prove who they are to Kiali. Whoever gets in sees the whole mesh. */
export type KialiAuth =
  /** By a token of a service account; they may do what it may. */
  | { readonly strategy: 'token' }
  /** By an OpenID Connect provider. */
  | { readonly strategy: 'openid'; readonly clientId: string; readonly issuerUri: string }
  /** Not at all, for trying out; the reason is kept as an annotation. */
  | { readonly strategy: 'anonymous'; readonly reason: string };

/** What Kiali looks at. */
export interface KialiSources {
  readonly rootNamespace: string;
  readonly prometheusUrl: string;
  readonly grafanaUrl?: string | undefined;
  readonly tracing?: { readonly kind: TraceStoreKind; readonly url: string } | undefined;
}

/** Settings of Kiali. */
export interface KialiSettings {
  readonly auth: KialiAuth;
  /** Path under which it is served. */
  readonly webRoot: string;
  /** Whether it may change nothing in the cluster. */
  readonly viewOnly: boolean;
}

/** Checks what the configuration cannot be written with. */
export function checkKiali({ auth, webRoot }: KialiSettings, where: string): void {
  const fail = failing('Cannot run Kiali', where);
  if (!/^\/([A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*)?$/.test(webRoot)) {
    fail(`wanted webRoot to be a path such as "/kiali", got "${webRoot}"`);
  }
  if (auth.strategy === 'anonymous' && auth.reason.trim() === '') {
    fail('wanted a reason for anonymous access to all of the mesh, got none');
  }
  if (auth.strategy === 'openid' && !/^https:\/\/[^/]/.test(auth.issuerUri)) {
    fail(`wanted an https URL as issuerUri, got "${auth.issuerUri}"`);
  }
}

/** The configuration, which the chart takes as its values. */
export function kialiConfig(
  sources: KialiSources,
  { auth, webRoot, viewOnly }: KialiSettings,
): Record<string, unknown> {
  const { rootNamespace, prometheusUrl, grafanaUrl, tracing } = sources;
  return {
    auth: {
      strategy: auth.strategy,
      ...(auth.strategy === 'openid' ? { openid: { client_id: auth.clientId, issuer_uri: auth.issuerUri } } : {}),
    },
    deployment: { cluster_wide_access: true, view_only_mode: viewOnly, pod_annotations: annotationsOf(auth) },
    external_services: {
      istio: { root_namespace: rootNamespace },
      prometheus: { url: prometheusUrl },
      grafana: grafanaUrl === undefined ? { enabled: false } : { enabled: true, internal_url: grafanaUrl },
      tracing:
        tracing === undefined
          ? { enabled: false }
          : { enabled: true, provider: tracing.kind, internal_url: tracing.url, use_grpc: false },
    },
    istio_namespace: rootNamespace,
    server: { port: KIALI_PORT, web_root: webRoot },
  };
}

function annotationsOf(auth: KialiAuth): { readonly [key: string]: string } {
  return auth.strategy === 'anonymous' ? { 'cdk8s-istio/reason': auth.reason } : {};
}

/** Secret with the key `key`, by which sessions are signed where no chart makes one: 16, 24 or 32 characters. */
export const SIGNING_KEY_SECRET = 'kiali-signing-key';

/** Objects for a Kiali without its operator. */
export function kialiWorkload(
  namespace: string,
  image: string,
  sources: KialiSources,
  settings: KialiSettings,
): AddOnWorkload {
  const probe = settings.webRoot === '/' ? '' : settings.webRoot;
  return {
    name: 'kiali',
    namespace,
    image,
    args: ['-config', '/kiali-configuration/config.yaml'],
    env: [{ name: 'ACTIVE_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
    ports: { http: KIALI_PORT },
    health: { path: `${probe}/healthz`, port: 'http' },
    user: 1000,
    config: {
      mountPath: '/kiali-configuration',
      files: () => ({
        'config.yaml': emitDocument({
          ...kialiConfig(sources, settings),
          login_token: { signing_key: `secret:${SIGNING_KEY_SECRET}:key` },
        }),
      }),
    },
    annotations: annotationsOf(settings.auth),
    scratch: ['/tmp'],
    volumes: [
      {
        volume: {
          name: 'signing-key',
          secret: { secretName: SIGNING_KEY_SECRET, items: [{ key: 'key', path: 'value.txt' }] },
        },
        mountPath: '/kiali-override-secrets/login-token-signing-key',
      },
    ],
    rules: rulesOf(settings.viewOnly),
    memory: '1Gi',
  };
}

function rulesOf(viewOnly: boolean): readonly object[] {
  const read = ['get', 'list', 'watch'];
  const write = viewOnly ? [] : ['create', 'delete', 'patch'];
  const patch = viewOnly ? [] : ['patch'];
  const istio = ['networking.istio.io', 'security.istio.io', 'extensions.istio.io', 'telemetry.istio.io'];
  return [
    { apiGroups: [''], resources: ['configmaps', 'endpoints', 'pods/log'], verbs: read },
    { apiGroups: [''], resources: ['namespaces', 'pods', 'services'], verbs: [...read, ...patch] },
    { apiGroups: [''], resources: ['pods/portforward'], verbs: ['create'] },
    {
      apiGroups: ['apps'],
      resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
      verbs: [...read, ...patch],
    },
    { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: read },
    { apiGroups: [...istio, 'gateway.networking.k8s.io'], resources: ['*'], verbs: [...read, ...write] },
    { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
    {
      apiGroups: ['admissionregistration.k8s.io'],
      resources: ['mutatingwebhookconfigurations'],
      verbs: read,
    },
  ];
}
