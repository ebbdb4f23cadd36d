import { alphaAnnotation } from '../../../../src/analysis/rules/metadata/alpha-annotation';
import { testRule } from '../../../../src/testing/test-rule';

import { controller } from './labels';

const annotated = (annotations: string) => controller({ podAnnotations: `{ ${annotations} }` });
const pod = (spec: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/interceptionMode: REDIRECT } }
spec: { ${spec} }`;
const APP = 'containers: [{ name: app, image: app }]';

testRule(alphaAnnotation, {
  valid: {
    'an annotation in beta': annotated('proxy.istio.io/config: "concurrency: 2"'),
    'an annotation of others': annotated('prometheus.io/scrape: "true"'),
    'what the CNI plugin sets': pod(APP),
  },
  invalid: {
    'an annotation of the pods': {
      yaml: annotated('sidecar.istio.io/proxyCPU: 100m'),
      expect: [
        'Deployment shop/web spec.template.metadata.annotations["sidecar.istio.io/proxyCPU"]: annotation "sidecar.istio.io/proxyCPU" is in alpha',
      ],
    },
    'what the plugin does not set where an init container redirects': {
      yaml: pod(`${APP}, initContainers: [{ name: istio-init, image: proxy }]`),
      expect: [
        'Pod shop/web metadata.annotations["sidecar.istio.io/interceptionMode"]: annotation "sidecar.istio.io/interceptionMode" is in alpha',
      ],
    },
    'the same on pods that are made by others': {
      yaml: annotated('sidecar.istio.io/interceptionMode: REDIRECT'),
      expect: [
        'Deployment shop/web spec.template.metadata.annotations["sidecar.istio.io/interceptionMode"]: annotation "sidecar.istio.io/interceptionMode" is in alpha',
      ],
    },
  },
});
