import { ineffectiveRouteMatch } from '../../../../src/analysis/rules/routes/ineffective-route-match';
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

testRule(ineffectiveRouteMatch, {
  valid: {
    'a rule of which nothing is left, for which another rule speaks': rules(
      `{ match: [{ uri: { prefix: /a } }], ${to} }, { match: [{ uri: { prefix: /a/b } }], ${to} }`,
    ),
    'the longer prefix first': rules(
      `{ match: [{ uri: { prefix: /a/b } }], ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }`,
    ),
    'a shorter prefix under another condition': rules(
      `{ match: [{ uri: { prefix: /a }, headers: { x: { exact: y } } }], ${to} }, { match: [{ uri: { prefix: /a/b } }], ${to} }`,
    ),
    'another method': rules(
      `{ match: [{ uri: { prefix: /a }, method: { exact: POST } }], ${to} }, { match: [{ uri: { prefix: /a/b } }], ${to} }`,
    ),
    'a scheme, which the later match does not name': rules(
      `{ match: [{ uri: { prefix: /a }, scheme: { exact: https } }], ${to} }, { match: [{ uri: { prefix: /a/b } }], ${to} }`,
    ),
    'a header that begins with the value of another': rules(
      `{ match: [{ uri: { prefix: /a }, headers: { x: { exact: a } } }], ${to} }, { match: [{ uri: { prefix: /a/b }, headers: { x: { exact: ab } } }], ${to} }`,
    ),
    'sources that do not count, since gateways are named': rules(
      `{ match: [{ sourceLabels: { app: a } }], ${to} }, { match: [{ gateways: [g], sourceLabels: { app: a } }], ${to} }`,
    ),
    'names of TLS that a wildcard before them covers: the most specific name is tried first': rules('').replace(
      'http: []',
      'tls: [{ match: [{ sniHosts: ["*.a.com"] }], route: [] }, { match: [{ sniHosts: [b.a.com] }], route: [] }]',
    ),
  },
  invalid: {
    'the longer of two prefixes of one rule': {
      yaml: rules(`{ match: [{ uri: { prefix: /a } }, { uri: { prefix: /a/b } }], ${to} }`),
      expect: [
        'VirtualService shop/web spec.http[0].match[1].uri.prefix: match #1 of prefix /a/b of rule #0 is never used: match #0 of prefix /a of rule #0 covers it',
      ],
    },
    'a longer prefix behind a shorter one, beside a match that is used': {
      yaml: rules(
        `{ name: first, match: [{ uri: { prefix: /a } }], ${to} }, { match: [{ uri: { prefix: /a/b } }, { uri: { prefix: /c } }], ${to} }`,
      ),
      expect: [
        'VirtualService shop/web spec.http[1].match[0].uri.prefix: match #0 of prefix /a/b of rule #1 is never used: match #0 of prefix /a of rule "first" covers it',
      ],
    },
    'matches under more conditions behind those under fewer': {
      yaml: rules(
        `{ name: first, match: [{ uri: { prefix: /a } }, { headers: { x: {} } }], ${to} }, { match: [{ uri: { exact: /a/b }, method: { exact: GET } }, { headers: { x: { regex: "a+" }, y: { exact: b } } }, { uri: { prefix: /c } }], ${to} }`,
      ),
      expect: [
        'VirtualService shop/web spec.http[1].match[0]: match #0 of rule #1 is never used: match #0 of rule "first" covers it',
        'VirtualService shop/web spec.http[1].match[1]: match #1 of rule #1 is never used: match #1 of rule "first" covers it',
      ],
    },
    'one of several matches that repeats another': {
      yaml: rules(
        `{ match: [{ uri: { exact: /a } }], ${to} }, { match: [{ uri: { exact: /b } }, { uri: { exact: /a } }], ${to} }`,
      ),
      expect: ['VirtualService shop/web spec.http[1].match[1]: match #1 of rule #1 repeats a match of rule #0'],
    },
  },
});
