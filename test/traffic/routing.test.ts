import { DataPlane } from '../../src/mesh/data-plane';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { Canary } from '../../src/traffic/canary';
import { Routing, type RoutingProps } from '../../src/traffic/routing';
import { declareShop, expectClean, find, routeLines, routesOf, written } from './app';

type Props = Omit<RoutingProps, 'service'>;

function shop(props: Props | ((shop: ReturnType<typeof declareShop>) => Props)) {
  const declared = declareShop();
  const { mesh, backend } = declared;
  new Routing(mesh, 'routes', { service: backend, ...(typeof props === 'function' ? props(declared) : props) });
  return declared;
}

test('every field of a match is written, inside one match as AND, across matches as OR', () => {
  const { app } = shop(({ v2, frontend }) => ({
    rules: [
      {
        name: 'everything',
        match: [
          {
            path: PathMatch.prefix('/v2'),
            ignorePathCase: true,
            method: TextMatch.exact('GET'),
            authority: TextMatch.prefix('shop'),
            scheme: TextMatch.exact('https'),
            headers: { 'x-team': TextMatch.exact('a') },
            withoutHeaders: { 'x-old': TextMatch.regex('.*') },
            queryParams: { beta: TextMatch.exact('1') },
            source: frontend,
          },
          { path: PathMatch.prefix('/v2'), headers: { 'end-user': TextMatch.exact('jason') } },
        ],
        to: v2,
      },
    ],
  }));
  const [route] = routesOf(app);
  expect(route.match).toEqual([
    {
      uri: { prefix: '/v2' },
      ignoreUriCase: true,
      method: { exact: 'GET' },
      authority: { prefix: 'shop' },
      scheme: { exact: 'https' },
      headers: { 'x-team': { exact: 'a' } },
      withoutHeaders: { 'x-old': { regex: '.*' } },
      queryParams: { beta: { exact: '1' } },
      sourceLabels: { app: 'frontend' },
      sourceNamespace: 'shop',
    },
    { uri: { prefix: '/v2' }, headers: { 'end-user': { exact: 'jason' } } },
  ]);
  expectClean(app);
});

test('the more specific rule comes first, and the default always last', () => {
  const paths = {
    long: PathMatch.prefix('/a/b'),
    short: PathMatch.prefix('/a'),
    regex: PathMatch.regex('/a/[0-9]+'),
    exact: PathMatch.exact('/a/b/c'),
  };
  const rules = Object.entries(paths).map(([name, path]) => ({ name, match: { path } }));
  const names = (list: readonly (typeof rules)[number][]) => routesOf(shop({ rules: list }).app).map(r => r.name);
  expect(names(rules)).toEqual(['exact', 'regex', 'long', 'short', 'default']);
  expect(names([...rules].reverse())).toEqual(['exact', 'regex', 'long', 'short', 'default']);
});

test('the alternatives of one rule each take the place that they deserve', () => {
  const { app } = shop(({ v1, v2 }) => ({
    rules: [
      { name: 'ends', match: [{ path: PathMatch.exact('/a/b') }, { path: PathMatch.prefix('/x') }], to: v2 },
      { name: 'middle', match: { path: PathMatch.prefix('/a/') }, to: v1 },
    ],
  }));
  expect(routeLines(app)).toEqual([
    'ends: [{uri:{exact:/a/b}}] -> v2',
    'middle: [{uri:{prefix:/a/}}] -> v1',
    'ends-2: [{uri:{prefix:/x}}] -> v2',
    'default: all -> all',
  ]);
});

test('a rule without destination keeps to the canary of the host, override included', () => {
  const declared = shop({ rules: [{ name: 'export', match: { path: PathMatch.prefix('/export') }, timeout: '60s' }] });
  const { app, mesh, v1, v2 } = declared;
  const override = { header: { name: 'x-canary', value: 'true' } };
  new Canary(mesh, 'canary', { stable: v1, canary: v2, weight: 10, override });
  expect(routeLines(app)).toEqual([
    'export-canary-override: [{headers:{x-canary:{exact:true}},uri:{prefix:/export}}] -> v2',
    'export: [{uri:{prefix:/export}}] -> v1 90, v2 10',
    'canary-override: [{headers:{x-canary:{exact:true}}}] -> v2',
    'default: all -> v1 90, v2 10',
  ]);
  expect(routesOf(app).map(route => route.timeout)).toEqual(['60s', '60s', undefined, undefined]);
  expectClean(app);
});

