import { methodOfGrpc } from '../../../../src/analysis/rules/authorization/method-of-grpc';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, mesh, policy, sidecars, waypoint } from '../mesh-yaml';

const GRPC = '{ name: grpc, port: 80, targetPort: 8080 }';
const HTTP = '{ name: http-admin, port: 81, targetPort: 8081 }';
const methods = (values: string, ports = '') =>
  policy(
    `{ selector: { matchLabels: { app: api } }, rules: [{ to: [{ operation: { methods: [${values}]${ports} } }] }] }`,
  );
const SHOP = mesh(sidecars('shop'), app('web'), app('api', { ports: GRPC }));
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
    'what is excluded': mesh(SHOP, policy('{ rules: [{ to: [{ operation: { notMethods: [GET] } }] }] }')),
  },
  invalid: {
    'another method': { yaml: mesh(SHOP, methods('GET')), expect: [says] },
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
