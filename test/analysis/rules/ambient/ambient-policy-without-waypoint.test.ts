import { ambientPolicyWithoutWaypoint } from '../../../../src/analysis/rules/ambient/ambient-policy-without-waypoint';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, mesh, object, policy, sidecars, waypoint } from '../mesh-yaml';

const MESH = mesh(ambient('shop'), app('web'), app('api'));
const authentication = (spec: string, at = 'shop') =>
  object('security.istio.io/v1', 'RequestAuthentication', 'jwt', at, spec);
const GET = 'to: [{ operation: { methods: [GET] } }]';
const JWT = 'jwtRules: [{ issuer: https://idp, jwksUri: https://idp/keys }]';

testRule(ambientPolicyWithoutWaypoint, {
  valid: {
    'what ztunnel sees': mesh(
      MESH,
      policy('{ rules: [{ from: [{ source: { namespaces: [shop] } }], to: [{ operation: { ports: ["8080"] } }] }] }'),
    ),
    'a policy of a waypoint': mesh(
      MESH,
      waypoint(),
      policy(
        `{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }], rules: [{ ${GET} }] }`,
      ),
    ),
    'a policy for pods with a sidecar': mesh(sidecars('shop'), app('web'), policy(`{ rules: [{ ${GET} }] }`)),
    'pods of an ambient namespace that stay outside': mesh(
      ambient('shop'),
      app('web', { labels: 'istio.io/dataplane-mode: none' }),
      policy(`{ rules: [{ ${GET} }] }`),
    ),
    'a policy of a namespace without pods': mesh(
      MESH,
      ambient('team'),
      policy(`{ rules: [{ ${GET} }] }`, 'policy', 'team'),
    ),
  },
  invalid: {
    'an external authorizer, which ztunnel does not ask': {
      yaml: mesh(MESH, policy('{ action: CUSTOM, provider: { name: authorizer }, rules: [{}] }')),
      expect: [
        'AuthorizationPolicy shop/policy spec.action: the pods of "web" are in the ambient mesh, where a policy without targetRefs is enforced by ztunnel, which knows no action CUSTOM, so that nothing is checked',
      ],
    },
    'methods for a whole namespace': {
      yaml: mesh(MESH, policy(`{ rules: [{ ${GET} }] }`)),
      expect: [
        'AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.methods: the pods of "web" are in the ambient mesh, where a policy without targetRefs is enforced by ztunnel, which sees no requests',
      ],
    },
    'a policy of the root namespace': {
      yaml: mesh(MESH, policy(`{ rules: [{ ${GET} }] }`, 'policy', 'istio-system')),
      expect: [
        'AuthorizationPolicy istio-system/policy spec.rules[0].to[0].operation.methods: the pods of "web" are in the ambient mesh, where a policy without targetRefs is enforced by ztunnel, which sees no requests',
      ],
    },
    'only the pods of a namespace that are in the ambient mesh': {
      yaml: mesh(
        sidecars('shop'),
        app('web'),
        app('api', { labels: 'istio.io/dataplane-mode: ambient, sidecar.istio.io/inject: "false"' }),
        policy(`{ action: DENY, rules: [{ ${GET} }] }`),
      ),
      expect: [
        'AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.methods: the pods of "api" are in the ambient mesh, where a policy without targetRefs is enforced by ztunnel, which sees no requests; "GET http://api.shop.svc.cluster.local/" from "shop/web" gets through',
      ],
    },
    tokens: {
      yaml: mesh(MESH, authentication(`{ ${JWT} }`)),
      expect: [
        'RequestAuthentication shop/jwt spec.jwtRules: the pods of "web" are in the ambient mesh, where a policy without targetRefs is enforced by ztunnel, which sees no requests; "GET http://web.shop.svc.cluster.local/" from "shop/api" gets through, whatever token it carries',
      ],
    },
    'a condition about a header': {
      yaml: mesh(MESH, policy('{ rules: [{ when: [{ key: "request.headers[x]", values: [a] }] }] }')),
      expect: [
        'AuthorizationPolicy shop/policy spec.rules[0].when[0].values: the pods of "web" are in the ambient mesh, where a policy without targetRefs is enforced by ztunnel, which sees no requests',
      ],
    },
  },
});

test('an ALLOW rule about methods allows nothing, and a waypoint enforces it', () => {
  const get = { from: 'shop/api', to: 'http://web/', method: 'GET' };
  expect(answer(mesh(MESH, policy(`{ rules: [{ ${GET} }] }`)), get)).toBe('denied by AuthorizationPolicy shop/policy');
  const enforced = mesh(
    ambient('shop', 'istio.io/use-waypoint: waypoint'),
    app('web'),
    app('api'),
    waypoint(),
    policy(`{ targetRefs: [{ group: "", kind: Service, name: web }], rules: [{ ${GET} }] }`),
  );
  expect(answer(enforced, get)).toBe('routed');
  expect(answer(enforced, { ...get, method: 'POST' })).toBe('denied by AuthorizationPolicy shop/policy');
});

test('tokens are not asked for without a waypoint', () => {
  const asked = mesh(MESH, authentication(`{ ${JWT} }`));
  expect(answer(asked, { from: 'shop/api', to: 'http://web/', headers: { authorization: 'Bearer broken' } })).toBe(
    'routed',
  );
});