test('redirects, answers, rewrites, header changes, CORS and copies are written as Istio has them', () => {
  const host = 'backend.shop.svc.cluster.local';
  const { app } = shop(({ backend, v1, v2 }) => ({
    rules: [
      { name: 'old', match: { path: PathMatch.exact('/old') }, redirect: { path: '/new', status: 308 } },
      {
        name: 'teapot',
        match: { path: PathMatch.exact('/tea') },
        directResponse: { status: 418, body: 'no' },
      },
      {
        name: 'api',
        match: { path: PathMatch.prefix('/api/') },
        to: [
          { service: backend, version: v1, weight: 80 },
          { service: backend, version: v2, weight: 20, responseHeaders: { set: { 'x-version': 'v2' } } },
        ],
        rewrite: { prefix: '/' },
        requestHeaders: { remove: ['x-debug'] },
        cors: { allowOrigins: [TextMatch.exact('https://shop.example.com')], allowMethods: ['GET'], maxAge: '24h' },
        mirrors: [{ to: v2, percent: 5 }],
      },
    ],
    everywhere: { responseHeaders: { add: { 'x-served-by': 'mesh' } } },
  }));
  expect(routesOf(app)).toEqual([
    { name: 'old', match: [{ uri: { exact: '/old' } }], redirect: { uri: '/new', redirectCode: 308 } },
    { name: 'teapot', match: [{ uri: { exact: '/tea' } }], directResponse: { status: 418, body: { string: 'no' } } },
    {
      name: 'api',
      match: [{ uri: { prefix: '/api/' } }],
      route: [
        { destination: { host, subset: 'v1', port: { number: 8080 } }, weight: 80 },
        {
          destination: { host, subset: 'v2', port: { number: 8080 } },
          weight: 20,
          headers: { response: { set: { 'x-version': 'v2' } } },
        },
      ],
      rewrite: { uri: '/' },
      headers: { request: { remove: ['x-debug'] }, response: { add: { 'x-served-by': 'mesh' } } },
      corsPolicy: { allowOrigins: [{ exact: 'https://shop.example.com' }], allowMethods: ['GET'], maxAge: '24h' },
      mirrors: [{ destination: { host, subset: 'v2' }, percentage: { value: 5 } }],
    },
    {
      name: 'default',
      route: [{ destination: { host, port: { number: 8080 } } }],
      headers: { response: { add: { 'x-served-by': 'mesh' } } },
    },
  ]);
  expectClean(app);
});

test('copies that a rule makes come beside those of a dark launch', () => {
  const { app, mesh, v1, v2 } = shop(declared => ({
    rules: [
      {
        name: 'a',
        match: { path: PathMatch.exact('/a') },
        mirrors: [{ to: declared.frontend.version('v1'), percent: 1 }],
      },
    ],
  }));
  new Canary(mesh, 'canary', { stable: v1, canary: v2, weight: 0, mirror: 50 });
  const percents = (route: { mirrors: { percentage: { value: number } }[] }) =>
    route.mirrors.map(({ percentage }) => percentage.value);
  expect(routesOf(app).map(percents)).toEqual([[1, 50], [50]]);
});

test('rules as written keep their order, behind those of other constructs', () => {
  const declared = shop(({ v1, v2 }) => ({
    order: 'as-written',
    rules: [
      { name: 'short', match: { path: PathMatch.prefix('/a'), method: TextMatch.exact('GET') }, to: v1 },
      { name: 'long', match: { path: PathMatch.prefix('/a/b') }, to: v2 },
    ],
  }));
  const { app, mesh, backend, v2 } = declared;
  new Routing(mesh, 'other', {
    service: backend,
    rules: [{ name: 'other', match: { headers: { x: TextMatch.exact('y') } }, to: v2 }],
  });
  expect(routesOf(app).map(route => route.name)).toEqual(['other', 'short', 'long', 'default']);
});

test('a rule as written that is never reached is refused, with the rule that hides it', () => {
  const { app } = shop(({ v1, v2 }) => ({
    order: 'as-written',
    rules: [
      { name: 'short', match: { path: PathMatch.prefix('/a') }, to: v1 },
      { name: 'long', match: { path: PathMatch.exact('/a/b') }, to: v2 },
    ],
  }));
  expect(() => written(app)).toThrow(
    'Cannot route "backend.shop.svc.cluster.local": requests that match {"uri":{"exact":"/a/b"}} never reach the rule "long" at mesh/routes, since the rule "short" at mesh/routes takes them before ({"uri":{"prefix":"/a"}})',
  );
});

