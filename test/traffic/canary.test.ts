import { Canary, type CanaryProps } from '../../src/traffic/canary';
import { CANARY_STAGE, type CanaryStage } from '../../src/traffic/canary-stage';
import { declareShop, expectClean, find, routeLines, routesOf, written } from './app';

const STAGES: readonly CanaryStage[] = [
  { name: 'dark', weight: 0, mirror: 20 },
  { name: 'ten', weight: 10 },
  { name: 'half', weight: 50 },
  { name: 'all', weight: 100, header: false },
];

function shop(props: Partial<CanaryProps> = { weight: 10 }) {
  const declared = declareShop();
  const { mesh, v1, v2 } = declared;
  const canary = new Canary(mesh, 'backend-canary', { stable: v1, canary: v2, ...props } as CanaryProps);
  return { ...declared, canary };
}

afterEach(() => {
  delete process.env[CANARY_STAGE];
});

test('a canary splits the requests to the host by weight', () => {
  const { app } = shop({ weight: 10 });
  expect(routeLines(app)).toEqual(['default: all -> v1 90, v2 10']);
  expect(find(app, 'DestinationRule', 'backend').spec.subsets).toEqual([
    { name: 'v1', labels: { version: 'v1' } },
    { name: 'v2', labels: { version: 'v2' } },
  ]);
  expectClean(app);
});

test.each([0, 100])('both versions stay in the split at %i percent', weight => {
  expect(routeLines(shop({ weight }).app)).toEqual([`default: all -> v1 ${100 - weight}, v2 ${weight}`]);
});

test('the overriding header is looked at before the weight', () => {
  const { app } = shop({ weight: 10, override: { header: { name: 'x-canary', value: 'true' } } });
  expect(routeLines(app)).toEqual([
    'canary-override: [{headers:{x-canary:{exact:true}}}] -> v2',
    'default: all -> v1 90, v2 10',
  ]);
  expectClean(app);
});

test('the cookie of a sticky canary is set on requests only, not on connections of another port', () => {
  const { app, mesh, twoVersions } = declareShop();
  const ports = [
    { port: 8080, protocol: 'http' },
    { port: 9000, protocol: 'tcp' },
  ] as const;
  const chat = twoVersions('chat', { ports });
  const versions = { stable: chat.version('v1'), canary: chat.version('v2') };
  new Canary(mesh, 'chat-canary', { ...versions, weight: 10, sticky: { name: 'track' } });
  const { http, tcp } = find(app, 'VirtualService', 'chat').spec;
  expect(http.at(-1).route[1].headers.response.add).toHaveProperty('set-cookie');
  expect(tcp[0].route.map((to: object) => Object.keys(to))).toEqual([
    ['destination', 'weight'],
    ['destination', 'weight'],
  ]);
  expectClean(app);
});

describe('a sticky canary', () => {
  const sticky = { name: 'track', maxAge: '2h' } as const;

  test('gives every drawn user a cookie of the version that answered', () => {
    const [, , split] = routesOf(shop({ weight: 10, sticky }).app);
    expect(split.route.map((to: { headers: unknown }) => to.headers)).toEqual([
      { response: { add: { 'set-cookie': 'track=stable; Path=/; Max-Age=7200; HttpOnly; SameSite=Lax' } } },
      { response: { add: { 'set-cookie': 'track=canary; Path=/; Max-Age=7200; HttpOnly; SameSite=Lax' } } },
    ]);
  });

  test('sends users with a cookie where they were before, wherever it stands among others', () => {
    const { app } = shop({ weight: 10, sticky });
    const [canary, stable] = routesOf(app);
    const goes = (cookies: string) =>
      [canary, stable].find(route => new RegExp(`^(?:${route.match[0].headers.cookie.regex})$`).test(cookies))?.route[0]
        .destination.subset;
    expect(goes('track=canary')).toBe('v2');
    expect(goes('a=1; track=stable; b=2')).toBe('v1');
    expect(goes('a=1;track=canary')).toBe('v2');
    expect(goes('track=canary2')).toBeUndefined();
    expect(goes('xtrack=canary')).toBeUndefined();
    expectClean(app);
  });

  test.each([0, 100])('forgets the cookies at %i percent, so that a change reaches everybody', weight => {
    const { app } = shop({ weight, sticky });
    expect(routeLines(app)).toHaveLength(1);
    expect(JSON.stringify(routesOf(app))).not.toContain('cookie');
  });

  test('lets the overriding header win over the cookie', () => {
    const { app } = shop({ weight: 10, sticky, override: { header: { name: 'x-canary', value: 'true' } } });
    expect(routesOf(app).map(route => route.name)).toEqual([
      'canary-override',
      'sticky-canary',
      'sticky-stable',
      'default',
    ]);
  });

  test.each([
    ['a name with a space', { name: 'my cookie' }, 'Cannot use cookie "my cookie" at mesh/backend-canary'],
    ['no lasting', { name: 'c', maxAge: '10ms' as const }, 'wanted maxAge of at least "1s", got "10ms"'],
  ])('refuses a cookie with %s', (_case, cookie, message) => {
    expect(() => shop({ weight: 10, sticky: cookie })).toThrow(message);
  });
});

