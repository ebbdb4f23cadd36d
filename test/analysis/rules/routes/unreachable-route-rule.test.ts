import { unreachableRouteRule } from '../../../../src/analysis/rules/routes/unreachable-route-rule';
import { testRule } from '../../../../src/testing/test-rule';

const route = (destination: string, { name = 'web', ns = 'shop', hosts = 'web', more = '' } = {}) => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${ns} }
spec: { hosts: [${hosts}]${more}, http: [{ route: [{ destination: ${destination} }] }] }
`;

const rules = (http: string) => route('{ host: web }').replace(/http: \[.*\] \}\n/, `http: [${http}] }\n`);

const to = 'route: [{ destination: { host: web } }]';

testRule(unreachableRouteRule, {
  valid: {
    'a rule without a match at the end': rules(`{ match: [{ uri: { prefix: /a } }], ${to} }, { ${to} }`),
    'matches that differ in one header': rules(
      `{ match: [{ headers: { a: { exact: x } } }], ${to} }, { match: [{ headers: { a: { exact: y } } }], ${to} }`,
    ),
    'rules behind one for every request on one port, or of one gateway': rules(
      `{ match: [{ port: 80 }, { gateways: [g] }], ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }`,
    ),
  },
  invalid: {
    'rules behind one without a match': {
      yaml: rules(`{ name: all, ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }, { ${to} }`),
      expect: [
        'VirtualService shop/web spec.http[1]: rule #1 is never used: rule "all" before it matches everything',
        'VirtualService shop/web spec.http[2]: rule #2 is never used: rule "all" before it matches everything as well',
      ],
    },
    'a rule behind matches that take everything, however they say it': {
      yaml: rules(
        `{ name: all, match: [{ uri: { exact: /a } }, { uri: { prefix: / }, headers: {} }], ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }`,
      ),
      expect: ['VirtualService shop/web spec.http[1]: rule #1 is never used: rule "all" before it matches everything'],
    },
    'a rule that repeats the matches of others, in another order of keys and with empty values': {
      yaml: rules(
        `{ match: [{ uri: { prefix: /a }, port: 80 }], ${to} }, { match: [{ port: 80, name: x, uri: { prefix: /a }, ignoreUriCase: false }], ${to} }`,
      ),
      expect: ['VirtualService shop/web spec.http[1]: rule #1 is never used: earlier rules match all that it matches'],
    },
  },
});
