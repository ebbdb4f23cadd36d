import { unreachableRouteRule } from '../../../../src/analysis/rules/routes/unreachable-route-rule';
import { testRule } from '../../../../src/testing/test-rule';
import { app, gateway, mesh, virtualService } from '../mesh-yaml';

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
    'a rule for what is left where nothing is left on the ports that there are': mesh(
      app('web'),
      rules(`{ match: [{ port: 80 }], ${to} }, { ${to} }`),
    ),
    'a rule behind one for every request on one of two ports': mesh(
      app('web', { ports: '{ name: http, port: 80, targetPort: 8080 }, { name: http-b, port: 81, targetPort: 8080 }' }),
      rules(`{ match: [{ port: 80 }], ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }`),
    ),
    'a rule behind one whose delegate is not there': rules(`{ delegate: { name: nobody } }, { ${to} }`),
    'a rule of a delegate that one of two roots hides': mesh(
      rules(`{ match: [{ uri: { prefix: /a } }], ${to} }, { delegate: { name: leaf } }`),
      virtualService('{ hosts: [api], http: [{ delegate: { name: leaf } }] }', 'root'),
      virtualService(`{ http: [{ match: [{ uri: { prefix: /a/b } }], ${to} }, { ${to} }] }`, 'leaf'),
    ),
    'rules behind one for every request on one port, or of one gateway': rules(
      `{ match: [{ port: 80 }, { gateways: [g] }], ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }`,
    ),
  },
  invalid: {
    'a longer prefix behind a shorter one, whatever the delegate that it leads to': {
      yaml: `${rules(`{ match: [{ uri: { prefix: /a } }], ${to} }, { match: [{ uri: { prefix: /a/b } }], delegate: { name: leaf } }`)}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: leaf, namespace: shop }
spec: { http: [{ ${to} }] }`,
      expect: [
        'VirtualService shop/web spec.http[1]: rule #1 is never used: rule #0 before it takes all that it matches',
      ],
    },
    'one rule of a delegate, behind an earlier one of the root': {
      yaml: `${rules(`{ match: [{ uri: { prefix: /a } }], ${to} }, { delegate: { name: leaf } }`)}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: leaf, namespace: shop }
spec: { http: [{ match: [{ uri: { exact: /a/b } }], ${to} }, { ${to} }] }`,
      expect: [
        'VirtualService shop/leaf spec.http[0]: rule #0 is never used: rule #0 of VirtualService shop/web before it takes all that it matches',
      ],
    },
    'matches that several rules take between them': {
      yaml: rules(
        `{ match: [{ uri: { prefix: /a } }], ${to} }, { match: [{ method: { regex: "PUT|POST" } }], ${to} }, { match: [{ uri: { prefix: /a/b } }, { method: { exact: PUT } }], ${to} }`,
      ),
      expect: ['VirtualService shop/web spec.http[2]: rule #2 is never used: earlier rules match all that it matches'],
    },
    'rules behind one for every request on the only port': {
      yaml: mesh(
        app('web'),
        rules(`{ match: [{ port: 80 }], ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }, { ${to} }`),
      ),
      expect: [
        'VirtualService shop/web spec.http[1]: rule #1 is never used: rule #0 before it takes all that it matches',
      ],
    },
    'a second rule for the same server name on the only port': {
      yaml: mesh(
        app('web', { ports: '{ name: tls, port: 443, targetPort: 8443 }' }),
        rules('').replace(
          'http: []',
          `tls: [{ match: [{ sniHosts: [web] }], ${to} }, { match: [{ port: 443, sniHosts: [web] }], ${to} }]`,
        ),
      ),
      expect: [
        'VirtualService shop/web spec.tls[1]: rule #1 is never used: rule #0 before it takes all that it matches',
      ],
    },
    'a second tcp rule at a gateway': {
      yaml: mesh(
        gateway('{ port: { number: 5432, name: tcp, protocol: TCP }, hosts: ["*"] }'),
        virtualService(
          `{ hosts: ["*"], gateways: [edge], tcp: [{ match: [{ port: 5432 }], ${to} }, { match: [{ destinationSubnets: [10.0.0.0/8] }], ${to} }] }`,
        ),
      ),
      expect: [
        'VirtualService shop/routes spec.tcp[1]: rule #1 is never used: rule #0 before it takes all that it matches',
      ],
    },
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
      expect: [
        'VirtualService shop/web spec.http[1]: rule #1 is never used: rule #0 before it takes all that it matches',
      ],
    },
  },
});
