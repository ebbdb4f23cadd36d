import { parse } from 'yaml';
import { EffectiveMesh } from '../../../src/istio/effective-mesh';
import { sidecarProxy } from '../../../src/istio/mesh-proxy';
import { mismatch, type Route, type RouteContext, routesOf } from '../../../src/istio/routes/route-list';
import { factsOf, type ShortRequest } from '../../requests/facts-of';
import { meshOf, object } from '../../simulation/mesh-of';

/** The routes that a sidecar holds for one `http` list. */
function routes(http: string, context: Partial<RouteContext> = {}): readonly Route[] {
  const mesh = new EffectiveMesh(meshOf(object('VirtualService', 'shop/web', `{ hosts: [web], http: ${http} }`)));
  const [virtualService] = mesh.virtualServices;
  if (virtualService === undefined) throw new Error('The mesh has no VirtualService');
  const proxy = sidecarProxy('shop', { app: 'client' }, 'cluster.local');
  return routesOf(virtualService, { proxy, gateway: 'mesh', port: 80, ...context });
}

const fits = (match: string, request: ShortRequest): boolean => {
  const [route] = routes(`[{ match: [${match}], route: [] }]`);
  if (route === undefined) throw new Error('The match is not for this client');
  return mismatch(route, factsOf(request)) === undefined;
};

describe('a match on a request', () => {
  test.each<[string, ShortRequest, boolean]>([
    ['{ uri: { exact: /a } }', { path: '/a?b=c' }, true],
    ['{ uri: { exact: /a } }', { path: '/A' }, false],
    ['{ uri: { exact: /a }, ignoreUriCase: true }', { path: '/A' }, true],
    ['{ uri: { prefix: /foo } }', { path: '/foobar' }, true],
    ['{ uri: { regex: "/v[0-9]+" } }', { path: '/v12' }, true],
    ['{ uri: { regex: "/v[0-9]+" } }', { path: '/v12/x' }, false],
    ['{ uri: { regex: "a|/b" } }', { path: '/b' }, true],
    ['{ uri: { regex: "a|/b" } }', { path: '/bc' }, false],
    ['{ uri: { regex: "(?i)/ABC" } }', { path: '/abc' }, true],
    ['{ method: { exact: GET } }', { method: 'get' }, false],
    ['{ method: { exact: POST } }', { headers: { ':method': 'POST' } }, true],
    ['{ authority: { exact: "web:80" } }', { authority: 'web' }, false],
    ['{ authority: { exact: "web:80" } }', { authority: 'web:80' }, true],
    ['{ scheme: { exact: https } }', { scheme: 'https' }, true],
    ['{ headers: { X-User: { exact: jane } } }', { headers: { 'x-user': 'jane' } }, true],
    ['{ headers: { x-user: { exact: jane } } }', { headers: { 'X-User': 'Jane' } }, false],
    ['{ headers: { x-user: { exact: jane } } }', {}, false],
    ['{ headers: { x-user: {} } }', { headers: { 'x-user': '' } }, true],
    ['{ headers: { x-user: { regex: "*" } } }', {}, false],
    ['{ headers: { x-user: } }', { headers: { 'x-user': 'any' } }, true],
    ['{ withoutHeaders: { x-user: { exact: jane } } }', {}, true],
    ['{ withoutHeaders: { x-user: { regex: ".*" } } }', {}, false],
    ['{ withoutHeaders: { x-user: {} } }', {}, true],
    ['{ withoutHeaders: { x-user: {} } }', { headers: { 'x-user': '' } }, false],
    ['{ queryParams: { a: { exact: "1" } } }', { path: '/?a=1&a=2' }, true],
    ['{ queryParams: { a: { exact: "2" } } }', { path: '/?a=1&a=2' }, false],
    ['{ queryParams: { a: { exact: "b c" } } }', { path: '/?a=b%20c' }, false],
    ['{ queryParams: { a: {} } }', { path: '/?a' }, true],
    ['{ headers: { "@request.auth.claims.a.b": { exact: x } } }', { claims: { a: { b: ['y', 'x'] } } }, true],
    ['{ headers: { "@REQUEST.auth.claims[a.b]": { exact: x } } }', { claims: { 'a.b': 'x' } }, true],
    ['{ headers: { "@request.auth.claims.A": { exact: x } } }', { claims: { a: 'x' } }, false],
    ['{ uri: { prefix: /a }, method: { exact: GET } }', { path: '/a', method: 'POST' }, false],
  ])('%s against %j is %s', (match, request, wanted) => {
    expect(fits(match, request)).toBe(wanted);
  });
});

describe('the list of routes', () => {
  test('ends after the first that takes everything', () => {
    const list =
      '[{ name: a, match: [{ name: x, uri: { exact: /x } }, { uri: { prefix: / } }], route: [] }, { name: b, route: [] }]';
    expect(routes(list).map(({ name, field, catchAll }) => [name, field, catchAll])).toEqual([
      ['a.x', 'spec.http[0].match[0]', false],
      ['a', 'spec.http[0].match[1]', true],
    ]);
  });

  test('leaves out matches for another port, client or gateway', () => {
    const named = (match: string, context: Partial<RouteContext> = {}) =>
      routes(`[{ match: [${match}], route: [] }]`, context).length;
    expect(named('{ port: 81 }')).toBe(0);
    expect(named('{ port: 80 }')).toBe(1);
    expect(named('{ sourceLabels: { app: other } }')).toBe(0);
    expect(named('{ sourceLabels: { app: client } }')).toBe(1);
    expect(named('{ sourceNamespace: other }')).toBe(0);
    expect(named('{ gateways: [edge] }')).toBe(0);
    expect(named('{ gateways: [edge] }', { gateway: 'shop/edge' })).toBe(1);
    // Where gateways are named, nobody looks at the source.
    expect(named('{ gateways: [mesh], sourceNamespace: other }')).toBe(1);
  });

  test('takes a match that only names a port for one that takes everything', () => {
    expect(routes('[{ match: [{ port: 80 }], route: [] }, { route: [] }]')).toHaveLength(1);
  });

  test('tells which expression it cannot evaluate', () => {
    const [route] = routes('[{ match: [{ headers: { x: { regex: "(?!a)" } } }], route: [] }]');
    expect(route?.problem?.field).toBe('spec.http[0].match[0].headers.x.regex');
  });
});

test('a null header is read as one that asks for presence', () => {
  expect(parse('{ headers: { x: } }')).toEqual({ headers: { x: null } });
});
