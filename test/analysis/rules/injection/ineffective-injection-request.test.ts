import { ineffectiveInjectionRequest } from '../../../../src/analysis/rules/injection/ineffective-injection-request';
import { testRule } from '../../../../src/testing/test-rule';
import { controller, namespace } from '../metadata/labels';

const asked = '{ sidecar.istio.io/inject: "true" }';

testRule(ineffectiveInjectionRequest, {
  valid: {
    'a label where the namespace says nothing': namespace('{}') + controller({ podLabels: asked }),
    'an annotation where the namespace is injected':
      namespace('{ istio-injection: enabled }') + controller({ podAnnotations: asked }),
    'an annotation in a namespace of a revision':
      namespace('{ istio.io/rev: canary }') + controller({ podAnnotations: asked }),
    'a namespace that is not among the manifests': controller({ podAnnotations: asked }),
    'a pod that does not want a sidecar':
      namespace('{}') + controller({ podAnnotations: '{ sidecar.istio.io/inject: "false" }' }),
  },
  invalid: {
    'an annotation where the namespace says nothing': {
      yaml: namespace('{}') + controller({ podAnnotations: asked }, 'StatefulSet'),
      expect: [
        'StatefulSet shop/web spec.template.metadata.annotations["sidecar.istio.io/inject"]: the pod asks for a sidecar and gets none: injectors select pods by label, and this annotation is none; the namespace has no label for injection',
      ],
    },
    'a label where the namespace keeps injectors out': {
      yaml: namespace('{ istio-injection: disabled }') + controller({ podLabels: asked }),
      expect: [
        'Deployment shop/web spec.template.metadata.labels["sidecar.istio.io/inject"]: the pod asks for a sidecar and gets none: the label "istio-injection: disabled" keeps injectors out of namespace "shop"',
      ],
    },
    'a pod in the network of its node': {
      yaml: namespace('{}') + controller({ podLabels: asked, spec: '{ hostNetwork: true }' }),
      expect: [
        'Deployment shop/web spec.template.metadata.labels["sidecar.istio.io/inject"]: the pod asks for a sidecar and gets none: it is in the network of its node, where no proxy can take its traffic',
      ],
    },
  },
});
