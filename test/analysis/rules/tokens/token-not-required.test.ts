import { tokenNotRequired } from '../../../../src/analysis/rules/tokens/token-not-required';
import { testRule } from '../../../../src/testing/test-rule';
import { ambient, app, mesh, namespace, object, policy, sidecars, waypoint } from '../mesh-yaml';

const checked = (rule: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: app }] }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: users, namespace: shop }
spec: { jwtRules: [{ issuer: https://id.example.com${rule} }] }
`;

const open =
  'RequestAuthentication shop/users spec.jwtRules: requests without a token reach "web": no AuthorizationPolicy there asks for one';

const ISSUER = '{ issuer: https://id.example.com }';
const authentication = (spec = `jwtRules: [${ISSUER}]`, at = 'shop') =>
  object('security.istio.io/v1', 'RequestAuthentication', 'users', at, `{ ${spec} }`);
const asking = (at = 'shop', more = '') =>
  policy(`{ ${more} rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }`, 'tokens', at);
const PODS = mesh(sidecars('shop'), app('web'));
const AMBIENT = mesh(ambient('shop', 'istio.io/use-waypoint: waypoint'), app('web'), waypoint());
const TO_SERVICE = 'targetRefs: [{ group: "", kind: Service, name: web }]';
const nobodyAsks =
  'RequestAuthentication shop/users spec.jwtRules: requests without a token pass: no AuthorizationPolicy of the namespace asks for one';

testRule(tokenNotRequired, {
  valid: {
    'a policy that asks for a token': mesh(PODS, authentication(), asking()),
    'a policy that asks for a claim': mesh(
      PODS,
      authentication(),
      policy('{ rules: [{ when: [{ key: "request.auth.claims[role]", values: [admin] }] }] }'),
    ),
    'a RequestAuthentication without rules': mesh(PODS, authentication('jwtRules: []')),
    'one required token of several': {
      yaml: mesh(PODS, authentication(`jwtRules: [${ISSUER}, { issuer: https://b.example.com, presence: REQUIRED }]`)),
      options: { istioVersion: '1.32' },
    },
    'pods without a proxy': mesh(namespace('shop'), app('web'), authentication()),
    'a service for which nothing checks tokens': mesh(
      ambient('shop'),
      app('web'),
      authentication(`${TO_SERVICE}, jwtRules: [${ISSUER}]`),
    ),
    'a service that is not in the set': authentication(`${TO_SERVICE}, jwtRules: [${ISSUER}]`),
    'a waypoint that asks for a token': mesh(
      AMBIENT,
      authentication(`${TO_SERVICE}, jwtRules: [${ISSUER}]`),
      asking('shop', `${TO_SERVICE},`),
    ),
    'a policy beside pods that are not in the set': mesh(authentication(), asking()),
    'a policy for the whole mesh, where pods are not in the set': mesh(authentication(), asking('istio-system')),
    'tokens of the whole mesh, for which the namespace of the pods asks': mesh(
      PODS,
      authentication(undefined, 'istio-system'),
      asking(),
    ),
    'a rule that requires its token': { yaml: checked(', presence: REQUIRED'), options: { istioVersion: '1.32' } },
  },
  invalid: {
    'a policy that asks for something else': {
      yaml: mesh(PODS, authentication(), policy('{ rules: [{ to: [{ operation: { methods: [GET] } }] }] }')),
      expect: [open],
    },
    'a policy that asks at other pods': {
      yaml: mesh(PODS, authentication(), asking('shop', 'selector: { matchLabels: { app: db } },')),
      expect: [open],
    },
    'a waypoint that asks for nothing': {
      yaml: mesh(AMBIENT, authentication(`${TO_SERVICE}, jwtRules: [${ISSUER}]`)),
      expect: [open],
    },
    'no policy, where pods are not in the set': { yaml: authentication(), expect: [nobodyAsks] },
    'a policy of another namespace, where pods are not in the set': {
      yaml: mesh(authentication(), asking('bank')),
      expect: [nobodyAsks],
    },
    'a rule that leaves it open': {
      yaml: checked(', presence: OPTIONAL'),
      options: { istioVersion: '1.32' },
      expect: [open],
    },
    'a requirement that the release does not read': {
      yaml: checked(', presence: REQUIRED'),
      options: { istioVersion: '1.31' },
      expect: [open],
    },
  },
});
