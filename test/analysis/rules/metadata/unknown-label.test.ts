import { unknownLabel } from '../../../../src/analysis/rules/metadata/unknown-label';
import { testRule } from '../../../../src/testing/test-rule';
import { controller, namespace, object } from './labels';

const canary = object('v1', 'Service', '{ istio.io/use-waypoint-canary: w }');

testRule(unknownLabel, {
  valid: {
    'labels of Istio': namespace('{ istio-injection: enabled, topology.istio.io/network: a, istio.io/rev: "1-30" }'),
    'labels of others': controller({ podLabels: '{ istio: ingressgateway, app.kubernetes.io/name: a }' }),
    'a label of the target release': { yaml: canary, context: { istioVersion: '1.31' } },
  },
  invalid: {
    'a misspelt label without prefix': {
      yaml: namespace('{ istio-injecton: enabled }'),
      expect: ['Namespace shop metadata.labels["istio-injecton"]: "istio-injecton" is not a label of Istio'],
    },
    'an annotation that is written as a label of pods': {
      yaml: controller({ podLabels: '{ sidecar.istio.io/proxyCPU: 100m }' }, 'DaemonSet'),
      expect: [
        'DaemonSet shop/web spec.template.metadata.labels["sidecar.istio.io/proxyCPU"]: "sidecar.istio.io/proxyCPU" is not a label of Istio, but an annotation',
      ],
    },
    'a label that the target release does not have yet': {
      yaml: canary,
      context: { istioVersion: '1.30' },
      expect: [
        'Service shop/web metadata.labels["istio.io/use-waypoint-canary"]: label "istio.io/use-waypoint-canary" exists since Istio 1.31, the target is 1.30',
      ],
    },
  },
});