describe('a staged canary', () => {
  test('takes weight, header and copies from the stage that is named', () => {
    const override = { header: { name: 'x-canary', value: 'true' } };
    const dark = shop({ stages: STAGES, stage: 'dark', override });
    expect(routeLines(dark.app)).toEqual([
      'canary-override: [{headers:{x-canary:{exact:true}}}] -> v2',
      'default: all -> v1 100, v2 0',
    ]);
    const host = 'backend.shop.svc.cluster.local';
    expect(routesOf(dark.app)[1].mirrors).toEqual([{ destination: { host, subset: 'v2' }, percentage: { value: 20 } }]);
    expectClean(dark.app);
    const all = shop({ stages: STAGES, stage: 'all', override });
    expect(routeLines(all.app)).toEqual(['default: all -> v1 0, v2 100']);
    expectClean(all.app);
  });

  test('moves on by one word, in the environment too', () => {
    process.env[CANARY_STAGE] = 'half';
    expect(shop({ stages: STAGES, stage: 'ten' }).canary.weight).toBe(50);
    process.env[CANARY_STAGE] = 'other-canary=ten, backend-canary=all';
    expect(shop({ stages: STAGES, stage: 'ten' }).canary.weight).toBe(100);
    process.env[CANARY_STAGE] = 'other-canary=half';
    expect(shop({ stages: STAGES, stage: 'ten' }).canary.weight).toBe(10);
  });

  test('refuses a stage that there is not, and says where it came from', () => {
    expect(() => shop({ stages: STAGES, stage: 'tne' })).toThrow(
      'Cannot enter stage "tne" of the canary at mesh/backend-canary: wanted one of "dark", "ten", "half", "all" from the stage property',
    );
    process.env[CANARY_STAGE] = 'everyone';
    expect(() => shop({ stages: STAGES, stage: 'ten' })).toThrow('from the environment variable CANARY_STAGE');
  });

  test('refuses a stage of a canary that there is not', () => {
    process.env[CANARY_STAGE] = 'backend-canary=ten, fronted-canary=half';
    const { app } = shop({ stages: STAGES, stage: 'ten' });
    expect(() => written(app)).toThrow(
      'Cannot enter a stage of canary "fronted-canary": wanted the id of one in CANARY_STAGE, got none of this name; there are "backend-canary"',
    );
  });

  test('plans what each stage changes, at gateways as well, and leaves the app as it was', () => {
    const { app, canary } = shop({ stages: STAGES, stage: 'ten', override: { header: { name: 'x', value: 'y' } } });
    const before = JSON.stringify(written(app));
    const object = 'VirtualService shop/backend';
    const plan = canary.plan();
    expect(plan.map(({ stage, current }) => [stage.name, current])).toEqual([
      ['dark', false],
      ['ten', true],
      ['half', false],
      ['all', false],
    ]);
    expect(plan[0]?.changes).toEqual([]);
    expect(plan[2]?.changes).toEqual([
      { object, field: 'spec.http[default].route[v1].weight', from: 90, to: 50 },
      { object, field: 'spec.http[default].route[v2].weight', from: 10, to: 50 },
    ]);
    expect(plan[3]?.changes.map(({ field }) => field)).toEqual([
      'spec.http[canary-override]',
      'spec.http[default].route[v1].weight',
      'spec.http[default].route[v2].weight',
    ]);
    expect(JSON.stringify(written(app))).toBe(before);
  });

  test.each<[string, readonly CanaryStage[], string]>([
    ['no stages', [], 'wanted at least one stage, got none'],
    ['a name twice', [STAGES[1] as CanaryStage, STAGES[1] as CanaryStage], 'got "ten" twice'],
    ['a name with "="', [{ name: 'a=b', weight: 1 }], 'wanted a stage name of letters'],
    ['a share above 100', [{ name: 'ten', weight: 101 }], 'wanted a weight in whole percent from 0 to 100, got 101'],
    ['copies to who answers', [{ name: 'ten', weight: 10, mirror: 5 }], 'wanted mirror only with weight 0'],
    [
      'no copies',
      [{ name: 'ten', weight: 0, mirror: 0 }],
      'wanted to mirror more than 0 and at most 100 percent, got 0',
    ],
  ])('refuses %s', (_case, stages, message) => {
    expect(() => shop({ stages, stage: 'ten' })).toThrow(message);
  });
});

