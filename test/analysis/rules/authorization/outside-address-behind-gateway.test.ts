import { outsideAddressBehindGateway } from '../../../../src/analysis/rules/authorization/outside-address-behind-gateway';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, GATEWAY_PODS, gateway, mesh, policy, sidecars, virtualService } from '../mesh-yaml';

const from = (source: string, at = 'shop') =>
  policy(`{ rules: [{ from: [{ source: { ${source} } }] }] }`, 'policy', at);
const SHOP = mesh(sidecars('shop'), app('api'));
const says = (field: string, value: string) => [
  `AuthorizationPolicy shop/policy spec.rules[0].${field}: pods of "api" are called by other pods and gateways, none of which has an address of "${value}"`,
];

testRule(outsideAddressBehindGateway, {
  valid: {
    'addresses of pods': mesh(SHOP, from('ipBlocks: [10.0.0.0/8]')),
    'all addresses': mesh(SHOP, from('ipBlocks: [0.0.0.0/0]')),
    'addresses that a gateway passes on': mesh(SHOP, from('remoteIpBlocks: [203.0.113.0/24]')),
    'a policy of the gateway': mesh(GATEWAY_PODS, from('ipBlocks: [203.0.113.0/24]', 'edge')),
    'pods that a load balancer reaches': mesh(
      SHOP.replace('spec: { selector: { app: api }', 'spec: { type: LoadBalancer, selector: { app: api }'),
      from('ipBlocks: [203.0.113.0/24]'),
    ),
    'what is excluded': mesh(SHOP, from('notIpBlocks: [203.0.113.0/24]')),
  },
  invalid: {
    'addresses outside the cluster': {
      yaml: mesh(SHOP, from('ipBlocks: [203.0.113.0/24]')),
      expect: says('from[0].source.ipBlocks', '203.0.113.0/24'),
    },
    'addresses of version 6': {
      yaml: mesh(SHOP, from('ipBlocks: ["2001:db8::/32"]')),
      expect: says('from[0].source.ipBlocks', '2001:db8::/32'),
    },
    'a condition': {
      yaml: mesh(SHOP, policy('{ rules: [{ when: [{ key: source.ip, values: [203.0.113.7] }] }] }')),
      expect: says('when[0].values', '203.0.113.7'),
    },
  },
});

test('a client with such an address is refused behind the gateway', () => {
  const routes = virtualService(
    '{ hosts: [shop.example.org], gateways: [edge], http: [{ route: [{ destination: { host: api } }] }] }',
  );
  const set = mesh(SHOP, GATEWAY_PODS, gateway(), routes, from('ipBlocks: [203.0.113.0/24]'));
  expect(answer(set, { from: 'internet', to: 'http://shop.example.org/', ip: '203.0.113.7' })).toBe(
    'denied by AuthorizationPolicy shop/policy',
  );
});
