import { duplicateObject } from '../../../../src/analysis/rules/objects/duplicate-object';
import { testRule } from '../../../../src/testing/test-rule';

const object = (apiVersion: string, kind: string, name: string, ns: string, rest: string, metadata = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${ns === '' ? '' : `, namespace: ${ns}`}${metadata} }
${rest}
`;

const service = (ports: string, name = 'web', more = '', metadata = '') =>
  object('v1', 'Service', name, 'shop', `spec: { selector: { app: web }, ports: [${ports}]${more} }`, metadata);

const sidecar = (name: string, labels?: string) =>
  object(
    'networking.istio.io/v1',
    'Sidecar',
    name,
    'shop',
    `spec: ${labels === undefined ? '{}' : `{ workloadSelector: { labels: ${labels} } }`}`,
  );

testRule(duplicateObject, {
  valid: {
    'the same object twice': service('{ port: 80 }') + service('{ port: 80 }'),
    'two namespaces': service('{ port: 80 }') + service('{ port: 81 }').replace('namespace: shop', 'namespace: bank'),
  },
  invalid: {
    'two versions of a group': {
      yaml:
        sidecar('a') + sidecar('a', '{ app: web }').replace('networking.istio.io/v1', 'networking.istio.io/v1beta1'),
      expect: ['Sidecar shop/a: Sidecar shop/a is defined more than once; the last definition replaces the others'],
    },
  },
});
