import { ABTest, type ABTestProps, Bucket } from '../../src/traffic/ab-test';
import { BlueGreen, type BlueGreenProps } from '../../src/traffic/blue-green';
import { declareShop, expectClean, routeLines, routesOf } from './app';

type Shop = ReturnType<typeof declareShop>;

describe('blue and green', () => {
  function blueGreen(props: (shop: Shop) => BlueGreenProps) {
    const declared = declareShop();
    new BlueGreen(declared.mesh, 'release', props(declared));
    return declared.app;
  }

  test('everybody gets the active version, the header and the host of the preview the other', () => {
    const app = blueGreen(({ v1, v2 }) => ({
      active: v1,
      preview: v2,
      previewHeader: { name: 'x-preview', value: 'true' },
      previewHost: 'preview.example.com',
    }));
    expect(routeLines(app)).toEqual([
      'preview-header: [{headers:{x-preview:{exact:true}}}] -> v2',
      'preview-host: [{authority:{exact:preview.example.com}},{authority:{prefix:preview.example.com:}}] -> v2',
      'default: all -> v1 100, v2 0',
    ]);
    expectClean(app);
  });

  test('swapping the two words swaps the versions and changes nothing else', () => {
    const [to, from] = [true, false].map(blue =>
      routesOf(blueGreen(({ v1, v2 }) => (blue ? { active: v1, preview: v2 } : { active: v2, preview: v1 }))),
    );
    expect(JSON.stringify(from)).toBe(
      JSON.stringify(to).replaceAll(/"v([12])"/g, (_, n) => `"v${n === '1' ? '2' : '1'}"`),
    );
  });

  test.each<[string, (shop: Shop) => BlueGreenProps, string]>([
    ['one version twice', ({ v1 }) => ({ active: v1, preview: v1 }), 'wanted two versions, got "v1" twice'],
    [
      'versions of two services',
      ({ v1, frontend }) => ({ active: v1, preview: frontend.version('v1') }),
      'wanted two versions of one service, got "v1" of "frontend.shop.svc.cluster.local"',
    ],
    [
      'a header without HTTP',
      ({ twoVersions }) => {
        const db = twoVersions('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
        const previewHeader = { name: 'x', value: 'y' };
        return { active: db.version('v1'), preview: db.version('v2'), previewHeader };
      },
      'wanted an HTTP port for a header or a host, got none',
    ],
  ])('refuses %s', (_case, props, message) => {
    expect(() => blueGreen(props)).toThrow(message);
  });
});

describe('an A/B test', () => {
  function abTest(props: (shop: Shop) => ABTestProps) {
    const declared = declareShop();
    new ABTest(declared.mesh, 'test', props(declared));
    return declared.app;
  }

  test('by cookie draws a bucket for new users and keeps them in it', () => {
    const app = abTest(({ v1, v2 }) => ({
      bucket: Bucket.cookie('bucket', { secure: true }),
      variants: { a: { version: v1, share: 70 }, b: { version: v2, share: 30 } },
    }));
    const [a, b, draw] = routesOf(app);
    expect([a, b].map(route => [route.name, route.route[0].destination.subset])).toEqual([
      ['bucket-a', 'v1'],
      ['bucket-b', 'v2'],
    ]);
    expect(new RegExp(a.match[0].headers.cookie.regex).test('x=1; bucket=a')).toBe(true);
    expect(new RegExp(a.match[0].headers.cookie.regex).test('x=1; bucket=b')).toBe(false);
    expect(
      draw.route.map((to: { weight: number; headers: { response: { add: object } } }) => [
        to.weight,
        to.headers.response.add,
      ]),
    ).toEqual([
      [70, { 'set-cookie': 'bucket=a; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure' }],
      [30, { 'set-cookie': 'bucket=b; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure' }],
    ]);
    expectClean(app);
  });

  test('by header sends who has no bucket to the fallback', () => {
    const app = abTest(({ v1, v2 }) => ({
      bucket: Bucket.header('x-bucket'),
      variants: { a: { version: v1 }, b: { version: v2 } },
      fallback: v1,
    }));
    expect(routeLines(app)).toEqual([
      'bucket-a: [{headers:{x-bucket:{exact:a}}}] -> v1',
      'bucket-b: [{headers:{x-bucket:{exact:b}}}] -> v2',
      'default: all -> v1',
    ]);
    expectClean(app);
  });

  const cookie = Bucket.cookie('bucket');
  test.each<[string, (shop: Shop) => ABTestProps, string]>([
    [
      'one variant',
      ({ v1 }) => ({ bucket: cookie, variants: { a: { version: v1 } } }),
      'wanted at least two variants, got 1',
    ],
    [
      'shares for some',
      ({ v1, v2 }) => ({ bucket: cookie, variants: { a: { version: v1, share: 50 }, b: { version: v2 } } }),
      'wanted a share for all variants or none, got one for a alone',
    ],
    [
      'shares that are not everybody',
      ({ v1, v2 }) => ({ bucket: cookie, variants: { a: { version: v1, share: 50 }, b: { version: v2, share: 40 } } }),
      'weights must add up to 100, got 90',
    ],
    [
      'shares by header',
      ({ v1, v2 }) => ({
        bucket: Bucket.header('x'),
        variants: { a: { version: v1, share: 50 }, b: { version: v2, share: 50 } },
      }),
      'wanted Bucket.cookie for shares',
    ],
    [
      'nothing for new users',
      ({ v1, v2 }) => ({ bucket: cookie, variants: { a: { version: v1 }, b: { version: v2 } } }),
      'wanted either shares or a fallback for users without a bucket, got neither',
    ],
    [
      'a bucket name that no cookie holds',
      ({ v1, v2 }) => ({ bucket: cookie, variants: { 'a b': { version: v1 }, b: { version: v2 } }, fallback: v1 }),
      'wanted bucket names of letters, digits, "-" and "_", got "a b"',
    ],
    [
      'versions of two services',
      ({ v1, frontend }) => ({
        bucket: cookie,
        variants: { a: { version: v1 }, b: { version: frontend.version('v1') } },
        fallback: v1,
      }),
      'wanted versions of one service, got "v1" of "frontend.shop.svc.cluster.local" for "b"',
    ],
  ])('refuses %s', (_case, props, message) => {
    expect(() => abTest(props)).toThrow(message);
  });
});
