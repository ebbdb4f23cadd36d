import { missingRouteBackend } from '../../../../src/analysis/rules/gateway-api/missing-route-backend';
import { testRule } from '../../../../src/testing/test-rule';
import { gateway, HTTP, route, WEB } from './gateway-api-yaml';

const mirror = (name: string, port = 80) =>
  `[{ filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: ${name}, port: ${port} } } }], backendRefs: [{ name: web, port: 80 }] }]`;

testRule(missingRouteBackend, {
  valid: {
    'backends and copies that are there': gateway(HTTP) + WEB + route('', mirror('web')),
    'a backend without a weight beside one with a weight':
      gateway(HTTP) +
      WEB +
      route('', '[{ backendRefs: [{ name: web, port: 80, weight: 0 }, { name: web, port: 80 }] }]'),
    'a Service of a namespace of which no Service is in the set': gateway(HTTP) + route(),
  },
  invalid: {
    'backends of which none has a weight': {
      yaml: gateway(HTTP) + WEB + route('', '[{ backendRefs: [{ name: web, port: 80, weight: 0 }] }]'),
      expect: [
        'HTTPRoute shop/web spec.rules[0].backendRefs: no backend has a weight above 0, so that every request is answered with 500',
      ],
    },
    'a Service that is not there': {
      yaml: gateway(HTTP) + WEB + route('', '[{ backendRefs: [{ name: wbe, port: 80 }] }]'),
      expect: [
        'HTTPRoute shop/web spec.rules[0].backendRefs[0].name: Service "wbe" does not exist in namespace "shop"; there are "web"',
      ],
    },
    'a port that is not there, of a Gateway that is not in the set': {
      yaml: WEB + route('', '[{ backendRefs: [{ name: web, port: 8080 }] }]'),
      expect: ['HTTPRoute shop/web spec.rules[0].backendRefs[0].port: Service "shop/web" has no port 8080; it has 80'],
    },
    'a copy for a Service that is not there': {
      yaml: gateway(HTTP) + WEB + route('', mirror('wbe')),
      expect: [
        'HTTPRoute shop/web spec.rules[0].filters[0].requestMirror.backendRef.name: Service "wbe" does not exist in namespace "shop"; there are "web"',
      ],
    },
    'a copy for a port that is not there': {
      yaml: gateway(HTTP) + WEB + route('', mirror('web', 81)),
      expect: [
        'HTTPRoute shop/web spec.rules[0].filters[0].requestMirror.backendRef.port: Service "shop/web" has no port 81; it has 80',
      ],
    },
    'a backend of another kind': {
      yaml: gateway(HTTP) + route('', '[{ backendRefs: [{ group: example.com, kind: Bucket, name: web, port: 80 }] }]'),
      expect: [
        'HTTPRoute shop/web spec.rules[0].backendRefs[0]: Istio sends nothing to a Bucket of the group "example.com"',
      ],
    },
  },
});
