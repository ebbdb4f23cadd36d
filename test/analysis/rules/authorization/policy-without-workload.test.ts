import { policyWithoutWorkload } from '../../../../src/analysis/rules/authorization/policy-without-workload';
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

const policy = (spec: string, ns = 'shop') =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'p', ns, `spec: ${spec}`);

testRule(policyWithoutWorkload, {
  valid: {
    'the pods of a template': deployment('{ app: web }') + policy('{ selector: { matchLabels: { app: web } } }'),
    'a policy for the whole namespace': policy('{}'),
    'a namespace whose pods are elsewhere': policy('{ selector: { matchLabels: { app: web } } }'),
    'a policy of the root namespace about pods anywhere':
      deployment('{ app: web }') + policy('{ selector: { matchLabels: { app: web } } }', 'istio-system'),
    'pods in the ambient mesh':
      namespace('shop', '{ istio.io/dataplane-mode: ambient }') +
      deployment('{ app: web }') +
      policy('{ selector: { matchLabels: { app: web } } }'),
  },
  invalid: {
    'labels that no pod has': {
      yaml: deployment('{ app: web }') + policy('{ selector: { matchLabels: { app: wep } } }'),
      expect: [
        'AuthorizationPolicy shop/p spec.selector.matchLabels: no pod of namespace "shop" has the labels "app=wep"',
      ],
    },
    'pods outside the mesh': {
      yaml:
        namespace('shop', '{}') + deployment('{ app: web }') + policy('{ selector: { matchLabels: { app: web } } }'),
      expect: [
        'AuthorizationPolicy shop/p spec.selector.matchLabels: the pods of "web" have no sidecar and are not in the ambient mesh, so that nothing enforces the policy',
      ],
    },
    'a Deployment in parity with istioctl, which reads Pods only': {
      yaml:
        namespace('shop', '{ istio-injection: enabled }') +
        deployment('{ app: web }') +
        policy('{ selector: { matchLabels: { app: web } } }'),
      options: { istioParity: true },
      expect: ['AuthorizationPolicy shop/p: no pod in the mesh has the labels "app=web"'],
    },
  },
});
