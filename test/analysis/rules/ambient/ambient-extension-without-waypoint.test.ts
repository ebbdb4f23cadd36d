import { ambientExtensionWithoutWaypoint } from '../../../../src/analysis/rules/ambient/ambient-extension-without-waypoint';
import { testRule } from '../../../../src/testing/test-rule';

const pods = (mode: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web, ${mode} } }, spec: { containers: [{ name: app }] } } }
---`;

const telemetry = (attachment: string) => `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: web, namespace: shop }
spec: { ${attachment}, accessLogging: [{ providers: [{ name: envoy }] }] }
---`;

const SELECTOR = 'selector: { matchLabels: { app: web } }';

const AMBIENT = pods('istio.io/dataplane-mode: ambient');

testRule(ambientExtensionWithoutWaypoint, {
  valid: {
    'pods with sidecars': pods('sidecar.istio.io/inject: "true"') + telemetry(SELECTOR),
    'an object for the whole namespace': AMBIENT + telemetry('selector: {}'),
    'an object at a waypoint': AMBIENT + telemetry('targetRefs: [{ kind: Service, name: web }]'),
    'pods of which some have sidecars':
      AMBIENT + pods('sidecar.istio.io/inject: "true"').replace('name: web', 'name: old') + telemetry(SELECTOR),
  },
  invalid: {
    'pods of the ambient mesh': {
      yaml: AMBIENT + telemetry(SELECTOR),
      expect: [
        'Telemetry shop/web spec.selector: the pods of "web" are in the ambient mesh, where only a waypoint applies a Telemetry',
      ],
    },
  },
});
