import { droppedDelegate } from '../../../../src/analysis/rules/routes/dropped-delegate';
import { testRule } from '../../../../src/testing/test-rule';
import { hostsOf } from '../behaviour';
import { app, mesh, sidecars, virtualService } from '../mesh-yaml';

const root = (match: string, more = '') =>
  virtualService(`{ hosts: [web], http: [{ match: [{ ${match} }], delegate: { name: orders } }${more}] }`, 'root');
const delegate = (match: string, more = '') =>
  virtualService(`{ ${more} http: [{ match: [{ ${match} }], route: [{ destination: { host: api } }] }] }`, 'orders');
const leftOut = (reason = 'contradicts VirtualService shop/root spec.http[0].match') => [
  `VirtualService shop/orders spec.http[0].match: Istio ignores the rule in VirtualService shop/root: it ${reason}`,
];
const REGEX = mesh(
  root('uri: { regex: "/v[0-9]+/.*" }', ', { route: [{ destination: { host: web } }] }'),
  delegate('uri: { prefix: /v1/orders }'),
);

testRule(droppedDelegate, {
  valid: {
    'a longer prefix': mesh(root('uri: { prefix: /orders }'), delegate('uri: { prefix: /orders/1 }')),
    'a condition on something else': mesh(root('uri: { regex: "/v.*" }'), delegate('headers: { x: { exact: a } }')),
    'a root without conditions': mesh(
      virtualService('{ hosts: [web], http: [{ delegate: { name: orders } }] }', 'root'),
      delegate('uri: { regex: "/v.*" }'),
    ),
    'a delegate of a delegate, which the webhook refuses': mesh(
      root('uri: { prefix: / }'),
      virtualService('{ http: [{ delegate: { name: more } }] }', 'orders'),
      virtualService('{ http: [{ route: [{ destination: { host: api } }] }] }', 'more'),
    ),
    'both ignore case': mesh(
      root('uri: { prefix: /orders }, ignoreUriCase: true'),
      delegate('uri: { prefix: /orders/1 }, ignoreUriCase: true'),
    ),
  },
  invalid: {
    'a path under a regex of the root': { yaml: REGEX, expect: leftOut() },
    'one that ignores case': {
      yaml: mesh(root('uri: { prefix: /orders }, ignoreUriCase: true'), delegate('uri: { prefix: /orders/1 }')),
      expect: leftOut(),
    },
    'a path outside that of the root': {
      yaml: mesh(root('uri: { prefix: /orders }'), delegate('uri: { prefix: /carts }')),
      expect: leftOut(),
    },
    'another value of the same header': {
      yaml: mesh(root('headers: { x: { exact: a } }'), delegate('headers: { x: { exact: b } }')),
      expect: leftOut(),
    },
    'another port': { yaml: mesh(root('port: 80'), delegate('port: 81')), expect: leftOut() },
    'another method': {
      yaml: mesh(root('method: { exact: GET }'), delegate('method: { exact: POST }')),
      expect: leftOut(),
    },
    'a delegate that is not exported': {
      yaml: mesh(root('uri: { prefix: / }'), delegate('uri: { prefix: /a }', 'exportTo: ["~"],')),
      expect: [
        'VirtualService shop/root spec.http[0].delegate: Istio ignores the delegate: it names VirtualService shop/orders, which is not exported to shop',
      ],
    },
    'a delegate with hosts': {
      yaml: mesh(root('uri: { prefix: / }'), delegate('uri: { prefix: /a }', 'hosts: [orders],')),
      expect: [
        'VirtualService shop/root spec.http[0].delegate: Istio ignores the delegate: it names VirtualService shop/orders, which has hosts and so is no delegate',
      ],
    },
    'one without hosts to which no rule leads': {
      yaml: mesh(root('uri: { prefix: / }'), delegate('uri: { prefix: /a }').replace('name: orders', 'name: order')),
      expect: [
        'VirtualService shop/root spec.http[0].delegate: Istio ignores the delegate: it names no VirtualService',
        'VirtualService shop/order: it has no hosts, and no VirtualService delegates to it: none of its rules is used',
      ],
    },
  },
});

test('requests for a rule that is left out go to the next one', () => {
  const set = mesh(sidecars('shop'), app('web'), app('api'), REGEX);
  expect(hostsOf(set, { from: 'shop/api', to: 'http://web/v1/orders/5' })).toEqual(['web.shop.svc.cluster.local']);
});
