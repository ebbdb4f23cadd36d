import { unusedRouteRule } from '../../../../src/analysis/rules/routes/unused-route-rule';
import { testRule } from '../../../../src/testing/test-rule';
import { hostsOf } from '../behaviour';
import { ambient, app, GATEWAY_PODS, gateway, mesh, object, sidecars, virtualService, waypoint } from '../mesh-yaml';

const route = (host: string) => `route: [{ destination: { host: ${host}, port: { number: 80 } } }]`;
const pay = (protocol: string) =>
  object(
    'networking.istio.io/v1',
    'ServiceEntry',
    'pay',
    'shop',
    `{ hosts: [pay.example.com], ports: [{ number: 443, name: p, protocol: ${protocol} }], resolution: DNS }`,
  );
const forPay = (rules: string) => virtualService(`{ hosts: [pay.example.com], ${rules} }`);
const forApi = (match: string, more = '') =>
  virtualService(`{ hosts: [api], ${more} http: [{ match: [{ ${match} }], ${route('web')} }] }`);
const HTTPS =
  '{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.org], tls: { mode: SIMPLE, credentialName: c } }';
const HTTP = '{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.org] }';
const REDIRECT = HTTP.replace('] }', '], tls: { httpsRedirect: true } }');
const TRUSTING = 'proxy.istio.io/config: "gatewayTopology: { numTrustedProxies: 1 }"';
const atEdge = (match: string) =>
  virtualService(
    `{ hosts: [shop.example.org], gateways: [edge], http: [{ match: [{ ${match} }], ${route('web')} }, { ${route('api')} }] }`,
  );
const SHOP = mesh(sidecars('shop'), app('web'), app('api'));
const EDGE = mesh(SHOP, GATEWAY_PODS, gateway(HTTPS));
const at = (field: string, problem: string) => [`VirtualService shop/routes spec.${field}: ${problem}`];

