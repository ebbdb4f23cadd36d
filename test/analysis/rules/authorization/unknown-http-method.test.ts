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
    'a method of its own': policy('{ methods: [PURGE, QUERY, LOCK, "X*"] }'),
    'a regular expression': route('{ regex: "(?i)get" }'),
  },
  invalid: {
    'a method in small letters as a header': {
      yaml: route('{ exact: GET }, headers: { ":method": { exact: get } }'),
      expect: [
        'VirtualService shop/web spec.http[0].match[0].headers.:method.exact: no request has method "get": methods are case-sensitive',
      ],
    },
    'small letters': {
      yaml: policy('{ methods: [GET, post] }') + route('{ exact: get }'),
      expect: [
        'AuthorizationPolicy shop/web spec.rules[0].to[0].operation.methods[1]: no request has method "post": methods are case-sensitive',
        'VirtualService shop/web spec.http[0].match[0].method.exact: no request has method "get": methods are case-sensitive',
      ],
    },
    'small letters of a pattern, a header and an expression': {
      yaml: `${policy('{ methods: ["ge*"] }').replace('to: [', 'when: [{ key: "request.headers[:method]", values: [put] }], to: [')}${route('{ regex: "get|post" }')}`,
      expect: [
        'AuthorizationPolicy shop/web spec.rules[0].to[0].operation.methods[0]: no request has method "ge*": methods are case-sensitive',
        'AuthorizationPolicy shop/web spec.rules[0].when[0].values[0]: no request has method "put": methods are case-sensitive',
        'VirtualService shop/web spec.http[0].match[0].method.regex: no request has a method that "get|post" takes: methods are case-sensitive',
      ],
    },
    'a slip, and a word for all methods': {
      yaml: policy('{ methods: [DELTE, ALL] }'),
      expect: [
        'AuthorizationPolicy shop/web spec.rules[0].to[0].operation.methods[0]: hardly any request has method "DELTE"',
        'AuthorizationPolicy shop/web spec.rules[0].to[0].operation.methods[1]: no request has method "ALL", which is no wildcard here',
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
