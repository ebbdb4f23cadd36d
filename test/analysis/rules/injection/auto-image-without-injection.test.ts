import { autoImageWithoutInjection } from '../../../../src/analysis/rules/injection/auto-image-without-injection';
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

const AUTO = '{ containers: [{ name: istio-proxy, image: auto }] }';

testRule(autoImageWithoutInjection, {
  valid: {
    'a label on the pods': namespace('shop', '{}') + deployment('{ sidecar.istio.io/inject: "true" }', AUTO),
    'an injected namespace': namespace('shop', '{ istio-injection: enabled }') + deployment('{ app: web }', AUTO),
    'a namespace that is managed elsewhere': deployment('{ app: web }', AUTO),
    'a webhook of the set': `${namespace('shop', '{ mesh: "yes" }')}${deployment('{ app: web }', AUTO)}${object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'i', '', 'webhooks: [{ name: x.istio.io, namespaceSelector: { matchExpressions: [{ key: mesh, operator: In, values: ["yes"] }] } }]')}`,
  },
  invalid: {
    'a namespace in which injection is off, whatever the pods ask for': {
      yaml:
        namespace('shop', '{ istio-injection: disabled }') +
        deployment('{ sidecar.istio.io/inject: "true" }', AUTO, '{}', 'DaemonSet'),
      expect: [
        'DaemonSet shop/web spec.template.spec.containers: the image of the proxy is "auto", but no injector fills it in, so that it cannot be pulled',
      ],
    },
    'webhooks of the set that select other pods': {
      yaml: `${namespace('shop', '{ istio-injection: enabled }')}${deployment('{ app: web }', AUTO)}${object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'i', '', 'webhooks: [{ name: x.istio.io, objectSelector: { matchLabels: { a: b } } }]')}`,
      expect: [
        'Deployment shop/web spec.template.spec.containers: the image of the proxy is "auto", but no injector fills it in, so that it cannot be pulled',
      ],
    },
  },
});