test('two constructs that route the same requests, or both as written, are refused by name', () => {
  const first = shop(({ v1 }) => ({ rules: [{ name: 'a', match: { path: PathMatch.exact('/a') }, to: v1 }] }));
  const rules = [{ name: 'b', match: { path: PathMatch.exact('/a') }, to: first.v2 }];
  new Routing(first.mesh, 'again', { service: first.backend, rules });
  expect(() => written(first.app)).toThrow(
    'mesh/again and mesh/routes both route requests that match {"uri":{"exact":"/a"}}',
  );
  const order = 'as-written';
  const second = shop(({ v1 }) => ({ order, rules: [{ name: 'a', match: { path: PathMatch.exact('/a') }, to: v1 }] }));
  new Routing(second.mesh, 'again', {
    service: second.backend,
    order,
    rules: [{ name: 'b', match: { path: PathMatch.exact('/b') }, to: second.v2 }],
  });
  expect(() => written(second.app)).toThrow(
    'wanted one construct whose rules stay as written, got mesh/again and mesh/routes',
  );
});

test('a rule that takes everything is refused, since the default is there for that', () => {
  const { app } = shop(({ v1 }) => ({ rules: [{ name: 'all', match: { path: PathMatch.prefix('/') }, to: v1 }] }));
  expect(() => written(app)).toThrow(
    'takes every request ({"uri":{"prefix":"/"}}), so that the default route is never taken',
  );
});

test('connections are routed by name, address and caller, and before the default', () => {
  const { app, mesh, frontend, service } = declareShop();
  const db = service('db', {
    ports: [
      { port: 3306, protocol: 'mysql' },
      { port: 8443, protocol: 'tls' },
    ],
    versions: { v1: { image: 'db:1' }, v2: { image: 'db:2' } },
  });
  new Routing(mesh, 'db-routes', {
    service: db,
    connections: [
      { port: 8443, sniHosts: ['*.example.com'], to: db.version('v1') },
      { port: 8443, sniHosts: ['a.example.com'], to: db.version('v2') },
      { port: 3306, source: frontend, to: db.version('v2') },
    ],
    defaultTo: db.version('v1'),
  });
  const { spec } = find(app, 'VirtualService', 'db');
  expect(spec.hosts).toEqual([db.host, '*.example.com']);
  const destination = (subset: string, number: number) => ({
    destination: { host: db.host, subset, port: { number } },
  });
  expect(spec.tls).toEqual([
    { match: [{ port: 8443, sniHosts: ['a.example.com'] }], route: [destination('v2', 8443)] },
    { match: [{ port: 8443, sniHosts: ['*.example.com'] }], route: [destination('v1', 8443)] },
  ]);
  expect(spec.tcp).toEqual([
    {
      match: [{ port: 3306, sourceLabels: { app: 'frontend' }, sourceNamespace: 'shop' }],
      route: [destination('v2', 3306)],
    },
    { match: [{ port: 3306 }], route: [destination('v1', 3306)] },
    { match: [{ port: 8443 }], route: [destination('v1', 8443)] },
  ]);
  expectClean(app);
});

