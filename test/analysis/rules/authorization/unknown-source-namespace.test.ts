import { unknownSourceNamespace } from '../../../../src/analysis/rules/authorization/unknown-source-namespace';
import { testRule } from '../../../../src/testing/test-rule';

const object = (apiVersion: string, kind: string, name: string, ns: string, rest: string, metadata = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${ns === '' ? '' : `, namespace: ${ns}`}${metadata} }
${rest}
`;

const namespace = (name: string, labels: string) => object('v1', 'Namespace', name, '', '', `, labels: ${labels}`);

const policy = (spec: string, ns = 'shop') =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'p', ns, `spec: ${spec}`);

const from = (entry: string) => policy(`{ rules: [{ from: [{ source: { namespaces: ["${entry}"] } }] }] }`);

testRule(unknownSourceNamespace, {
  valid: {
    'a namespace that is defined': namespace('bank', '{}') + from('bank'),
    'a namespace that is used': namespace('bank', '{}') + object('v1', 'Service', 'a', 'edge', '') + from('edge'),
    'the root namespace': namespace('bank', '{}') + from('istio-system'),
    'a set without namespaces': from('bank'),
    'what is no name of a namespace, which is for another rule': namespace('bank', '{}') + from('bank/web'),
    'a pattern': namespace('bank', '{}') + from('*-prod'),
  },
  invalid: {
    'a namespace that differs in a dash': {
      yaml: namespace('check-out', '{}') + from('checkout'),
      expect: [
        'AuthorizationPolicy shop/p spec.rules[0].from[0].source.namespaces[0]: namespace "checkout" is not among the manifests; there are "check-out"',
      ],
    },
    'a pattern that fits none in parity with istioctl': {
      yaml: namespace('bank', '{}') + from('*-prod'),
      options: { istioParity: true },
      expect: [
        'AuthorizationPolicy shop/p spec.rules[0].from[0].source.namespaces[0]: namespace "*-prod" is not among the manifests; there are "bank"',
      ],
    },
  },
});
