import { shadowedRouteRule } from '../../../../src/analysis/rules/gateway-api/shadowed-route-rule';
import { testRule } from '../../../../src/testing/test-rule';
import { gateway, gatewayApi, HTTP, route, TO_WEB, WEB } from './gateway-api-yaml';

const rule = (match: string) => `{ matches: [${match}], ${TO_WEB} }`;
const meshRoute = (name: string, own = 'shop') =>
  gatewayApi(
    'HTTPRoute',
    `${own}/${name}`,
    `{ parentRefs: [{ group: "", kind: Service, name: web, namespace: shop }], rules: [{ backendRefs: [{ name: web, namespace: shop, port: 80 }] }] }`,
  );

testRule(shadowedRouteRule, {
  valid: {
    'narrower matches, whichever are written first':
      gateway(HTTP) + WEB + route('', `[${rule('{ path: { value: / } }')}, ${rule('{ path: { value: /a } }')}]`),
    'routes for different hosts':
      gateway(HTTP) +
      WEB +
      route(', hostnames: [a.b]') +
      route(', hostnames: [c.d]', undefined, '', 'HTTPRoute', 'zoo'),
    'routes of two namespaces for one service, of which each has its callers':
      WEB + meshRoute('web') + meshRoute('web', 'team'),
  },
  invalid: {
    'the same match in two routes': {
      yaml:
        gateway(HTTP) +
        WEB +
        route(', hostnames: [a.b]') +
        route(', hostnames: [a.b, c.d]', undefined, '', 'HTTPRoute', 'zoo'),
      expect: [
        'HTTPRoute shop/zoo spec.rules[0]: it matches no requests for "a.b": HTTPRoute shop/web spec.rules[0] comes before it and matches them all',
      ],
    },
    'an expression behind a prefix that takes everything': {
      yaml:
        gateway(HTTP) +
        WEB +
        route('', `[${rule('{ path: { type: RegularExpression, value: "/a.*" } }')}, { ${TO_WEB} }]`),
      expect: [
        'HTTPRoute shop/web spec.rules[0].matches[0]: it matches no requests: spec.rules[1] comes before it and matches them all',
      ],
    },
    'the same match in two routes of the mesh': {
      yaml: WEB + meshRoute('web') + meshRoute('zoo'),
      expect: [
        'HTTPRoute shop/zoo spec.rules[0]: it matches no requests for "web.shop.svc.cluster.local": HTTPRoute shop/web spec.rules[0] comes before it and matches them all',
      ],
    },
  },
});
