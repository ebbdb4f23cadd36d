import { conflictingGatewayHosts } from '../../../../src/analysis/rules/gateways/conflicting-gateway-hosts';
import { testRule } from '../../../../src/testing/test-rule';
import { gateway, mesh, virtualService } from '../mesh-yaml';

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
const told = (younger: string, older: string) => [
  `VirtualService shop/${younger} spec.hosts[0]: host "${HOST}" is also routed by VirtualService "shop/${older}" at the same gateway, and a rule that matches everything may come before the others`,
];

testRule(conflictingGatewayHosts, {
  valid: {
    'rules of which none matches everything': mesh(
      gateway(),
      routes('a', under('/a'), 2020),
      routes('b', under('/b'), 2021),
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
    'an older rule that matches everything': {
      yaml: mesh(gateway(), routes('a', EVERYTHING, 2020), routes('b', under('/b'), 2021)),
      expect: told('b', 'a'),
    },
    'a younger rule that matches everything': {
      yaml: mesh(gateway(), routes('a', under('/a'), 2020), routes('b', EVERYTHING, 2021)),
      expect: told('b', 'a'),
    },
    'the younger of the two, whatever the order of the files': {
      yaml: mesh(gateway(), routes('a', EVERYTHING, 2021), routes('b', under('/b'), 2020)),
      expect: told('a', 'b'),
    },
  },
});
