import { Construct } from 'constructs';
import fc from 'fast-check';
import type { HTTPRoute } from '../../imports/networking.istio.io';
import type { HostRouting } from '../../src/mesh/host-routing';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { declareMesh, find, written } from './declare';

interface Request {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The route that a request takes, by Istio's rule: the first of which one alternative fits. */
function routed(routes: readonly HTTPRoute[], { path, method, headers }: Request): HTTPRoute | undefined {
  type Text = { exact?: string; prefix?: string } | undefined;
  const fits = (value: string | undefined, text: Text): boolean =>
    text === undefined ||
    (value !== undefined && (text.exact === undefined ? value.startsWith(text.prefix ?? '') : value === text.exact));
  return routes.find(
    ({ match }) =>
      match === undefined ||
      match.some(
        ({ uri, method: methods, headers: wanted = {} }) =>
          fits(path, uri as unknown as Text) &&
          fits(method, methods as unknown as Text) &&
          Object.entries(wanted).every(([name, text]) => fits(headers[name], text as unknown as Text)),
      ),
  );
}

const PATHS = ['/a', '/a/b', '/b', '/c'];
const request = fc.record({
  path: fc.constantFrom(...PATHS, '/', '/a/x'),
  method: fc.constantFrom('GET', 'POST'),
  headers: fc.constantFrom<Record<string, string>>(
    {},
    { canary: 'yes' },
    { slow: 'yes' },
    { canary: 'yes', slow: 'yes' },
  ),
});

/** What constructs may contribute: rules by path, some with a destination of their own. */
const rules = fc.uniqueArray(fc.record({ path: fc.constantFrom(...PATHS), exact: fc.boolean(), own: fc.boolean() }), {
  selector: ({ path, exact }) => `${path} ${exact}`,
  maxLength: 6,
});

function declare() {
  const { app, mesh, twoVersions } = declareMesh();
  const service = twoVersions('backend');
  return { app, mesh, service, v1: service.version('v1'), v2: service.version('v2') };
}

type Contribution = (declared: ReturnType<typeof declare>, by: Construct, routing: HostRouting) => void;

function contributions(list: readonly { path: string; exact: boolean; own: boolean }[]): Contribution[] {
  return [
    ({ service, v1, v2 }, by, routing) =>
      routing.splitDefault(
        by,
        [
          { service, version: v1, weight: 90 },
          { service, version: v2, weight: 10 },
        ],
        {
          choices: [
            {
              name: 'canary',
              matches: [{ headers: { canary: TextMatch.exact('yes') } }],
              destinations: [{ service, version: v2 }],
            },
          ],
        },
      ),
    (_, by, routing) => routing.apply(by, { timeout: '9s' }),
    (_, by, routing) =>
      routing.overlay(by, 'slow', [{ headers: { slow: TextMatch.exact('yes') } }], {
        fault: { delay: { fixedDelay: '1s', percentage: { value: 100 } } },
      }),
    (_, by, routing) => routing.overlay(by, 'get', [{ method: TextMatch.exact('GET') }], { retries: { attempts: 2 } }),
    ...list.map(
      ({ path, exact, own }, i): Contribution =>
        ({ service, v1 }, by, routing) => {
          routing.addRule(by, {
            name: `rule-${i}`,
            matches: [{ path: exact ? PathMatch.exact(path) : PathMatch.prefix(path) }],
            ...(own ? { destinations: [{ service, version: v1 }] } : {}),
            settings: { headers: { request: { set: { rule: `rule-${i}` } } } },
          });
        },
    ),
  ];
}

function routesFor(list: readonly Contribution[], order: readonly number[]): HTTPRoute[] {
  const declared = declare();
  for (const i of order) {
    list[i]?.(declared, new Construct(declared.mesh, `contributor-${i}`), declared.service.routing);
  }
  return find(declared.app, 'VirtualService', 'backend').spec.http;
}

test('every request meets the rule, the version and the settings that were contributed for it', () => {
  fc.assert(
    fc.property(rules, request, (list, asked) => {
      const all = contributions(list);
      const taken = routed(routesFor(all, [...all.keys()]), asked);
      const exact = list.findIndex(rule => rule.exact && rule.path === asked.path);
      const longest = list
        .map((rule, i) => ({ ...rule, i }))
        .filter(rule => !rule.exact && asked.path.startsWith(rule.path))
        .sort((a, b) => b.path.length - a.path.length)[0]?.i;
      const expected = exact >= 0 ? exact : longest;
      expect(taken?.headers?.request?.set?.rule).toBe(expected === undefined ? undefined : `rule-${expected}`);
      const own = expected !== undefined && list[expected]?.own === true;
      const subsets = taken?.route?.map(to => to.destination.subset);
      expect(subsets).toEqual(own ? ['v1'] : asked.headers.canary === 'yes' ? ['v2'] : ['v1', 'v2']);
      expect(taken?.timeout).toBe('9s');
      expect(taken?.fault !== undefined).toBe(asked.headers.slow === 'yes');
      expect(taken?.retries?.attempts).toBe(asked.method === 'GET' ? 2 : undefined);
    }),
    { numRuns: 300 },
  );
});

test('the order of contribution never shows', () => {
  fc.assert(
    fc.property(rules, fc.infiniteStream(fc.nat()), (list, random) => {
      const all = contributions(list);
      const order = [...all.keys()];
      const mixed = order.map(i => [random.next().value, i] as const).sort((a, b) => a[0] - b[0]);
      expect(
        JSON.stringify(
          routesFor(
            all,
            mixed.map(([, i]) => i),
          ),
        ),
      ).toBe(JSON.stringify(routesFor(all, order)));
    }),
    { numRuns: 60 },
  );
});

test('a host without contributions has no VirtualService', () => {
  const { app } = declare();
  expect(written(app).some(({ kind }) => kind === 'VirtualService')).toBe(false);
});

test('each HTTP port has routes of its own', () => {
  const { app, service } = declareMesh();
  const ports = [
    { port: 80, protocol: 'http' },
    { port: 81, protocol: 'http' },
  ] as const;
  const backend = service('backend', { ports });
  backend.routing.apply(backend, { timeout: '1s' });
  const { http } = find(app, 'VirtualService', 'backend').spec;
  expect(
    http.map((route: { match: object; route: { destination: { port: object } }[] }) => [
      route.match,
      route.route[0]?.destination.port,
    ]),
  ).toEqual([
    [[{ port: 80 }], { number: 80 }],
    [[{ port: 81 }], { number: 81 }],
  ]);
});

test('a destination with several ports must name one', () => {
  const { app, service } = declareMesh();
  const ports = [
    { port: 80, protocol: 'http' },
    { port: 81, protocol: 'http' },
  ] as const;
  const [from, to] = [service('from'), service('to', { ports })];
  from.routing.splitDefault(from, [{ service: to }]);
  expect(() => written(app)).toThrow('wanted the port to be named, got 2 HTTP ports to choose from');
});

test('settings of overlays on the same requests contradict each other by name', () => {
  const { app, service } = declare();
  const matches = [{ method: TextMatch.exact('GET') }];
  service.routing.overlay(new Construct(app, 'one'), 'a', matches, { timeout: '1s' });
  service.routing.overlay(new Construct(app, 'two'), 'b', matches, { timeout: '2s' });
  expect(() => written(app)).toThrow('wanted one value for timeout, got "1s" at one and "2s" at two');
});

test('a thousand rules on one host are ordered and checked in a moment', () => {
  const { app, service, v2 } = declare();
  for (let i = 0; i < 1000; i++) {
    service.routing.addRule(service, {
      name: `rule-${i}`,
      matches: [{ path: PathMatch.prefix(`/service-${i}/`) }],
      destinations: [{ service, version: v2 }],
    });
  }
  const start = process.cpuUsage();
  expect(find(app, 'VirtualService', 'backend').spec.http).toHaveLength(1001);
  const { user } = process.cpuUsage(start);
  expect(user / 1e6).toBeLessThan(4);
});
