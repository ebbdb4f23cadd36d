import { bypassedWaypoint } from '../../../../src/analysis/rules/policies/bypassed-waypoint';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import {
  ambient,
  app,
  GATEWAY_PODS,
  gateway,
  mesh,
  object,
  policy,
  sidecars,
  virtualService,
  waypoint,
} from '../mesh-yaml';

const USES = 'istio.io/use-waypoint: waypoint';
const ROUTES = virtualService(
  '{ hosts: [shop.example.org], gateways: [edge], http: [{ match: [{ uri: { prefix: /shop } }], route: [{ destination: { host: web } }] }] }',
);
const EDGE = mesh(GATEWAY_PODS, gateway(), ROUTES);
const denied = (paths: string) =>
  policy(
    `{ targetRefs: [{ group: "", kind: Service, name: web }], action: DENY, rules: [{ to: [{ operation: { paths: [${paths}] } }] }] }`,
  );
const ALLOWED = policy(
  '{ targetRefs: [{ group: "", kind: Service, name: web }], rules: [{ to: [{ operation: { methods: [GET] } }] }] }',
);
const SHOP = mesh(ambient('shop', USES), waypoint(), app('web'));
const IN_SIDECARS = mesh(
  sidecars('till'),
  app('pos', { namespace: 'till', env: '{ name: WEB_URL, value: "http://web.shop" }' }),
);
const ONLY_WAYPOINT = policy(
  '{ selector: { matchLabels: { app: web } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/waypoint] } }] }] }',
  'l4',
);
const past = (who: string, request: string) =>
  `AuthorizationPolicy shop/policy spec.targetRefs[0]: ${who}: ${request} reaches the pods, and the policy is not enforced`;

testRule(bypassedWaypoint, {
  valid: {
    'a gateway that uses the waypoint': mesh(
      ambient('shop', `${USES}, istio.io/ingress-use-waypoint: "true"`),
      waypoint(),
      app('web'),
      EDGE,
      denied('/shop/admin*'),
    ),
    'a gateway whose routes lead to nothing that is denied': mesh(SHOP, EDGE, denied('/admin*')),
    'callers in the ambient mesh': mesh(SHOP, app('api'), denied('/admin*')),
    'pods that let the waypoint in and nobody else': mesh(
      SHOP,
      EDGE,
      IN_SIDECARS,
      denied('/shop/admin*'),
      ONLY_WAYPOINT,
    ),
  },
  invalid: {
    'a gateway, with a request that is denied and passes': {
      yaml: mesh(SHOP, EDGE, denied('/shop/admin*')),
      expect: [
        past(
          'Gateway "shop/edge" sends requests for "web.shop.svc.cluster.local" past its waypoint',
          '"GET http://shop.example.org/shop/admin" from outside',
        ),
      ],
    },
    'a gateway, with a request that no rule allows and passes': {
      yaml: mesh(SHOP, EDGE, ALLOWED),
      expect: [
        past(
          'Gateway "shop/edge" sends requests for "web.shop.svc.cluster.local" past its waypoint',
          '"POST http://shop.example.org/shop" from outside',
        ),
      ],
    },
    'a sidecar that is told to call the service': {
      yaml: mesh(SHOP, IN_SIDECARS, denied('/admin*')),
      expect: [
        past(
          'the sidecar of "till/pos" sends past the waypoint of "web.shop.svc.cluster.local"',
          '"GET http://web.shop.svc.cluster.local/admin" from "till/pos"',
        ),
      ],
    },
    'tokens that are checked at the waypoint only': {
      yaml: mesh(
        SHOP,
        EDGE,
        object(
          'security.istio.io/v1',
          'RequestAuthentication',
          'jwt',
          'shop',
          '{ targetRefs: [{ group: "", kind: Service, name: web }], jwtRules: [{ issuer: "https://id.example.org", jwksUri: "https://id.example.org/keys" }] }',
        ),
      ),
      expect: [
        'RequestAuthentication shop/jwt spec.targetRefs[0]: Gateway "shop/edge" sends requests for "web.shop.svc.cluster.local" past its waypoint: "GET http://shop.example.org/shop" from outside reaches the pods, and the policy is not enforced',
      ],
    },
  },
});

test('what the finding says happens', () => {
  const request = { from: 'internet', to: 'http://shop.example.org/shop/admin' };
  expect(answer(mesh(SHOP, EDGE, denied('/shop/admin*')), request)).toBe('routed');
  expect(
    answer(mesh(SHOP, app('api'), denied('/shop/admin*')), { from: 'shop/api', to: 'http://web/shop/admin' }),
  ).toBe('denied by AuthorizationPolicy shop/policy');
  expect(answer(mesh(SHOP, EDGE, IN_SIDECARS, denied('/shop/admin*'), ONLY_WAYPOINT), request)).toMatch(/^denied/);
});