test('a canary of connections splits them by weight', () => {
  const { app, mesh, twoVersions } = declareShop();
  const db = twoVersions('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
  new Canary(mesh, 'db-canary', { stable: db.version('v1'), canary: db.version('v2'), weight: 25 });
  const { spec } = find(app, 'VirtualService', 'db');
  expect(spec.http).toBeUndefined();
  expect(spec.tcp).toEqual([
    {
      match: [{ port: 5432 }],
      route: [
        { destination: { host: db.host, subset: 'v1', port: { number: 5432 } }, weight: 75 },
        { destination: { host: db.host, subset: 'v2', port: { number: 5432 } }, weight: 25 },
      ],
    },
  ]);
  expectClean(app);
  const sticky = { name: 'track' };
  const other = twoVersions('db2', { ports: [{ port: 5432, protocol: 'tcp' }] });
  expect(
    () =>
      new Canary(mesh, 'db2-canary', { stable: other.version('v1'), canary: other.version('v2'), weight: 5, sticky }),
  ).toThrow('wanted an HTTP port for a header, a cookie or a mirror, got none');
});

test('two canaries on one host contradict each other, and both are named', () => {
  const { app, mesh, v1, v2 } = shop({ weight: 10 });
  new Canary(mesh, 'second-canary', { stable: v1, canary: v2, weight: 20 });
  expect(() => written(app)).toThrow(
    'Cannot split traffic to "backend.shop.svc.cluster.local": wanted one split, got v1 80, v2 20 at mesh/second-canary and v1 90, v2 10 at mesh/backend-canary',
  );
});

test('two canaries that want the same are refused too, since their headers and cookies may differ', () => {
  const { app, mesh, v1, v2 } = shop({ weight: 10 });
  const override = { header: { name: 'x-canary', value: 'true' } };
  new Canary(mesh, 'second-canary', { stable: v1, canary: v2, weight: 10, override });
  expect(() => written(app)).toThrow(
    'wanted one split, got v1 90, v2 10 at mesh/backend-canary and v1 90, v2 10 at mesh/second-canary',
  );
});

test.each<[string, (shop: ReturnType<typeof declareShop>) => CanaryProps, string]>([
  ['one version twice', ({ v1 }) => ({ stable: v1, canary: v1, weight: 1 }), 'wanted two versions, got "v1" twice'],
  [
    'versions of two services',
    ({ v1, frontend }) => ({ stable: v1, canary: frontend.version('v1'), weight: 1 }),
    'wanted two versions of one service, got "v1" of "frontend.shop.svc.cluster.local"',
  ],
  ['half a percent', ({ v1, v2 }) => ({ stable: v1, canary: v2, weight: 0.5 }), 'from 0 to 100, got 0.5'],
])('a canary refuses %s', (_case, props, message) => {
  const declared = declareShop();
  expect(() => new Canary(declared.mesh, 'c', props(declared))).toThrow(message);
});
