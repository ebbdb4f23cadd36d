import { gatewayRouteProtocol } from '../../../../src/analysis/rules/gateways/gateway-route-protocol';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, GATEWAY_PODS, gateway, mesh, virtualService } from '../mesh-yaml';

const ROUTE = 'route: [{ destination: { host: web } }]';
const TLS_ROUTE = `tls: [{ match: [{ sniHosts: [shop.example.org] }], ${ROUTE} }]`;
const server = (port: string, tls = '', hosts = 'shop.example.org') =>
  `{ port: { number: 443, name: main, protocol: ${port} }, hosts: ["${hosts}"]${tls === '' ? '' : `, tls: { ${tls} }`} }`;
const routes = (kinds: string, hosts = 'shop.example.org') =>
  virtualService(`{ hosts: ["${hosts}"], gateways: [edge], ${kinds} }`);
const PASSTHROUGH = server('TLS', 'mode: PASSTHROUGH');
const TERMINATING = server('HTTPS', 'mode: SIMPLE, credentialName: shop');
const at = (servers: string, kinds: string) => mesh(GATEWAY_PODS, app('web'), gateway(servers), routes(kinds));

testRule(gatewayRouteProtocol, {
  valid: {
    'requests of a server for HTTPS': at(TERMINATING, `http: [{ ${ROUTE} }]`),
    'server names of one that passes TLS through': at(PASSTHROUGH, TLS_ROUTE),
    'connections of one that ends TLS': at(server('TLS', 'mode: SIMPLE, credentialName: shop'), `tcp: [{ ${ROUTE} }]`),
    'one server of several': at(
      `${PASSTHROUGH}, ${server('HTTP').replace('443', '80').replace('main', 'http')}`,
      `http: [{ ${ROUTE} }]`,
    ),
    'one kind of several': at(PASSTHROUGH, `http: [{ ${ROUTE} }], ${TLS_ROUTE}`),
    'a server for other hosts': mesh(
      gateway(server('TLS', 'mode: PASSTHROUGH', 'other.example.org')),
      routes(`http: [{ ${ROUTE} }]`),
    ),
    'a Gateway that is not in the set': routes(`http: [{ ${ROUTE} }]`),
    'GRPC and lower case': at(server('grpc'), `http: [{ ${ROUTE} }]`),
  },
  invalid: {
    'requests of one that passes TLS through': {
      yaml: at(PASSTHROUGH, `http: [{ ${ROUTE} }]`),
      expect: [
        'VirtualService shop/routes spec.http: Gateway "shop/edge" serves port 443 as TLS with TLS mode PASSTHROUGH, and so uses tls routes; the VirtualService has http routes only (bound by spec.gateways[0])',
      ],
    },
    'server names of one that ends TLS': {
      yaml: at(TERMINATING, TLS_ROUTE),
      expect: [
        'VirtualService shop/routes spec.tls: Gateway "shop/edge" serves port 443 as HTTPS with TLS mode SIMPLE, and so uses http routes; the VirtualService has tls routes only (bound by spec.gateways[0])',
      ],
    },
    'requests of a server for TCP': {
      yaml: at(server('TCP'), `http: [{ ${ROUTE} }]`),
      expect: [
        'VirtualService shop/routes spec.http: Gateway "shop/edge" serves port 443 as TCP, and so uses tcp routes; the VirtualService has http routes only (bound by spec.gateways[0])',
      ],
    },
    'requests of a server that ends TLS of anything': {
      yaml: at(server('TLS', 'mode: SIMPLE, credentialName: shop'), `http: [{ ${ROUTE} }]`),
      expect: [
        'VirtualService shop/routes spec.http: Gateway "shop/edge" serves port 443 as TLS with TLS mode SIMPLE, and so uses tcp routes; the VirtualService has http routes only (bound by spec.gateways[0])',
      ],
    },
    'a host that a wildcard of the server covers': {
      yaml: mesh(gateway(server('TLS', 'mode: PASSTHROUGH', 'shop/*.example.org')), routes(`http: [{ ${ROUTE} }]`)),
      expect: [
        'VirtualService shop/routes spec.http: Gateway "shop/edge" serves port 443 as TLS with TLS mode PASSTHROUGH, and so uses tls routes; the VirtualService has http routes only (bound by spec.gateways[0])',
      ],
    },
  },
});

test('nothing takes such requests', () => {
  const call = { from: 'internet', to: 'https://shop.example.org/' };
  expect(answer(at(PASSTHROUGH, `http: [{ ${ROUTE} }]`), call)).toBe('no-listener');
  const encrypted = mesh(at(PASSTHROUGH, TLS_ROUTE.replace('host: web', 'host: web, port: { number: 443 }')));
  expect(
    answer(
      encrypted.replace('name: http, port: 80, targetPort: 8080 }]', 'name: tls, port: 443, targetPort: 8443 }]'),
      call,
    ),
  ).toBe('routed');
  expect(answer(at(TERMINATING, TLS_ROUTE), call)).toBe('no-route');
  expect(answer(at(TERMINATING, `http: [{ ${ROUTE} }]`), call)).toBe('routed');
});
