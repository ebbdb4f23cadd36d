import { conflictingSidecars } from '../../../../src/analysis/rules/visibility/conflicting-sidecars';
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

const sidecar = (name: string, labels?: string) =>
  object(
    'networking.istio.io/v1',
    'Sidecar',
    name,
    'shop',
    `spec: ${labels === undefined ? '{}' : `{ workloadSelector: { labels: ${labels} } }`}`,
  );

testRule(conflictingSidecars, {
  valid: {
    'other pods': deployment('{ app: web }') + sidecar('a', '{ app: web }') + sidecar('b', '{ app: other }'),
    'the default of the namespace': deployment('{ app: web }') + sidecar('a', '{ app: web }') + sidecar('b'),
    'ambient pods, which is another rule':
      deployment('{ app: web, istio.io/dataplane-mode: ambient }') +
      sidecar('a', '{ app: web }') +
      sidecar('b', '{ app: web }'),
  },
  invalid: {
    'the same pods by other labels, once': {
      yaml: deployment('{ app: web, tier: front }') + sidecar('a', '{ app: web }') + sidecar('b', '{ tier: front }'),
      expect: ['Sidecar shop/b spec.workloadSelector.labels: the pods of "web" are also selected by Sidecar "a"'],
    },
    'the same Pod in parity with istioctl, at both': {
      yaml:
        object('v1', 'Pod', 'web', 'shop', '', ', labels: { app: web, tier: front }') +
        sidecar('a', '{ app: web }') +
        sidecar('b', '{ tier: front }'),
      options: { istioParity: true },
      expect: [
        'Sidecar shop/a: the pods of "web" are also selected by Sidecar "b"',
        'Sidecar shop/b: the pods of "web" are also selected by Sidecar "a"',
      ],
    },
  },
});
