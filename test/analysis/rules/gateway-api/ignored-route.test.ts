import { ignoredRoute } from '../../../../src/analysis/rules/gateway-api/ignored-route';
import { testRule } from '../../../../src/testing/test-rule';
import { gateway, HTTP, route, TO_WEB, WEB } from './gateway-api-yaml';

const filtered = (filter: string) => route('', `[{ filters: [${filter}], ${TO_WEB} }]`);

testRule(ignoredRoute, {
  valid: {
    'filters that Istio knows': gateway(HTTP) + WEB + filtered('{ type: URLRewrite, urlRewrite: { hostname: a.b } }'),
    'filters at a Gateway of another controller': gateway(HTTP, 'other') + WEB + filtered('{ type: ExternalAuth }'),
  },
  invalid: {
    'external authorization by a filter': {
      yaml: gateway(HTTP) + WEB + filtered('{ type: ExternalAuth }'),
      expect: [
        'HTTPRoute shop/web spec.rules[0].filters[0]: Istio leaves out the whole route: Istio does not know the filter ExternalAuth here',
      ],
    },
    'a backend without a port': {
      yaml: gateway(HTTP) + WEB + route('', '[{ backendRefs: [{ name: web }] }]'),
      expect: [
        'HTTPRoute shop/web spec.rules[0].backendRefs[0]: Istio leaves out the whole route: the reference to Service "web" names no port',
      ],
    },
    'a GRPCRoute with the name of an HTTPRoute': {
      yaml: gateway(HTTP) + WEB + route(', hostnames: [a.b]') + route(', hostnames: [c.d]', undefined, '', 'GRPCRoute'),
      expect: [
        'GRPCRoute shop/web metadata.name: Istio loses the route: HTTPRoute shop/web has the same name, and Istio keeps one of the two',
      ],
    },
  },
});
