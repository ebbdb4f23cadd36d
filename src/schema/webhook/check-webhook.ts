import type { ObjectIssue } from '../object-issue';
import { type Fields, fieldsOf, textOf } from '../reading';
import { quote, WebhookReport } from './report';

type SpecCheck = (spec: Fields, report: WebhookReport, metadata: Fields | undefined) => void;

/** The checks by kind, each loaded when an object of its kind is first met. */
const CHECKS: { readonly [kind: string]: () => SpecCheck } = {
  'extensions.istio.io/TrafficExtension': () =>
    (require('./extensions') as typeof import('./extensions')).checkExtension,
  'extensions.istio.io/WasmPlugin': () => (require('./extensions') as typeof import('./extensions')).checkExtension,
  'networking.istio.io/DestinationRule': () =>
    (require('./destination-rule') as typeof import('./destination-rule')).checkDestinationRule,
  'networking.istio.io/EnvoyFilter': () =>
    (require('./envoy-filter') as typeof import('./envoy-filter')).checkEnvoyFilter,
  'networking.istio.io/Gateway': () => (require('./gateway') as typeof import('./gateway')).checkGateway,
  'networking.istio.io/ProxyConfig': () => (require('./extensions') as typeof import('./extensions')).checkProxyConfig,
  'networking.istio.io/ServiceEntry': () =>
    (require('./service-entry') as typeof import('./service-entry')).checkServiceEntry,
  'networking.istio.io/Sidecar': () => (require('./sidecar') as typeof import('./sidecar')).checkSidecar,
  'networking.istio.io/VirtualService': () =>
    (require('./virtual-service') as typeof import('./virtual-service')).checkVirtualService,
  'networking.istio.io/WorkloadEntry': () =>
    (require('./workload-entry') as typeof import('./workload-entry')).checkWorkloadEntry,
  'networking.istio.io/WorkloadGroup': () =>
    (require('./workload-entry') as typeof import('./workload-entry')).checkWorkloadGroup,
  'security.istio.io/AuthorizationPolicy': () =>
    (require('./authorization-policy') as typeof import('./authorization-policy')).checkAuthorizationPolicy,
  'security.istio.io/PeerAuthentication': () =>
    (require('./authentication') as typeof import('./authentication')).checkPeerAuthentication,
  'security.istio.io/RequestAuthentication': () =>
    (require('./authentication') as typeof import('./authentication')).checkRequestAuthentication,
  'telemetry.istio.io/Telemetry': () => (require('./telemetry') as typeof import('./telemetry')).checkTelemetry,
};

const loaded = new Map<string, SpecCheck>();

const DRY_RUN = 'istio.io/dry-run';
const ALWAYS_REJECT = 'internal.istio.io/webhook-always-reject';

/**
 * Applies the rules of Istio's validating webhook to one object of its kinds.
 *
 * @param kind API group and kind, such as `networking.istio.io/Gateway`.
 * @param istioVersion the release whose webhook it is
 */
export function checkWebhook(kind: string, manifest: Fields, istioVersion: string): readonly ObjectIssue[] {
  let check = loaded.get(kind);
  if (check === undefined) {
    check = Object.hasOwn(CHECKS, kind) ? CHECKS[kind]?.() : undefined;
    if (check === undefined) return [];
    loaded.set(kind, check);
  }
  const metadata = fieldsOf(manifest.metadata);
  const report = new WebhookReport(textOf(metadata?.name), textOf(metadata?.namespace), istioVersion);
  // An absent spec is an empty one; a spec of another type is the schema's concern.
  const spec = fieldsOf(manifest.spec ?? {});
  checkAnnotations(kind, fieldsOf(metadata?.annotations), spec, report);
  if (spec !== undefined) check(spec, report, metadata);
  return report.issues;
}

function checkAnnotations(
  kind: string,
  annotations: Fields | undefined,
  spec: Fields | undefined,
  report: WebhookReport,
): void {
  if (annotations === undefined) return;
  const dryRun = annotations[DRY_RUN];
  const path = `metadata.annotations[${DRY_RUN}]`;
  if (typeof dryRun === 'string') {
    const action = textOf(spec?.action) || 'ALLOW';
    const possible = kind === 'security.istio.io/AuthorizationPolicy' && (action === 'ALLOW' || action === 'DENY');
    if (!possible) report.add('dry-run-unsupported', path, undefined, 'remove the annotation');
    else if (!/^(?:1|0|t|f|T|F|true|false|TRUE|FALSE|True|False)$/.test(dryRun))
      report.add('dry-run-value', path, quote(dryRun));
  }
  if (annotations[ALWAYS_REJECT] !== undefined) {
    report.add(
      'always-reject-annotation',
      `metadata.annotations[${ALWAYS_REJECT}]`,
      undefined,
      'remove the annotation',
    );
  }
}
