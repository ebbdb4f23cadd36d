import { servicePortName } from '../../../../src/analysis/rules/services/service-port-name';
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

testRule(servicePortName, {
  valid: {
    'names that begin with a protocol': service(
      '{ name: http-web, port: 1 }, { name: GRPC, port: 2 }, { name: grpc-web-x, port: 3 }, { name: http_proxy, port: 4 }',
    ),
    'an appProtocol, also one of Kubernetes': service(
      '{ name: a, port: 1, appProtocol: https }, { name: b, port: 2, appProtocol: kubernetes.io/h2c }',
    ),
    'ports whose server speaks first': service('{ name: db, port: 3306 }, { port: 25 }'),
    UDP: service('{ name: dns, port: 5353, protocol: UDP }'),
    'what istiod makes itself': service(
      '{ name: x, port: 1 }',
      'web',
      '',
      ', labels: { gateway.istio.io/managed: istio.io-gateway-controller }',
    ),
    'an ExternalName, which is another rule': service('{ name: x, port: 1 }', 'web', ', type: ExternalName'),
  },
  invalid: {
    'a name without a dash behind the protocol': {
      yaml: service('{ name: http2foo, port: 80 }'),
      expect: [
        'Service shop/web spec.ports[0]: port 80 has name "http2foo", which declares no protocol that Istio knows, so that Envoy must detect it',
      ],
    },
    'an appProtocol that Istio does not know, whatever the name says': {
      yaml: service('{ name: http, port: 80, appProtocol: amqp }'),
      expect: [
        'Service shop/web spec.ports[0]: port 80 has appProtocol "amqp", which declares no protocol that Istio knows, so that Envoy must detect it',
      ],
    },
  },
});
