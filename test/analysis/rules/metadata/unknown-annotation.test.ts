import { unknownAnnotation } from '../../../../src/analysis/rules/metadata/unknown-annotation';
import { testRule } from '../../../../src/testing/test-rule';
import { controller, namespace, object } from './labels';

const weight = object('v1', 'Service', '{}', '{ istio.io/use-waypoint-canary-weight: "10" }');

testRule(unknownAnnotation, {
  valid: {
    'annotations of others': controller({ podAnnotations: '{ example.com/istio: a, kubernetes.io/ingress.class: b }' }),
    'an annotation of the target release': { yaml: weight, context: { istioVersion: '1.32' } },
  },
  invalid: {
    'a misspelt one on any kind': {
      yaml: object('networking.istio.io/v1', 'ServiceEntry', '{}', '{ networking.istio.io/trafic-distribution: a }'),
      expect: [
        'ServiceEntry shop/web metadata.annotations["networking.istio.io/trafic-distribution"]: "networking.istio.io/trafic-distribution" is not an annotation of Istio',
      ],
    },
    'labels that are written as annotations': {
      yaml: namespace('{}', 'shop', '{ istio-injection: enabled, istio.io/use-waypoint: w }'),
      expect: [
        'Namespace shop metadata.annotations["istio-injection"]: "istio-injection" is not an annotation of Istio, but a label',
        'Namespace shop metadata.annotations["istio.io/use-waypoint"]: "istio.io/use-waypoint" is not an annotation of Istio, but a label',
      ],
    },
    'one that the target release does not have yet': {
      yaml: weight,
      context: { istioVersion: '1.31' },
      expect: [
        'Service shop/web metadata.annotations["istio.io/use-waypoint-canary-weight"]: annotation "istio.io/use-waypoint-canary-weight" exists since Istio 1.32, the target is 1.31',
      ],
    },
  },
});
