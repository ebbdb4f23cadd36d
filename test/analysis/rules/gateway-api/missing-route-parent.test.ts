import { missingRouteParent } from '../../../../src/analysis/rules/gateway-api/missing-route-parent';
import { testRule } from '../../../../src/testing/test-rule';
import { gateway, gatewayApi, HTTP, route, TO_WEB, WEB } from './gateway-api-yaml';

const meshRoute = (parent: string) =>
  gatewayApi('HTTPRoute', 'web', `{ parentRefs: [${parent}], rules: [{ ${TO_WEB} }] }`);

testRule(missingRouteParent, {
  valid: {
    'a Gateway that is there': gateway(HTTP) + route(),
    'a listener that is there': gateway(HTTP) + route('', undefined, ', sectionName: http'),
    'a Service that is there': WEB + meshRoute('{ group: "", kind: Service, name: web }'),
    'a Gateway of another controller, whatever its listeners':
      gateway(HTTP, 'other') + route('', undefined, ', sectionName: https'),
  },
  invalid: {
    'a Gateway that is not there': {
      yaml: gateway(HTTP) + route().replace('name: public', 'name: pubic'),
      expect: [
        'HTTPRoute shop/web spec.parentRefs[0]: Gateway "pubic" does not exist in namespace "shop"; there are "public"',
      ],
    },
    'a listener that is not there': {
      yaml: gateway(HTTP) + route('', undefined, ', sectionName: https'),
      expect: [
        'HTTPRoute shop/web spec.parentRefs[0].sectionName: Gateway "shop/public" has no listener "https"; it has "http"',
      ],
    },
    'a Service that is not there': {
      yaml: WEB + meshRoute('{ group: "", kind: Service, name: wbe }'),
      expect: [
        'HTTPRoute shop/web spec.parentRefs[0]: Service "wbe" does not exist in namespace "shop"; there are "web"',
      ],
    },
    'a ServiceEntry that is not there': {
      yaml: meshRoute('{ group: networking.istio.io, kind: ServiceEntry, name: api }'),
      expect: [
        'HTTPRoute shop/web spec.parentRefs[0]: ServiceEntry "api" does not exist in namespace "shop"; there are none',
      ],
    },
    'a ListenerSet that is not there': {
      yaml: gateway(HTTP) + route('', undefined, ', kind: ListenerSet'),
      expect: [
        'HTTPRoute shop/web spec.parentRefs[0]: ListenerSet "public" does not exist in namespace "shop"; there are none',
      ],
    },
  },
});
