import { portNumberConflict } from '../../../../src/analysis/rules/services/port-number-conflict';
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

const service = (ports: string, name = 'web', more = '', metadata = '') =>
  object('v1', 'Service', name, 'shop', `spec: { selector: { app: web }, ports: [${ports}]${more} }`, metadata);

testRule(portNumberConflict, {
  valid: {
    'the same number in two Services':
      service('{ port: 80, targetPort: 8080 }') +
      service('{ port: 80, targetPort: 8080 }', 'other') +
      deployment('{ app: web }'),
    'two numbers in one Service':
      service('{ port: 80, targetPort: 8080 }, { port: 81, targetPort: 8080 }') + deployment('{ app: web }'),
    'pods outside the mesh':
      namespace('shop', '{}') +
      service('{ port: 80, targetPort: 1 }') +
      service('{ port: 81, targetPort: 1 }', 'other') +
      deployment('{ app: web }'),
  },
  invalid: {
    'two numbers in two Services': {
      yaml:
        service('{ port: 80, targetPort: web }') +
        service('{ port: 81, targetPort: web }', 'other') +
        deployment('{ app: web }'),
      expect: [
        'Deployment shop/web: port "web" of the pods has the numbers 80, 81 in Service "shop/other", "shop/web"',
      ],
    },
  },
});
