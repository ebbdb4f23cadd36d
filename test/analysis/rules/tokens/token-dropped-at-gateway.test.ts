import { tokenDroppedAtGateway } from '../../../../src/analysis/rules/tokens/token-dropped-at-gateway';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, GATEWAY_PODS, gateway, mesh, object, policy, sidecars, virtualService } from '../mesh-yaml';

const jwt = (name: string, at: string, app: string, more = '') =>
  object(
    'security.istio.io/v1',
    'RequestAuthentication',
    name,
    at,
    `{ selector: { matchLabels: { ${app} } }, jwtRules: [{ issuer: https://idp${more} }] }`,
  );
const ROUTES = virtualService(
  '{ hosts: [shop.example.org], gateways: [edge], http: [{ route: [{ destination: { host: web } }] }] }',
);
const MESH = mesh(sidecars('shop'), app('web'), app('api'), GATEWAY_PODS, gateway(), ROUTES);
const AT_EDGE = jwt('edge', 'edge', 'istio: ingress');
const BEHIND = jwt('web', 'shop', 'app: web');
const REQUIRED = policy(
  '{ selector: { matchLabels: { app: web } }, rules: [{ from: [{ source: { requestPrincipals: ["https://idp/*"] } }] }] }',
);

testRule(tokenDroppedAtGateway, {
  valid: {
    'a gateway that passes it on': mesh(
      MESH,
      jwt('edge', 'edge', 'istio: ingress', ', forwardOriginalToken: true'),
      BEHIND,
    ),
    'a gateway alone': mesh(MESH, AT_EDGE),
    'a service that the gateway does not reach': mesh(MESH, AT_EDGE, jwt('api', 'shop', 'app: api')),
    'another issuer behind it': mesh(MESH, AT_EDGE, BEHIND.replace('https://idp', 'https://other')),
    'a token of another header behind it': mesh(
      MESH,
      AT_EDGE,
      jwt('web', 'shop', 'app: web', ', fromHeaders: [{ name: x-token }]'),
    ),
  },
  invalid: {
    'a service that checks it again': {
      yaml: mesh(MESH, AT_EDGE, BEHIND),
      expect: [
        'RequestAuthentication edge/edge spec.jwtRules[0].forwardOriginalToken: the gateway "edge/ingress" removes the token of issuer "https://idp" which "web" behind it checks again',
      ],
    },
    'a service that requires it': {
      yaml: mesh(MESH, AT_EDGE, BEHIND, REQUIRED),
      expect: [
        'RequestAuthentication edge/edge spec.jwtRules[0].forwardOriginalToken: the gateway "edge/ingress" removes the token of issuer "https://idp" which "web" behind it checks again and requires: requests are refused',
      ],
    },
    'the same header in both': {
      yaml: mesh(
        MESH,
        jwt('edge', 'edge', 'istio: ingress', ', fromHeaders: [{ name: X-Token }]'),
        jwt('web', 'shop', 'app: web', ', fromParams: [t], fromHeaders: [{ name: x-token }]'),
      ),
      expect: [
        'RequestAuthentication edge/edge spec.jwtRules[0].forwardOriginalToken: the gateway "edge/ingress" removes the token of issuer "https://idp" which "web" behind it checks again',
      ],
    },
  },
});

test('a request with a good token is refused behind the gateway', () => {
  const token = { claims: { iss: 'https://idp', sub: 'ann' }, in: { header: 'authorization', prefix: 'Bearer ' } };
  const call = { from: 'internet', to: 'http://shop.example.org/', tokens: [token] };
  expect(answer(mesh(MESH, AT_EDGE, BEHIND, REQUIRED), call)).toBe('denied by AuthorizationPolicy shop/policy');
  const forwarded = jwt('edge', 'edge', 'istio: ingress', ', forwardOriginalToken: true');
  expect(answer(mesh(MESH, forwarded, BEHIND, REQUIRED), call)).toBe('routed');
});
