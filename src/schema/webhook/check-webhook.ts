import type { ObjectIssue } from '../object-issue';
import { checkPeerAuthentication, checkRequestAuthentication } from './authentication';
import { checkAuthorizationPolicy } from './authorization-policy';
import { checkDestinationRule } from './destination-rule';
import { checkEnvoyFilter } from './envoy-filter';
import { checkExtension, checkProxyConfig } from './extensions';
import { checkGateway } from './gateway';
import { type Fields, fieldsOf, textOf } from './reading';
import { quote, WebhookReport } from './report';
import { checkServiceEntry } from './service-entry';
import { checkSidecar } from './sidecar';
import { checkTelemetry } from './telemetry';
import { checkVirtualService } from './virtual-service';
import { checkWorkloadEntry, checkWorkloadGroup } from './workload-entry';

type SpecCheck = (spec: Fields, report: WebhookReport) => void;

const CHECKS: { readonly [kind: string]: SpecCheck } = {
  'extensions.istio.io/TrafficExtension': checkExtension,
  'extensions.istio.io/WasmPlugin': checkExtension,
  'networking.istio.io/DestinationRule': checkDestinationRule,
  'networking.istio.io/EnvoyFilter': checkEnvoyFilter,
  'networking.istio.io/Gateway': checkGateway,
  'networking.istio.io/ProxyConfig': checkProxyConfig,
  'networking.istio.io/ServiceEntry': checkServiceEntry,
  'networking.istio.io/Sidecar': checkSidecar,
  'networking.istio.io/VirtualService': checkVirtualService,
  'networking.istio.io/WorkloadEntry': checkWorkloadEntry,
  'networking.istio.io/WorkloadGroup': checkWorkloadGroup,
  'security.istio.io/AuthorizationPolicy': checkAuthorizationPolicy,
  'security.istio.io/PeerAuthentication': checkPeerAuthentication,
  'security.istio.io/RequestAuthentication': checkRequestAuthentication,
  'telemetry.istio.io/Telemetry': checkTelemetry,
};

const DRY_RUN = 'istio.io/dry-run';
const ALWAYS_REJECT = 'internal.istio.io/webhook-always-reject';

/**
 * Applies the rules of Istio's validating webhook to one object of its kinds.
 *
 * @param kind API group and kind, such as `networking.istio.io/Gateway`.
 */
export function checkWebhook(kind: string, manifest: Fields): readonly ObjectIssue[] {
  const check = Object.hasOwn(CHECKS, kind) ? CHECKS[kind] : undefined;
  if (check === undefined) return [];
  const metadata = fieldsOf(manifest.metadata);
  const report = new WebhookReport(textOf(metadata?.name), textOf(metadata?.namespace));
  // An absent spec is an empty one; a spec of another type is the schema's concern.
  const spec = fieldsOf(manifest.spec ?? {});
  checkAnnotations(kind, fieldsOf(metadata?.annotations), spec, report);
  if (spec !== undefined) check(spec, report);
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
