import { missingReferenceGrant } from '../../../../src/analysis/rules/gateway-api/missing-reference-grant';
import { testRule } from '../../../../src/testing/test-rule';

const SERVICE =
  '\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [{ port: 80 }] }\n---';

const route = (kind: string, backend: string, parent = '{ name: public }') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: web, namespace: edge }
spec: { parentRefs: [${parent}], rules: [{ backendRefs: [${backend}] }] }
---`;

const grant = (from: string, to: string, namespace = 'shop') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: { name: edge, namespace: ${namespace} }
spec: { from: [{ group: gateway.networking.k8s.io, ${from} }], to: [${to}] }
---`;

const HTTP = route('HTTPRoute', '{ name: web, namespace: shop, port: 80 }');

const FROM = 'kind: HTTPRoute, namespace: edge';

const PROBLEM = (kind: string) =>
  `${kind} edge/web spec.rules[0].backendRefs[0].namespace: Service "web" is in namespace "shop", where no ReferenceGrant permits ${kind}s of namespace "edge" to refer to it`;

testRule(missingReferenceGrant, {
  valid: {
    'a reference within the namespace': SERVICE + route('HTTPRoute', '{ name: web, port: 80 }'),
    'a grant for all Services': SERVICE + HTTP + grant(FROM, '{ group: "", kind: Service }'),
    'a grant for the Service': SERVICE + HTTP + grant(FROM, '{ kind: Service, name: web }'),
    'a Service that is not in the set': HTTP,
    'a route of the mesh':
      SERVICE +
      route('HTTPRoute', '{ name: web, namespace: shop, port: 80 }', '{ group: "", kind: Service, name: own }'),
  },
  invalid: {
    'a reference without a grant': { yaml: SERVICE + HTTP, expect: [PROBLEM('HTTPRoute')] },
    'a copy of requests without a grant': {
      yaml:
        SERVICE +
        HTTP.replace(
          'rules: [{',
          'rules: [{ filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: web, namespace: shop, port: 80 } } }],',
        ) +
        grant(FROM, '{ kind: Service, name: other }'),
      expect: [
        PROBLEM('HTTPRoute'),
        PROBLEM('HTTPRoute').replace('backendRefs[0]', 'filters[0].requestMirror.backendRef'),
      ],
    },
    'a grant for another Service': {
      yaml: SERVICE + HTTP + grant(FROM, '{ kind: Service, name: other }'),
      expect: [PROBLEM('HTTPRoute')],
    },
    'a grant for another kind of route': {
      yaml: SERVICE + route('GRPCRoute', '{ name: web, namespace: shop, port: 80 }') + grant(FROM, '{ kind: Service }'),
      expect: [PROBLEM('GRPCRoute')],
    },
    'a grant in the namespace of the route': {
      yaml: SERVICE + HTTP + grant(FROM, '{ kind: Service }', 'edge'),
      expect: [PROBLEM('HTTPRoute')],
    },
  },
});
