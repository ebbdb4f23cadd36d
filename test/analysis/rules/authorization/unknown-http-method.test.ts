import { unknownHttpMethod } from '../../../../src/analysis/rules/authorization/unknown-http-method';
import { testRule } from '../../../../src/testing/test-rule';

const policy = (operation: string) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec: { rules: [{ to: [{ operation: ${operation} }] }] }
---`;

const route = (method: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], http: [{ match: [{ method: ${method} }] }] }
---`;

testRule(unknownHttpMethod, {
  valid: {
    'methods in capital letters': policy('{ methods: [GET, "*"], notMethods: [DELETE] }') + route('{ exact: POST }'),
    'a method of its own': policy('{ methods: [PURGE] }'),
    'a regular expression': route('{ regex: "(?i)get" }'),
  },
  invalid: {
    'small letters': {
      yaml: policy('{ methods: [GET, post] }') + route('{ exact: get }'),
      expect: [
        'AuthorizationPolicy shop/web spec.rules[0].to[0].operation.methods[1]: no request has method "post": methods are case-sensitive',
        'VirtualService shop/web spec.http[0].match[0].method.exact: no request has method "get": methods are case-sensitive',
      ],
    },
    'a method of gRPC': {
      yaml: policy('{ notMethods: [/shop.Cart/Add] }'),
      expect: [
        'AuthorizationPolicy shop/web spec.rules[0].to[0].operation.notMethods[0]: "/shop.Cart/Add" is no HTTP method: requests of gRPC are all POST, and name the method in the path',
      ],
    },
  },
});
