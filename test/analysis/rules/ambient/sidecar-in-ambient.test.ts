import { sidecarInAmbient } from '../../../../src/analysis/rules/ambient/sidecar-in-ambient';
import { testRule } from '../../../../src/testing/test-rule';

const object = (apiVersion: string, kind: string, name: string, ns: string, rest: string, metadata = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${ns === '' ? '' : `, namespace: ${ns}`}${metadata} }
${rest}
`;

const namespace = (name: string, labels: string) => object('v1', 'Namespace', name, '', '', `, labels: ${labels}`);

const template = (labels: string, spec = '{}', annotations = '{}') =>
  `template: { metadata: { labels: ${labels}, annotations: ${annotations} }, spec: ${spec} }`;

const deployment = (labels: string, spec = '{}', annotations = '{}', kind = 'Deployment') =>
  object('apps/v1', kind, 'web', 'shop', `spec: { ${template(labels, spec, annotations)} }`);

const sidecar = (name: string, labels?: string) =>
  object(
    'networking.istio.io/v1',
    'Sidecar',
    name,
    'shop',
    `spec: ${labels === undefined ? '{}' : `{ workloadSelector: { labels: ${labels} } }`}`,
  );

testRule(sidecarInAmbient, {
  valid: {
    'a namespace with sidecars':
      namespace('shop', '{ istio-injection: enabled, istio.io/dataplane-mode: ambient }') + sidecar('a'),
    'pods with a sidecar in an ambient namespace':
      namespace('shop', '{ istio.io/dataplane-mode: ambient }') +
      deployment('{ app: web, sidecar.istio.io/inject: "true" }') +
      sidecar('a', '{ app: web }'),
  },
  invalid: {
    'a namespace in the ambient mesh': {
      yaml: namespace('shop', '{ istio.io/dataplane-mode: ambient }') + sidecar('a'),
      expect: ['Sidecar shop/a: the pods of namespace "shop" are in the ambient mesh and have no sidecar'],
    },
    'pods in the ambient mesh': {
      yaml: deployment('{ app: web, istio.io/dataplane-mode: ambient }') + sidecar('a', '{ app: web }'),
      expect: [
        'Sidecar shop/a spec.workloadSelector.labels: the pods of "web" are in the ambient mesh and have no sidecar',
      ],
    },
  },
});
