import { conflictingGatewayHosts } from '../../../../src/analysis/rules/gateways/conflicting-gateway-hosts';
import { testRule } from '../../../../src/testing/test-rule';
import { hostsOf } from '../behaviour';
import { app, GATEWAY_PODS, gateway, mesh, sidecars, virtualService } from '../mesh-yaml';

const HOST = 'shop.example.org';
const EVERYTHING = '{ route: [{ destination: { host: web } }] }';
const under = (prefix: string) =>
  `{ match: [{ uri: { prefix: ${prefix} } }], route: [{ destination: { host: web } }] }`;
const routes = (name: string, rule: string, year: number, gateways = 'edge', host = HOST) =>
  virtualService(`{ hosts: [${host}], gateways: [${gateways}], http: [${rule}] }`, name).replace(
    'namespace: shop }',
    `namespace: shop, creationTimestamp: "${year}-01-01T00:00:00Z" }`,
  );
const other = gateway().replace('name: edge', 'name: other');
const told = (loser: string, winner: string, rule = 0) => [
  `VirtualService shop/${loser} spec.http[${rule}]: the rule matches nothing for "${HOST}": VirtualService shop/${winner} routes it at the same gateway, is evaluated first, and matches all that the rule matches`,
];

testRule(conflictingGatewayHosts, {
  valid: {
    'rules of which none matches everything': mesh(
      gateway(),
      routes('a', under('/a'), 2020),
      routes('b', under('/b'), 2021),
    ),
    'one rule that matches everything, which goes last whatever its age': mesh(
      gateway(),
      routes('a', EVERYTHING, 2020),
      routes('b', under('/b'), 2021),
    ),
    'a shorter prefix behind a longer one': mesh(
      gateway(),
      routes('a', under('/b/c'), 2020),
      routes('b', under('/b'), 2021),
    ),
    'a rule of which one match is left': mesh(
      gateway(),
      routes('a', under('/b'), 2020),
      routes('b', under('/b/c').replace('} }]', '} }, { uri: { prefix: /d } }]'), 2021),
    ),
    'one host at two gateways': mesh(
      gateway(),
      other,
      routes('a', EVERYTHING, 2020),
      routes('b', EVERYTHING, 2021, 'other'),
    ),
    'two hosts of one gateway': mesh(
      gateway('{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*.example.org"] }'),
      routes('a', EVERYTHING, 2020),
      routes('b', EVERYTHING, 2021, 'edge', 'bank.example.org'),
    ),
    'a VirtualService that names its gateway twice': mesh(gateway(), routes('a', EVERYTHING, 2020, 'edge, shop/edge')),
  },
  invalid: {
    'a longer prefix behind a shorter one of an older object': {
      yaml: mesh(gateway(), routes('a', under('/b/c'), 2021), routes('b', under('/b'), 2020)),
      expect: told('a', 'b'),
    },
    'a second rule that matches everything': {
      yaml: mesh(gateway(), routes('a', EVERYTHING, 2020), routes('b', `${under('/b')}, ${EVERYTHING}`, 2021)),
      expect: told('b', 'a', 1),
    },
    'the same match twice, by names where nothing tells the ages': {
      yaml: mesh(gateway(), routes('a', under('/b'), 2020), routes('b', under('/b'), 2020)),
      expect: told('b', 'a'),
    },
  },
});

test('the older rule takes the requests', () => {
  const set = mesh(
    GATEWAY_PODS,
    sidecars('shop'),
    app('web'),
    app('api'),
    gateway(),
    routes('a', under('/b/c').replace('host: web', 'host: api'), 2021),
    routes('b', under('/b'), 2020),
  );
  expect(hostsOf(set, { from: 'internet', to: `http://${HOST}/b/c` })).toEqual(['web.shop.svc.cluster.local']);
});
