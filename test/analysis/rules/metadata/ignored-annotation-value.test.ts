import { ignoredAnnotationValue } from '../../../../src/analysis/rules/metadata/ignored-annotation-value';
import { testRule } from '../../../../src/testing/test-rule';
import { controller, object } from './labels';

const service = (annotation: string) => object('v1', 'Service', '{}', `{ ${annotation} }`);

testRule(ignoredAnnotationValue, {
  valid: {
    'words that Istio knows': controller({
      podAnnotations: '{ sidecar.istio.io/nativeSidecar: "false", sidecar.istio.io/rewriteAppHTTPProbers: "T" }',
    }),
    'a distribution in any letter case': service('networking.istio.io/traffic-distribution: preferclose'),
  },
  invalid: {
    'another word for true': {
      yaml: controller({ podAnnotations: '{ sidecar.istio.io/rewriteAppHTTPProbers: "on" }' }, 'StatefulSet'),
      expect: [
        'StatefulSet shop/web spec.template.metadata.annotations["sidecar.istio.io/rewriteAppHTTPProbers"]: "on" of "sidecar.istio.io/rewriteAppHTTPProbers" is ignored, wanted "true" or "false"',
      ],
    },
    'a distribution that there is not': {
      yaml: service('networking.istio.io/traffic-distribution: PreferLocal'),
      expect: [
        'Service shop/web metadata.annotations["networking.istio.io/traffic-distribution"]: "PreferLocal" of "networking.istio.io/traffic-distribution" is ignored, wanted PreferClose, PreferSameZone or PreferSameNode',
      ],
    },
  },
});
