import { unmatchableRoute } from '../../../../src/analysis/rules/routes/unmatchable-route';
import { testRule } from '../../../../src/testing/test-rule';
import { hostsOf } from '../behaviour';
import { app, mesh, sidecars, virtualService } from '../mesh-yaml';

const to = (match: string) =>
  virtualService(`{ hosts: [web], http: [{ match: [{ ${match} }], route: [{ destination: { host: api } }] }] }`);
const at = (field: string, problem: string) => [
  `VirtualService shop/routes spec.http[0].match[0].${field}: ${problem}: the match never applies`,
];

testRule(unmatchableRoute, {
  valid: {
    'paths as requests have them': to(
      'uri: { prefix: /a }, method: { exact: GET }, queryParams: { x: { exact: "1" } }',
    ),
    'doubled slashes where they are not merged': to('uri: { prefix: //a }'),
    'the host of the VirtualService as an authority, in full and in short, with a port': to(
      'authority: { exact: web.shop } }, { authority: { exact: "WEB:80" } }, { authority: { exact: web.shop.svc.cluster.local. } }, { authority: { exact: 10.1.2.3 }',
    ),
    'a name that a wildcard covers': virtualService(
      '{ hosts: ["*.example.org"], gateways: [edge], http: [{ match: [{ authority: { exact: a.example.org } }], route: [{ destination: { host: api } }] }] }',
    ),
    'an alias of the host': mesh(
      to('authority: { exact: old }'),
      app('web'),
      '\napiVersion: v1\nkind: Service\nmetadata: { name: old, namespace: shop }\nspec: { type: ExternalName, externalName: web.shop.svc.cluster.local, ports: [{ name: http, port: 80 }] }',
    ),
    'a delegate that another root uses for the authority': mesh(
      virtualService('{ hosts: [a.example.org], gateways: [edge], http: [{ delegate: { name: leaf } }] }', 'a'),
      virtualService('{ hosts: [b.example.org], gateways: [edge], http: [{ delegate: { name: leaf } }] }', 'b'),
      virtualService(
        '{ http: [{ match: [{ authority: { exact: b.example.org } }], route: [{ destination: { host: api } }] }] }',
        'leaf',
      ),
    ),
    'the path with its query, as a header': to('headers: { ":path": { exact: "/a?x=1" } }'),
    'the host of the VirtualService as a header': to('headers: { ":authority": { exact: web } }'),
    'another host that must not be': to('withoutHeaders: { ":authority": { exact: other.example.org } }'),
    'a regex': to('uri: { regex: "/a/[0-9]+" }, headers: { x: { regex: "a|b" } }'),
    'a header that must not have one of its values': to(
      'headers: { x: { prefix: a } }, withoutHeaders: { x: { exact: ab } }',
    ),
  },
  invalid: {
    'a path without its slash': {
      yaml: to('uri: { exact: api }'),
      expect: at('uri', 'no request has path exact "api" once it is normalised'),
    },
    'a path with its query': {
      yaml: to('uri: { exact: "/api?x=1" }'),
      expect: at('uri', 'no request has path exact "/api?x=1" once it is normalised'),
    },
    'a regex for the end of a path': {
      yaml: to('uri: { regex: "api/.*" }'),
      expect: at('uri', 'no request has path regex "api/.*" once it is normalised'),
    },
    'a scheme in capital letters': {
      yaml: to('scheme: { exact: HTTPS }'),
      expect: at('scheme', 'no request has scheme exact "HTTPS"'),
    },
    'the authority of another host': {
      yaml: to('authority: { exact: other.example.org }'),
      expect: [
        'VirtualService shop/routes spec.http[0].match[0].authority.exact: no request that the VirtualService routes has authority "other.example.org": its hosts are "web.shop.svc.cluster.local"',
      ],
    },
    'the authority of another host as a header': {
      yaml: to('headers: { host: { exact: other.example.org } }'),
      expect: [
        'VirtualService shop/routes spec.http[0].match[0].headers.host.exact: no request that the VirtualService routes has authority "other.example.org": its hosts are "web.shop.svc.cluster.local"',
      ],
    },
    'a path without its slash, as a header': {
      yaml: to('headers: { ":path": { prefix: api } }'),
      expect: at('headers.:path', 'no request has path prefix "api"'),
    },
    'doubled slashes where they are merged': {
      yaml: to('uri: { prefix: //a }'),
      options: { meshConfig: { pathNormalization: { normalization: 'MERGE_SLASHES' } } },
      expect: at('uri', 'no request has path prefix "//a" once it is normalised'),
    },
    'a header that is wanted and excluded': {
      yaml: to('headers: { x: { exact: a } }, withoutHeaders: { x: { prefix: a } }'),
      expect: at('withoutHeaders.x', 'no request has header x exact "a" and header x not prefix "a"'),
    },
  },
});

test('such a match takes no request', () => {
  const set = (match: string) =>
    mesh(
      sidecars('shop'),
      app('web'),
      app('api'),
      to(match).replace('}] }] }', '}] }, { route: [{ destination: { host: web } }] }] }'),
    );
  const call = { from: 'shop/api', to: 'http://web/api?x=1' };
  expect(hostsOf(set('uri: { exact: api }'), call)).toEqual(['web.shop.svc.cluster.local']);
  expect(hostsOf(set('uri: { exact: "/api?x=1" }'), call)).toEqual(['web.shop.svc.cluster.local']);
  expect(hostsOf(set('uri: { exact: /api }'), call)).toEqual(['api.shop.svc.cluster.local']);
});
