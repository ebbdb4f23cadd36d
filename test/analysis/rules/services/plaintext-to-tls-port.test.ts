import { plaintextToTlsPort } from '../../../../src/analysis/rules/services/plaintext-to-tls-port';
import { testRule } from '../../../../src/testing/test-rule';
import { destinationRule, mesh, object } from '../mesh-yaml';

const entry = (port: string, more = '') =>
  object('networking.istio.io/v1', 'ServiceEntry', 'x', 'shop', `{ hosts: [a.example.org], ports: [${port}]${more} }`);
const HTTP = '{ number: 443, name: http, protocol: HTTP }';
const at = (field: string) => [
  `ServiceEntry shop/x spec.ports[0].${field}: proxies send plaintext to port 443 of "a.example.org": the port is declared as HTTP, and no DestinationRule originates TLS`,
];

testRule(plaintextToTlsPort, {
  valid: {
    'a port of TLS': entry('{ number: 443, name: tls, protocol: TLS }'),
    'a port of HTTPS': entry('{ number: 443, name: https, protocol: HTTPS }'),
    'HTTP to port 80': entry('{ number: 80, name: http, protocol: HTTP }'),
    'TLS that proxies originate': mesh(
      entry(HTTP),
      destinationRule('{ host: "*.example.org", trafficPolicy: { tls: { mode: SIMPLE } } }'),
    ),
    'TLS that proxies originate on one port': mesh(
      entry('{ number: 80, targetPort: 443, name: http, protocol: HTTP }'),
      destinationRule(
        '{ host: a.example.org, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: SIMPLE } }] } }',
      ),
    ),
    'pods of the mesh': entry(HTTP, ', location: MESH_INTERNAL'),
    'endpoints with ports of their own': entry(HTTP, ', endpoints: [{ address: 10.0.0.1, ports: { http: 8080 } }]'),
  },
  invalid: {
    'HTTP to port 443': { yaml: entry(HTTP), expect: at('protocol') },
    'HTTP/2 to port 443, where TLS is turned off': {
      yaml: mesh(
        entry('{ number: 443, name: grpc, protocol: GRPC }'),
        destinationRule('{ host: a.example.org, trafficPolicy: { tls: { mode: DISABLE } } }'),
      ),
      expect: at('protocol'),
    },
    'HTTP on port 80 that is sent to port 443': {
      yaml: entry('{ number: 80, targetPort: 443, name: http, protocol: HTTP }'),
      expect: at('targetPort'),
    },
  },
});
