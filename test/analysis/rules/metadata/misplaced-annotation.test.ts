import { misplacedAnnotation } from '../../../../src/analysis/rules/metadata/misplaced-annotation';
import { testRule } from '../../../../src/testing/test-rule';

const object = (apiVersion: string, kind: string, name: string, ns: string, rest: string, metadata = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${ns === '' ? '' : `, namespace: ${ns}`}${metadata} }
${rest}
`;

const template = (labels: string, spec = '{}', annotations = '{}') =>
  `template: { metadata: { labels: ${labels}, annotations: ${annotations} }, spec: ${spec} }`;

const deployment = (labels: string, spec = '{}', annotations = '{}', kind = 'Deployment') =>
  object('apps/v1', kind, 'web', 'shop', `spec: { ${template(labels, spec, annotations)} }`);

const service = (ports: string, name = 'web', more = '', metadata = '') =>
  object('v1', 'Service', name, 'shop', `spec: { selector: { app: web }, ports: [${ports}]${more} }`, metadata);

const annotated = (annotation: string) => deployment('{ app: web }', '{}', `{ ${annotation} }`);

testRule(misplacedAnnotation, {
  valid: {
    'an annotation of pods on the template': annotated('sidecar.istio.io/proxyCPU: 100m'),
    'an annotation for any object': service(
      '{ port: 80 }',
      'web',
      '',
      ', annotations: { galley.istio.io/analyze-suppress: "*" }',
    ),
    'annotations of others': service('{ port: 80 }', 'web', '', ', annotations: { example.com/a: b }'),
  },
  invalid: {
    'an annotation of Services on pods': {
      yaml: annotated('networking.istio.io/exportTo: "."'),
      expect: [
        'Deployment shop/web spec.template.metadata.annotations["networking.istio.io/exportTo"]: annotation "networking.istio.io/exportTo" has an effect on Service only, not on Pod',
      ],
    },
  },
});
