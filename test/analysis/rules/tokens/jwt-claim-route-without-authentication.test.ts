import { jwtClaimRouteWithoutAuthentication } from '../../../../src/analysis/rules/tokens/jwt-claim-route-without-authentication';
import { testRule } from '../../../../src/testing/test-rule';

const route = (destination: string, { name = 'web', ns = 'shop', hosts = 'web', more = '' } = {}) => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${ns} }
spec: { hosts: [${hosts}]${more}, http: [{ route: [{ destination: ${destination} }] }] }
`;

const pods = (labels: string, ns = 'shop', kind = 'Deployment') => `
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: web, namespace: ${ns} }
spec: { template: { metadata: { labels: ${labels} } } }
`;

const claims = (header: string) =>
  `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: { name: g, namespace: shop }\nspec: { selector: { app: web } }\n${pods('{ app: web }')}${route('{ host: web }', { more: ', gateways: [g]' }).replace('http: [{', `http: [{ match: [{ headers: { "${header}": { exact: x } } }],`)}`;

testRule(jwtClaimRouteWithoutAuthentication, {
  valid: {
    'an ordinary header': claims('x-request.auth.claims.a'),
    'a header that only begins like a claim': claims('@request.auth.claims'),
    'a RequestAuthentication of the mesh': `${claims('@request.auth.claims.group')}---\napiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: { name: r, namespace: istio-system }\n`,
  },
  invalid: {
    'a claim in brackets and capitals': {
      yaml: claims('@Request.Auth.Claims[group]'),
      expect: [
        expect.stringContaining(
          '"@Request.Auth.Claims[group]" never matches: no RequestAuthentication validates tokens',
        ) as unknown as string,
      ],
    },
    'a RequestAuthentication that names a Gateway, which is one of the Gateway API only': {
      yaml: `${claims('@request.auth.claims.group')}---\napiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: { name: r, namespace: shop }\nspec: { targetRefs: [{ kind: Gateway, name: g }] }\n`,
      expect: [
        expect.stringContaining('spec.http[0].match[0].headers["@request.auth.claims.group"]') as unknown as string,
      ],
    },
    'a RequestAuthentication for other pods': {
      yaml: `${claims('@request.auth.claims.group')}---\napiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: { name: r, namespace: shop }\nspec: { selector: { matchLabels: { app: other } } }\n`,
      expect: [
        expect.stringContaining('spec.http[0].match[0].headers["@request.auth.claims.group"]') as unknown as string,
      ],
    },
  },
});
