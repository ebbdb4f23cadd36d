import { portProtocolConflict } from '../../../../src/analysis/rules/services/port-protocol-conflict';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, namespace, sidecars } from '../mesh-yaml';

const service = (name: string, port: string, selector = 'dns') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${selector} }, ports: [${port}] }`;
const PODS = app('dns', { ports: '{ name: tcp, port: 9000 }' });
const UDP = '{ name: udp, port: 9000, protocol: UDP }';

testRule(portProtocolConflict, {
  valid: {
    'different numbers': mesh(sidecars('shop'), PODS, service('other', UDP.replace('9000', '9001'))),
    'a Service of other pods': mesh(sidecars('shop'), PODS, app('other'), service('other', UDP, 'other')),
    'pods outside of the mesh': mesh(namespace('shop'), PODS, service('other', UDP)),
    'DNS, which is served by both': mesh(
      sidecars('shop'),
      app('dns', { ports: '{ name: tcp, port: 53 }' }),
      service('other', UDP.replace('9000', '53')),
    ),
    'one protocol twice': mesh(sidecars('shop'), PODS, service('other', '{ name: tcp, port: 9000 }')),
  },
  invalid: {
    'two Services': {
      yaml: mesh(sidecars('shop'), PODS, service('other', UDP)),
      expect: ['Deployment shop/dns: port 9000 is used for TCP and UDP by Service "shop/dns", "shop/other"'],
    },
    'one Service': {
      yaml: mesh(sidecars('shop'), app('dns', { ports: `{ name: tcp, port: 9000 }, ${UDP}` })),
      expect: ['Deployment shop/dns: port 9000 is used for TCP and UDP by Service "shop/dns"'],
    },
    'what istioctl says of DNS': {
      yaml: mesh(
        sidecars('shop'),
        app('dns', { ports: '{ name: tcp, port: 53 }' }),
        service('other', UDP.replace('9000', '53')),
      ),
      options: { istioParity: true },
      expect: ['Deployment shop/dns: port 53 is used for TCP and UDP by Service "shop/dns", "shop/other"'],
    },
  },
});
