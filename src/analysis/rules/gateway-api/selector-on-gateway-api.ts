import type { KindName } from '../../../model/kinds';
import type { Resource } from '../../../model/resource';
import type { PolicyAttachment } from '../../../model/shapes/policy';
import type { Finding, Rule } from '../../rule';

const KINDS = [
  'AuthorizationPolicy',
  'RequestAuthentication',
  'Telemetry',
  'WasmPlugin',
] as const satisfies readonly KindName[];

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** A policy selects the pods of a Gateway of the Gateway API by label. Waypoints ignore it; gateways do so by a switch. */
export const selectorOnGatewayApi: Rule = {
  name: 'selector-on-gateway-api',
  severity: 'warning',
  summary: 'A policy for a Gateway of the Gateway API must name it in targetRefs, not select its pods.',
  equivalents: ['IST0166'],
  istioAnalyzers: ['k8sgateway.SelectorAnalyzer'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const kind of KINDS) {
      for (const resource of model.all(kind) as readonly Resource[]) {
        const { selector, targetRef, targetRefs = [] } = resource.spec as PolicyAttachment;
        if (selector === undefined || targetRef !== undefined || (!model.istioParity && targetRefs.length > 0))
          continue;
        // A policy for all pods of a namespace is not about its gateways in particular.
        if (!model.istioParity && Object.keys(selector.matchLabels ?? {}).length === 0) continue;
        const selected = model.workloads
          .selectedBy(selector.matchLabels, resource.namespace)
          .filter(({ labels }) => labels[GATEWAY_NAME] !== undefined);
        for (const name of new Set(selected.map(({ labels }) => labels[GATEWAY_NAME]))) {
          const isWaypoint = selected.some(
            workload => workload.labels[GATEWAY_NAME] === name && mesh.proxyOf(workload).type === 'waypoint',
          );
          findings.push({
            resource,
            field: model.istioParity ? undefined : 'spec.selector',
            severity: isWaypoint && resource.group === 'security.istio.io' ? 'error' : undefined,
            problem: isWaypoint
              ? `the selector selects the pods of waypoint "${name}", and waypoints follow no policy with a selector`
              : `the selector selects the pods of Gateway "${name}" by labels that Istio gives them; it works only while istiod has ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY`,
            fix: `replace it by targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }]`,
          });
        }
      }
    }
    return findings;
  },
};