testRule(unusedRouteRule, {
  valid: {
    'rules for a port of HTTP': mesh(SHOP, forApi('port: 80')),
    'rules for a port whose protocol is found out': mesh(
      sidecars('shop'),
      app('api', { ports: '{ port: 80, targetPort: 8080 }' }),
      virtualService(`{ hosts: [api], http: [{ ${route('api')} }], tcp: [{ ${route('api')} }] }`),
    ),
    'tls rules for a port of HTTPS': mesh(
      pay('HTTPS'),
      forPay(`tls: [{ match: [{ sniHosts: [pay.example.com] }], ${route('pay.example.com')} }]`),
    ),
    'a port of one of several hosts': mesh(
      SHOP,
      app('admin', { ports: '{ name: http, port: 9090, targetPort: 8080 }' }),
      virtualService(`{ hosts: [api, admin], http: [{ match: [{ port: 9090 }], ${route('api')} }] }`),
    ),
    'labels that some client has': mesh(SHOP, forApi('sourceLabels: { app: web }')),
    'hosts and gateways that the set does not hold': mesh(
      virtualService(
        `{ hosts: [elsewhere.example], gateways: [mesh, infra/edge], http: [{ match: [{ port: 1 }], ${route('api')} }] }`,
      ),
    ),
    'gateways with labels, which are not looked at then': mesh(
      EDGE,
      atEdge('gateways: [edge], sourceLabels: { app: web }'),
    ),
    'schemes of servers with and without TLS': mesh(
      SHOP,
      GATEWAY_PODS,
      gateway(`${HTTPS}, ${HTTP}`),
      virtualService(
        `{ hosts: [shop.example.org, api], gateways: [edge, mesh], http: [{ match: [{ scheme: { exact: http } }], ${route('web')} }, { match: [{ scheme: { prefix: https } }], ${route('api')} }] }`,
      ),
    ),
    'the scheme that a trusted proxy tells': mesh(
      SHOP,
      GATEWAY_PODS.replace('annotations: {', `annotations: { ${TRUSTING},`),
      gateway(HTTP),
      atEdge('scheme: { exact: https }'),
    ),
    'a redirect where a trusted proxy tells the scheme': mesh(
      SHOP,
      GATEWAY_PODS.replace('annotations: {', `annotations: { ${TRUSTING},`),
      gateway(REDIRECT),
      atEdge('method: { exact: GET }'),
    ),
    'a redirect beside the server with TLS': mesh(
      SHOP,
      GATEWAY_PODS,
      gateway(`${REDIRECT}, ${HTTPS}`),
      atEdge('scheme: { exact: https }'),
    ),
    'the port of the server at a gateway': mesh(EDGE, atEdge('port: 443')),
    'tcp rules of a service that uses a waypoint': mesh(
      ambient('shop', 'istio.io/use-waypoint: waypoint'),
      waypoint(),
      app('api', { ports: '{ name: tls, port: 443, targetPort: 8080 }' }),
      virtualService(`{ hosts: [api], tcp: [{ ${route('api')} }] }`),
    ),
  },
  invalid: {
    'https inside the mesh': {
      yaml: mesh(SHOP, forApi('scheme: { exact: https }')),
      expect: at(
        'http[0].match[0].scheme',
        'http[0] is never used: proxies see requests of pods without TLS, with the scheme http unless X-Forwarded-Proto says otherwise',
      ),
    },
    'https inside the mesh, as a header': {
      yaml: mesh(SHOP, forApi('headers: { ":scheme": { exact: https } }')),
      expect: at(
        'http[0].match[0].headers.:scheme',
        'http[0] is never used: proxies see requests of pods without TLS, with the scheme http unless X-Forwarded-Proto says otherwise',
      ),
    },
    'http where the gateway ends TLS': {
      yaml: mesh(EDGE, atEdge('scheme: { exact: http }')),
      expect: at(
        'http[0].match[0].scheme',
        'http[0] is never used: routes at the gateway take requests with the scheme https only',
      ),
    },
    'http beside a redirect': {
      yaml: mesh(SHOP, GATEWAY_PODS, gateway(`${REDIRECT}, ${HTTPS}`), atEdge('scheme: { exact: http }')),
      expect: at(
        'http[0].match[0].scheme',
        'http[0] is never used: routes at the gateway take requests with the scheme https only, the others are redirected',
      ),
    },
    'routes where all requests are redirected': {
      yaml: mesh(SHOP, GATEWAY_PODS, gateway(REDIRECT), atEdge('method: { exact: GET }')),
      expect: at('gateways', 'no request takes the routes: on port 80 the gateway sends all requests to https'),
    },
    'http rules for a host that speaks HTTPS': {
      yaml: mesh(
        pay('HTTPS'),
        forPay(`http: [{ match: [{ port: 443 }], ${route('api')} }, { ${route('pay.example.com')}, timeout: 2s }]`),
      ),
      expect: [0, 1].flatMap(i =>
        at(`http[${i}]`, `http[${i}] is never used: no port in scope sees requests: there is 443 (https)`),
      ),
    },
    'http rules for a Service whose appProtocol is tcp': {
      yaml: mesh(
        sidecars('shop'),
        app('api', { ports: '{ name: http, port: 80, targetPort: 8080, appProtocol: tcp }' }),
        virtualService(`{ hosts: [api], http: [{ ${route('api')} }] }`),
      ),
      expect: at('http[0]', 'http[0] is never used: no port in scope sees requests: there is 80 (tcp)'),
    },
    'tls rules for a port of HTTP': {
      yaml: mesh(SHOP, virtualService(`{ hosts: [api], tls: [{ match: [{ sniHosts: [api] }], ${route('api')} }] }`)),
      expect: at('tls[0]', 'tls[0] is never used: no port in scope sees server names: there is 80 (http)'),
    },
    'tcp rules for a port of HTTP': {
      yaml: mesh(SHOP, virtualService(`{ hosts: [api], tcp: [{ match: [{ port: 80 }], ${route('api')} }] }`)),
      expect: at('tcp[0]', 'tcp[0] is never used: no port in scope sees connections: there is 80 (http)'),
    },
    'a port that the host does not have': {
      yaml: mesh(SHOP, forApi('port: 8080')),
      expect: at('http[0].match[0].port', 'http[0] is never used: port 8080 is none of 80, the ports of its hosts'),
    },
    'the port of the pods at a gateway': {
      yaml: mesh(EDGE, atEdge('port: 8443')),
      expect: at('http[0].match[0].port', 'http[0] is never used: port 8443 is none of 443, the ports of the servers'),
    },
    'a gateway to which the VirtualService is not bound': {
      yaml: mesh(EDGE, atEdge('gateways: [other]')),
      expect: at(
        'http[0].match[0].gateways',
        'http[0] is never used: the VirtualService is bound to "shop/edge", not to "shop/other"',
      ),
    },
    'the mesh, to which it is not bound, where the set holds no gateway': {
      yaml: atEdge('gateways: [mesh]'),
      expect: at(
        'http[0].match[0].gateways',
        'http[0] is never used: the VirtualService is bound to "shop/edge", not to "mesh"',
      ),
    },
    'labels of a client at a gateway': {
      yaml: mesh(EDGE, atEdge('sourceLabels: { app: web }')),
      expect: at(
        'http[0].match[0].sourceLabels',
        'http[0] is never used: none of the pods of the gateway has the labels "app=web"',
      ),
    },
    'a namespace of clients at a gateway': {
      yaml: mesh(EDGE, atEdge('sourceNamespace: shop')),
      expect: at(
        'http[0].match[0].sourceNamespace',
        'http[0] is never used: none of the pods of the gateway is in namespace "shop"',
      ),
    },
    'labels that no client has': {
      yaml: mesh(SHOP, forApi('sourceLabels: { app: wbe }')),
      expect: at(
        'http[0].match[0].sourceLabels',
        'http[0] is never used: none of the sidecars that see the VirtualService has the labels "app=wbe"',
      ),
    },
    'one match of several': {
      yaml: mesh(
        SHOP,
        virtualService(
          `{ hosts: [api], http: [{ match: [{ uri: { prefix: /a } }, { port: 8080 }], ${route('web')} }] }`,
        ),
      ),
      expect: at(
        'http[0].match[1].port',
        'match 1 of http[0] is never used: port 8080 is none of 80, the ports of its hosts',
      ),
    },
    'a rule of a delegate': {
      yaml: mesh(
        SHOP,
        virtualService('{ hosts: [api], http: [{ match: [{ uri: { prefix: / } }], delegate: { name: orders } }] }'),
        virtualService(`{ http: [{ match: [{ port: 8080 }], ${route('web')} }] }`, 'orders'),
      ),
      expect: [
        'VirtualService shop/orders spec.http[0].match[0].port: http[0] is never used: port 8080 is none of 80, the ports of its hosts',
      ],
    },
  },
});

