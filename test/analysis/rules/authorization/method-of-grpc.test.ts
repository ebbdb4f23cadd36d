import { methodOfGrpc } from '../../../../src/analysis/rules/authorization/method-of-grpc';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, mesh, policy, sidecars, virtualService, waypoint } from '../mesh-yaml';

const GRPC = '{ name: grpc, port: 80, targetPort: 8080 }';
const HTTP = '{ name: http-admin, port: 81, targetPort: 8081 }';
const methods = (values: string, ports = '') =>
  policy(
    `{ selector: { matchLabels: { app: api } }, rules: [{ to: [{ operation: { methods: [${values}]${ports} } }] }] }`,
  );
const SHOP = mesh(sidecars('shop'), app('web'), app('api', { ports: GRPC }));
const route = (match: string, name = 'routes') =>
  virtualService(`{ hosts: [api], http: [{ match: [{ ${match} }], route: [{ destination: { host: api } }] }] }`, name);
const noPath = (at: string, path: string, name: string) =>
  `${at}: "${name}" speaks gRPC, whose requests all have a path "/package.Service/Method": none has "${path}"`;
const says =
  'AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.methods: "api" speaks gRPC, whose requests are all POST: no request has method "GET"';

testRule(methodOfGrpc, {
  valid: {
    'POST among others': mesh(SHOP, methods('GET, POST')),
    'a pattern that POST fits': mesh(SHOP, methods('"P*"')),
    'a service that speaks HTTP as well': mesh(
      sidecars('shop'),
      app('api', { ports: `${GRPC}, ${HTTP}` }),
      methods('GET'),
    ),
    'a policy for all pods, of which some speak HTTP': mesh(
      SHOP,
      policy('{ rules: [{ to: [{ operation: { methods: [GET] } }] }] }'),
    ),
    'paths of gRPC, however they say it': mesh(
      SHOP,
      policy(
        '{ selector: { matchLabels: { app: api } }, rules: [{ to: [{ operation: { paths: ["/shop.Orders/List", "/shop.Orders*", "/shop.Orders/*", "*/List", "/{*}/List"] } }] }] }',
      ),
    ),
    'a route by service, and one for the preflight of a page': mesh(
      SHOP,
      route('uri: { prefix: /shop.Orders/ }'),
      route('method: { exact: OPTIONS }', 'pages'),
    ),
    'a route whose path is rewritten': mesh(
      SHOP,
      route('uri: { prefix: /api/v1/orders/ }').replace('route:', 'rewrite: { uri: / }, route:'),
    ),
    'a route to a service that speaks HTTP': mesh(
      SHOP,
      route('method: { exact: GET }').replace('host: api', 'host: web'),
    ),
    'what is excluded': mesh(SHOP, policy('{ rules: [{ to: [{ operation: { notMethods: [GET] } }] }] }')),
  },
  invalid: {
    'another method': { yaml: mesh(SHOP, methods('GET')), expect: [says] },
    'all but what there is': {
      yaml: mesh(
        SHOP,
        policy('{ selector: { matchLabels: { app: api } }, rules: [{ to: [{ operation: { notMethods: [POST] } }] }] }'),
      ),
      expect: [
        'AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.notMethods: "api" speaks gRPC, whose requests are all POST: "POST" leaves none of them',
      ],
    },
    'paths of one segment and of three': {
      yaml: mesh(
        SHOP,
        policy(
          '{ selector: { matchLabels: { app: api } }, rules: [{ to: [{ operation: { paths: [/shop.Orders, /shop.Orders/List, "/api/shop.Orders/List*"] } }] }] }',
        ),
      ),
      expect: [
        noPath('AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.paths[0]', '/shop.Orders', 'api'),
        noPath(
          'AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.paths[2]',
          '/api/shop.Orders/List*',
          'api',
        ),
      ],
    },
    'a route by another method, and one by a path of HTTP': {
      yaml: mesh(SHOP, route('method: { exact: GET } }, { uri: { exact: /health }')),
      expect: [
        'VirtualService shop/routes spec.http[0].match[0].method: "api.shop.svc.cluster.local" speaks gRPC, whose requests are all POST: no request has method "GET"',
        noPath('VirtualService shop/routes spec.http[0].match[1].uri.exact', '/health', 'api.shop.svc.cluster.local'),
      ],
    },
    'another method for the port of gRPC': {
      yaml: mesh(sidecars('shop'), app('api', { ports: `${GRPC}, ${HTTP}` }), methods('GET', ', ports: ["8080"]')),
      expect: [says],
    },
    'another method at the waypoint of a service': {
      yaml: mesh(
        ambient('shop', 'istio.io/use-waypoint: waypoint'),
        waypoint(),
        app('api', { ports: GRPC }),
        policy(
          '{ targetRefs: [{ group: "", kind: Service, name: api }], rules: [{ to: [{ operation: { methods: [GET] } }] }] }',
        ),
      ),
      expect: [says.replace('"api"', '"api.shop.svc.cluster.local"')],
    },
  },
});

test('requests of gRPC are refused', () => {
  const call = { from: 'shop/web', to: 'grpc://api:80/shop.Orders/List' };
  expect(answer(mesh(SHOP, methods('GET')), call)).toBe('denied by AuthorizationPolicy shop/policy');
  expect(answer(mesh(SHOP, methods('POST')), call)).toBe('routed');
});
