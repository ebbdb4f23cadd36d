import { refusedListener } from '../../../../src/analysis/rules/gateway-api/refused-listener';
import { testRule } from '../../../../src/testing/test-rule';
import { gateway, HTTP } from './gateway-api-yaml';

const set = (name: string) => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: { name: more, namespace: shop }
spec: { parentRef: { name: ${name} }, listeners: [{ name: more, port: 81, protocol: HTTP }] }
`;

testRule(refusedListener, {
  valid: {
    'a ListenerSet that its Gateway takes':
      gateway(HTTP).replace('listeners:', 'allowedListeners: { namespaces: { from: Same } }, listeners:') +
      set('public'),
    'a ListenerSet of another controller': gateway(HTTP, 'other') + set('public'),
    'listeners of one port with different hostnames': gateway(
      '{ name: a, port: 80, protocol: HTTP, hostname: a.b }, { name: b, port: 80, protocol: HTTP, hostname: b.b }',
    ),
    'a protocol of another controller': gateway('{ name: a, port: 80, protocol: example.com/quic }', 'other'),
  },
  invalid: {
    'a ListenerSet of no Gateway': {
      yaml: gateway(HTTP) + set('publc'),
      expect: [
        'ListenerSet shop/more spec.parentRef: nothing serves the listeners: namespace "shop" has no Gateway "publc" of the Gateway API; it has "public"',
      ],
    },
    'a ListenerSet that its Gateway does not take': {
      yaml: gateway(HTTP) + set('public'),
      expect: [
        'ListenerSet shop/more spec.parentRef: nothing serves the listeners: Gateway "shop/public" takes no ListenerSets of namespace "shop"',
      ],
    },
    'a protocol in small letters': {
      yaml: gateway('{ name: web, port: 80, protocol: http }'),
      expect: [
        'Gateway shop/public spec.listeners[0].protocol: Istio does not serve the listener "web": protocol "http" is not supported by Istio; use "HTTP", in capitals',
      ],
    },
    'HTTPS without certificates': {
      yaml: gateway('{ name: web, port: 443, protocol: HTTPS }'),
      expect: [
        'Gateway shop/public spec.listeners[0]: Istio does not serve the listener "web": a listener for HTTPS needs "tls"',
      ],
    },
    'two listeners with one hostname': {
      yaml: gateway(`${HTTP}, { name: again, port: 80, protocol: HTTP }`),
      expect: [
        'Gateway shop/public spec.listeners[1]: Istio does not serve the listener "again": listener "http" of Gateway shop/public already has port 80 and the host',
      ],
    },
  },
});
