import { doubleTls } from '../../../../src/analysis/rules/destinations/double-tls';
import { testRule } from '../../../../src/testing/test-rule';
import { destinationRule, mesh, object, virtualService } from '../mesh-yaml';

const entry = (protocol: string, more = '') =>
  object(
    'networking.istio.io/v1',
    'ServiceEntry',
    'api',
    'shop',
    `{ hosts: [api.example.com], ports: [{ number: 443, name: out, protocol: ${protocol}${more} }], resolution: DNS }`,
  );
const originating = (mode: string) =>
  destinationRule(`{ host: api.example.com, trafficPolicy: { tls: { mode: ${mode} } } }`);
const TO_PORT = 'route: [{ destination: { host: api.example.com, port: { number: 443 } } }]';
const sent = (protocol: string, mode: string) => [
  `DestinationRule shop/rule spec.trafficPolicy.tls: port 443 of "api.example.com" is declared as ${protocol}, so that clients send TLS, and mode ${mode} wraps it into TLS again`,
];

testRule(doubleTls, {
  valid: {
    'a port on which clients send plain HTTP': mesh(entry('HTTP'), originating('SIMPLE')),
    'a port that leads to another one of the server': mesh(entry('HTTPS', ', targetPort: 8443'), originating('SIMPLE')),
    'a rule that leaves the TLS of clients as it is': mesh(entry('HTTPS'), originating('DISABLE')),
    'a port to which routes send plain HTTP': mesh(
      entry('HTTPS'),
      originating('SIMPLE'),
      virtualService(`{ hosts: [api.example.com], http: [{ ${TO_PORT} }] }`),
    ),
  },
  invalid: {
    'a port of HTTPS': { yaml: mesh(entry('HTTPS'), originating('SIMPLE')), expect: sent('https', 'SIMPLE') },
    'a port of TLS': { yaml: mesh(entry('TLS'), originating('SIMPLE')), expect: sent('tls', 'SIMPLE') },
    'mutual TLS': { yaml: mesh(entry('TLS'), originating('MUTUAL')), expect: sent('tls', 'MUTUAL') },
    'a port to which routes send the TLS of clients': {
      yaml: mesh(
        entry('TLS'),
        originating('SIMPLE'),
        virtualService(
          `{ hosts: [api.example.com], tls: [{ match: [{ port: 443, sniHosts: [api.example.com] }], ${TO_PORT} }] }`,
        ),
      ),
      expect: sent('tls', 'SIMPLE'),
    },
  },
});
