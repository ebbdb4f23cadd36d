import { deprecatedAnnotation } from '../../../../src/analysis/rules/metadata/deprecated-annotation';
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

const annotated = (annotation: string) => deployment('{ app: web }', '{}', `{ ${annotation} }`);

testRule(deprecatedAnnotation, {
  valid: {
    'the annotation beside the label that replaces it': deployment(
      '{ sidecar.istio.io/inject: "true" }',
      '{}',
      '{ sidecar.istio.io/inject: "true" }',
    ),
  },
  invalid: {
    'the annotation alone': {
      yaml: annotated('sidecar.istio.io/inject: "true"'),
      expect: [
        'Deployment shop/web spec.template.metadata.annotations["sidecar.istio.io/inject"]: annotation "sidecar.istio.io/inject" is deprecated',
      ],
    },
  },
});