test('requests pass by a rule that is not used', () => {
  const request = { from: 'internet', to: 'https://shop.example.org/' };
  for (const dead of ['port: 8443', 'gateways: [other]', 'sourceLabels: { app: web }']) {
    expect(hostsOf(mesh(EDGE, atEdge(dead)), request)).toEqual(['api.shop.svc.cluster.local']);
  }
  expect(hostsOf(mesh(EDGE, atEdge('port: 443')), request)).toEqual(['web.shop.svc.cluster.local']);
  expect(hostsOf(mesh(SHOP, forApi('port: 8080')), { from: 'shop/web', to: 'http://api/' })).toEqual([
    'api.shop.svc.cluster.local',
  ]);
});

test('schemes are those of the server, and a redirect leaves nothing to the routes', () => {
  const ask = (server: string, match: string, url: string) =>
    hostsOf(mesh(SHOP, GATEWAY_PODS, gateway(server), atEdge(match)), { from: 'internet', to: url });
  const [secure, plain] = ['https://shop.example.org/', 'http://shop.example.org/'];
  const [web, api] = ['web.shop.svc.cluster.local', 'api.shop.svc.cluster.local'].map(host => [host]);
  expect(ask(HTTPS, 'scheme: { exact: https }', secure)).toEqual(web);
  expect(ask(HTTPS, 'scheme: { exact: http }', secure)).toEqual(api);
  expect(ask(HTTP, 'scheme: { exact: http }', plain)).toEqual(web);
  expect(ask(REDIRECT, 'method: { exact: GET }', plain)).toEqual([]);
});
