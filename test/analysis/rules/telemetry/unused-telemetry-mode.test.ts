import { unusedTelemetryMode } from '../../../../src/analysis/rules/telemetry/unused-telemetry-mode';
import { testRule } from '../../../../src/testing/test-rule';
import { ambient, app, GATEWAY_PODS, mesh, sidecars, waypoint } from '../mesh-yaml';
import { telemetry } from './telemetries';

const GATEWAY = 'selector: { matchLabels: { istio: ingress } }';
const WAYPOINT = 'targetRefs: [{ kind: Gateway, group: gateway.networking.k8s.io, name: waypoint }]';
const logs = (mode: string) => `accessLogging: [{ providers: [{ name: envoy }], match: { mode: ${mode} } }]`;
const metrics = (mode: string) =>
  `metrics: [{ overrides: [{ match: { metric: REQUEST_COUNT, mode: ${mode} }, disabled: true }] }]`;
const edge = (spec: string) => mesh(GATEWAY_PODS) + telemetry(`{ ${GATEWAY}, ${spec} }`, 't', 'edge');
const shop = (spec: string) => mesh(ambient('shop'), waypoint()) + telemetry(`{ ${WAYPOINT}, ${spec} }`);

testRule(unusedTelemetryMode, {
  valid: {
    'what clients report at a gateway': edge(logs('CLIENT')),
    'what servers report at a waypoint': shop(logs('SERVER')),
    'what both report': edge(logs('CLIENT_AND_SERVER')),
    'the pods of a service':
      mesh(sidecars('shop'), app('web')) + telemetry(`{ selector: { matchLabels: { app: web } }, ${logs('SERVER')} }`),
    'all pods of a namespace': mesh(GATEWAY_PODS) + telemetry(`{ ${logs('SERVER')} }`, 't', 'edge'),
    'pods that are not in the set': telemetry(`{ ${GATEWAY}, ${logs('SERVER')} }`),
  },
  invalid: {
    'what servers report at a gateway': {
      yaml: edge(`${logs('SERVER')}, ${metrics('SERVER')}, tracing: [{ match: { mode: SERVER } }]`),
      expect: ['tracing[0]', 'accessLogging[0]', 'metrics[0].overrides[0]'].map(
        part =>
          `Telemetry edge/t spec.${part}.match.mode: gateways report as CLIENT only: what is said of SERVER is never used`,
      ),
    },
    'what clients report at a waypoint': {
      yaml: shop(metrics('CLIENT')),
      expect: [
        'Telemetry shop/t spec.metrics[0].overrides[0].match.mode: waypoints report as SERVER only: what is said of CLIENT is never used',
      ],
    },
  },
});