test.each<[string, Props | ((shop: ReturnType<typeof declareShop>) => Props), string]>([
  ['nothing', {}, 'wanted rules, connections, defaultTo or everywhere, got none'],
  [
    'weights below 100',
    ({ backend, v1, v2 }) => ({
      defaultTo: [
        { service: backend, version: v1, weight: 50 },
        { service: backend, version: v2, weight: 40 },
      ],
    }),
    'weights must add up to 100, got 90 (v1 50, v2 40)',
  ],
  [
    'one name twice',
    { rules: ['/a', '/b'].map(path => ({ name: 'same', match: { path: PathMatch.exact(path) } })) },
    'wanted rules with unique names, got "same" twice',
  ],
  ['no match', { rules: [{ name: 'a', match: [] }] }, 'wanted at least one match, got none'],
  ['an empty match', { rules: [{ name: 'a', match: {} }] }, 'wanted at least one condition, got none'],
  [
    'a header in capitals',
    { rules: [{ name: 'a', match: { headers: { 'X-A': TextMatch.exact('1') } } }] },
    'Cannot match header "X-A" at mesh/routes: wanted a header name in lower case',
  ],
  [
    'an empty redirect',
    { rules: [{ name: 'a', match: { path: PathMatch.exact('/a') }, redirect: {} }] },
    'wanted the redirect to change the host, scheme, port or path, got none of them, for rule "a"',
  ],
  [
    'a redirect that is none',
    { rules: [{ name: 'a', match: { path: PathMatch.exact('/a') }, redirect: { path: '/b', status: 200 as 301 } }] },
    'wanted the status of the redirect to be 301, 302, 303, 307 or 308, got 200, for rule "a"',
  ],
  [
    'a status that is none',
    { rules: [{ name: 'a', match: { path: PathMatch.exact('/a') }, directResponse: { status: 99 } }] },
    'wanted a status from 200 to 599, got 99, for rule "a"',
  ],
  [
    'copies of nothing',
    ({ v2 }) => ({ everywhere: { mirrors: [{ to: v2, percent: 0 }] } }),
    'wanted to mirror more than 0 and at most 100 percent, got 0',
  ],
  [
    'connections on an HTTP port',
    ({ v1 }) => ({ connections: [{ port: 8080, to: v1 }] }),
    'wanted a port for connections that is neither HTTP nor UDP, got 8080 (http)',
  ],
])('routing refuses %s', (_case, props, message) => {
  expect(() => shop(props)).toThrow(message);
});

test('rules in an ambient namespace bring a waypoint, and cannot tell callers apart', () => {
  const declared = declareShop({}, { dataPlane: DataPlane.ambient() });
  const { app, mesh, backend, frontend, v2 } = declared;
  new Routing(mesh, 'routes', {
    service: backend,
    rules: [{ name: 'a', match: { path: PathMatch.exact('/a') }, to: v2 }],
  });
  expect(find(app, 'Gateway', 'waypoint').spec.gatewayClassName).toBe('istio-waypoint');
  expectClean(app);
  const bySource = { service: backend, rules: [{ name: 'b', match: { source: frontend }, to: v2 }] };
  expect(() => new Routing(mesh, 'by-source', bySource)).toThrow(
    'since the waypoint of the ambient namespace "shop" does not know the labels and namespace of callers',
  );
});

test.each([
  ['ambient', undefined, 'HTTPRoute'],
  ['ambient', 'istio', 'VirtualService'],
  ['sidecar', undefined, 'VirtualService'],
  ['sidecar', 'gateway-api', 'HTTPRoute'],
] as const)('rules of a service in mode %s of a mesh with api %s are written as %s', (mode, api, kind) => {
  const dataPlane = mode === 'ambient' ? DataPlane.ambient() : DataPlane.sidecar();
  const { app, mesh, backend, v2 } = declareShop(api === undefined ? {} : { api }, { dataPlane });
  const match = { path: PathMatch.exact('/a') };
  new Routing(mesh, 'routing', { service: backend, rules: [{ name: 'a', match, to: v2 }] });
  const kinds = written(app).map(object => object.kind);
  expect(kinds.filter(one => one === 'HTTPRoute' || one === 'VirtualService')).toEqual([kind]);
  expectClean(app);
});

test('the type of a rule allows one action', () => {
  const { v1 } = declareShop();
  const rule: RoutingProps['rules'] = [
    // @ts-expect-error a redirect forwards nothing
    { name: 'a', match: { path: PathMatch.exact('/a') }, redirect: { path: '/b' }, to: v1 },
  ];
  expect(rule).toHaveLength(1);
});

test('the types of settings allow what Istio can do, in words of their own', () => {
  const { v1 } = declareShop();
  const match = { path: PathMatch.exact('/a') };
  const wrong: RoutingProps['rules'] = [
    // @ts-expect-error no status of a redirect
    { name: 'a', match, redirect: { path: '/b', status: 304 } },
    // @ts-expect-error the words of Istio
    { name: 'a', match, redirect: { uri: '/b' } },
    // @ts-expect-error a text that says whether it is the whole
    { name: 'a', match, to: v1, cors: { allowOrigins: ['https://a.example.com'] } },
    // @ts-expect-error conditions as a text
    { name: 'a', match, to: v1, retries: { on: '5xx' } },
    // @ts-expect-error a time without a unit
    { name: 'a', match, to: v1, timeout: '5' },
  ];
  expect(wrong).toHaveLength(5);
  // @ts-expect-error only a rule knows which path it changes
  const everywhere: RoutingProps['everywhere'] = { rewrite: { path: '/b' } };
  expect(everywhere).toBeDefined();
});
