import { conflictingInjectionLabels } from '../../../../src/analysis/rules/injection/conflicting-injection-labels';
import { testRule } from '../../../../src/testing/test-rule';

const object = (apiVersion: string, kind: string, name: string, ns: string, rest: string, metadata = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${ns === '' ? '' : `, namespace: ${ns}`}${metadata} }
${rest}
`;

const namespace = (name: string, labels: string) => object('v1', 'Namespace', name, '', '', `, labels: ${labels}`);

testRule(conflictingInjectionLabels, {
  valid: {
    'one label': namespace('shop', '{ istio.io/rev: a }'),
    'injection that is off beside a revision, which then has no effect anyway': namespace(
      'shop',
      '{ istio-injection: disabled, istio.io/rev: a }',
    ),
    'a data plane mode of none': namespace('shop', '{ istio-injection: enabled, istio.io/dataplane-mode: none }'),
  },
  invalid: {
    'injection and the ambient mesh': {
      yaml: namespace('shop', '{ istio-injection: enabled, istio.io/dataplane-mode: ambient }'),
      expect: [
        'Namespace shop metadata.labels: the labels "istio-injection=enabled" and "istio.io/dataplane-mode=ambient" contradict each other; pods get the sidecar of the default revision',
      ],
    },
    'a revision and the ambient mesh': {
      yaml: namespace('shop', '{ istio.io/rev: a, istio.io/dataplane-mode: ambient }'),
      expect: [
        'Namespace shop metadata.labels: the labels "istio.io/rev=a" and "istio.io/dataplane-mode=ambient" contradict each other; pods get a sidecar and do not join the ambient mesh',
      ],
    },
  },
});
