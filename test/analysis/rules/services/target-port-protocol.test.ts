import { targetPortProtocol } from '../../../../src/analysis/rules/services/target-port-protocol';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, namespace, sidecars } from '../mesh-yaml';

const service = (name: string, port: string, selector = 'web') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${selector} }, ports: [${port}] }`;
const set = (port: string, labels = sidecars('shop'), selector = 'web') =>
  mesh(labels, app('web'), app('other'), service('also', port, selector));

testRule(targetPortProtocol, {
  valid: {
    'the same protocol': set('{ name: http-also, port: 81, targetPort: 8080 }'),
    'another port of the pods': set('{ name: tcp, port: 81, targetPort: 9090 }'),
    'other pods': set('{ name: tcp, port: 81, targetPort: 8080 }', sidecars('shop'), 'else'),
    'pods outside of the mesh': set('{ name: tcp, port: 81, targetPort: 8080 }', namespace('shop')),
    'gRPC and HTTP/2, which are served alike': mesh(
      sidecars('shop'),
      app('web', { ports: '{ name: grpc, port: 80, targetPort: 8080 }' }),
      service('also', '{ name: http2, port: 81, targetPort: 8080 }'),
    ),
    'TLS and TCP, of which neither is read': mesh(
      sidecars('shop'),
      app('web', { ports: '{ name: tls, port: 443, targetPort: 8443 }' }),
      service('also', '{ name: tcp, port: 444, targetPort: 8443 }'),
    ),
  },
  invalid: {
    'TCP beside HTTP': {
      yaml: set('{ name: tcp, port: 81, targetPort: 8080 }'),
      expect: [
        'Service shop/also spec.ports[0]: port "8080" of the pods of "web" is tcp here and http in Service "shop/web"; one of them is used for both',
      ],
    },
    'HTTP/2 beside HTTP': {
      yaml: set('{ name: grpc, port: 81, targetPort: 8080 }'),
      expect: [
        'Service shop/also spec.ports[0]: port "8080" of the pods of "web" is grpc here and http in Service "shop/web"; one of them is used for both',
      ],
    },
    'a port without a protocol': {
      yaml: set('{ name: main, port: 81, targetPort: 8080 }'),
      expect: [
        'Service shop/also spec.ports[0]: port "8080" of the pods of "web" is auto here and http in Service "shop/web"; one of them is used for both',
      ],
    },
    'two ports of one Service': {
      yaml: mesh(
        sidecars('shop'),
        app('web', {
          ports:
            '{ name: http, port: 80, targetPort: 8080 }, { name: tcp, port: 81, targetPort: 8080, appProtocol: tcp }',
        }),
      ),
      expect: [
        'Service shop/web spec.ports[1]: port "8080" of the pods of "web" is tcp here and http in Service "shop/web"; one of them is used for both',
      ],
    },
  },
});
