import { conflictingInjectionWebhooks } from '../../../../src/analysis/rules/injection/conflicting-injection-webhooks';
import { testRule } from '../../../../src/testing/test-rule';

const object = (apiVersion: string, kind: string, name: string, ns: string, rest: string, metadata = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${ns === '' ? '' : `, namespace: ${ns}`}${metadata} }
${rest}
`;

const webhooks = (name: string, items: string, metadata = '') =>
  object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', name, '', `webhooks: [${items}]`, metadata);

testRule(conflictingInjectionWebhooks, {
  valid: {
    'revisions that exclude each other':
      webhooks('a', '{ name: a.istio.io, namespaceSelector: { matchLabels: { istio.io/rev: a } } }') +
      webhooks(
        'b',
        '{ name: b.istio.io, namespaceSelector: { matchExpressions: [{ key: istio.io/rev, operator: In, values: [b] }] } }',
      ),
    'webhooks that have nothing to do with injection':
      webhooks('a', '{ name: a.example.com }') + webhooks('b', '{ name: b.example.com }'),
  },
  invalid: {
    'a webhook without selectors beside another': {
      yaml:
        webhooks('a', '{ name: a.istio.io }') +
        webhooks('b', '{ name: b.istio.io, namespaceSelector: { matchLabels: { istio-injection: enabled } } }'),
      expect: [
        'MutatingWebhookConfiguration a webhooks[0]: pods are also selected by webhook "b/b.istio.io"',
        'MutatingWebhookConfiguration b webhooks[0]: pods are also selected by webhook "a/a.istio.io"',
      ],
    },
  },
});
