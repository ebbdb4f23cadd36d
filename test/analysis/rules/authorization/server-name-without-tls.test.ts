import { serverNameWithoutTls } from '../../../../src/analysis/rules/authorization/server-name-without-tls';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, GATEWAY_PODS, gateway, mesh, object, policy, sidecars } from '../mesh-yaml';

const sni = (value: string, at = 'shop') =>
  policy(`{ rules: [{ when: [{ key: connection.sni, values: ["${value}"] }] }] }`, 'policy', at);
const SHOP = mesh(sidecars('shop'), app('api'));
const OF_CLUSTER = 'outbound_.80_._.api.shop.svc.cluster.local';
const at = (name: string, reason: string, ns = 'shop') => [
  `AuthorizationPolicy ${ns}/policy spec.rules[0].when[0].values: no connection to "${name}" has such a server name: ${reason}`,
];
const OF_MESH = 'its ports speak HTTP, and the mutual TLS of the mesh names clusters, such as "outbound_.80_._.host"';
const TLS =
  '{ port: { number: 443, name: tls, protocol: TLS }, hosts: [shop.example.org], tls: { mode: PASSTHROUGH } }';

testRule(serverNameWithoutTls, {
  valid: {
    'the name of a cluster': mesh(SHOP, sni(OF_CLUSTER)),
    'any name of clusters': mesh(SHOP, sni('outbound_*')),
    'a port where clients encrypt by themselves': mesh(
      sidecars('shop'),
      app('api', { ports: '{ name: tls, port: 443, targetPort: 8443 }' }),
      sni('api.example.com'),
    ),
    'a gateway with TLS': mesh(GATEWAY_PODS, gateway(TLS), sni('shop.example.org', 'edge')),
    'a gateway without servers in the set': mesh(GATEWAY_PODS, sni('shop.example.org', 'edge')),
  },
  invalid: {
    'what is not wanted, and so excludes nothing': {
      yaml: mesh(SHOP, sni('api.example.com').replace('values:', 'notValues:')),
      expect: [
        `AuthorizationPolicy shop/policy spec.rules[0].when[0].notValues: no connection to "api" has such a server name, so that none is excluded: ${OF_MESH}`,
      ],
    },
    'the host that was asked for, in the mutual TLS of the mesh': {
      yaml: mesh(SHOP, sni('api.example.com')),
      expect: at('api', OF_MESH),
    },
    'the name of a cluster where mutual TLS is off': {
      yaml: mesh(
        SHOP,
        object('security.istio.io/v1', 'PeerAuthentication', 'off', 'shop', '{ mtls: { mode: DISABLE } }'),
        sni('api*'),
      ),
      expect: at('api', OF_MESH),
    },
    'a gateway whose servers are all plaintext': {
      yaml: mesh(GATEWAY_PODS, gateway(), sni('shop.example.org', 'edge')),
      expect: at('ingress', 'none of its servers has TLS', 'edge'),
    },
  },
});

test('the names of clusters are what the mesh sends', () => {
  const call = { from: 'shop/web', to: 'http://api/' };
  const set = (value: string) => mesh(SHOP, app('web'), sni(value));
  expect(answer(set('api.example.com'), call)).toBe('denied by AuthorizationPolicy shop/policy');
  expect(answer(set(OF_CLUSTER), call)).toBe('routed');
});
