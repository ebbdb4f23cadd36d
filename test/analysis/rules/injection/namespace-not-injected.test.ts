import { namespaceNotInjected } from '../../../../src/analysis/rules/injection/namespace-not-injected';
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

testRule(namespaceNotInjected, {
  valid: {
    'a namespace without workloads': namespace('shop', '{}'),
    'workloads that decide themselves':
      namespace('shop', '{}') + deployment('{ app: web, sidecar.istio.io/inject: "false" }'),
    'a label for the ambient mesh':
      namespace('shop', '{ istio.io/dataplane-mode: ambient }') + deployment('{ app: web }'),
  },
  invalid: {
    'workloads that do not join the mesh': {
      yaml: namespace('shop', '{}') + deployment('{ app: web }'),
      expect: [
        'Namespace shop metadata.labels: pods do not join the mesh: the namespace has no label that asks for it',
      ],
    },
  },
});
