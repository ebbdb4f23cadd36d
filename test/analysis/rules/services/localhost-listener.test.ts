import { localhostListener } from '../../../../src/analysis/rules/services/localhost-listener';
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

const service = (ports: string, name = 'web', more = '', metadata = '') =>
  object('v1', 'Service', name, 'shop', `spec: { selector: { app: web }, ports: [${ports}]${more} }`, metadata);

testRule(localhostListener, {
  valid: {
    'all addresses':
      service('{ port: 80, targetPort: 8080 }') +
      deployment('{ app: web }', '{ containers: [{ args: ["--listen=0.0.0.0:8080", "--listen=:8080"] }] }'),
    'another port':
      service('{ port: 80, targetPort: 8080 }') +
      deployment('{ app: web }', '{ containers: [{ args: ["--admin-addr=127.0.0.1:9090"] }] }'),
    'an address to call':
      service('{ port: 80, targetPort: 8080 }') +
      deployment('{ app: web }', '{ containers: [{ args: ["--upstream=127.0.0.1:8080"] }] }'),
    'a Sidecar that serves the loopback address':
      service('{ port: 80, targetPort: 8080 }') +
      deployment('{ app: web }', '{ containers: [{ args: ["--listen=127.0.0.1:8080"] }] }') +
      object(
        'networking.istio.io/v1',
        'Sidecar',
        's',
        'shop',
        'spec: { ingress: [{ port: { number: 8080 }, defaultEndpoint: "127.0.0.1:8080" }] }',
      ),
  },
  invalid: {
    'an address behind its flag': {
      yaml:
        service('{ port: 80, targetPort: 8080 }') +
        deployment('{ app: web }', '{ containers: [{ command: [app, --http-address, "localhost:8080"] }] }'),
      expect: [
        'Deployment shop/web spec.template.spec.containers[0].command[2]: port 8080 listens on the loopback address only, but Service "shop/web" sends to it',
      ],
    },
  },
});
