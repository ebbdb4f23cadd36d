import type { HTTPRoute } from '../../imports/networking.istio.io';
import { kubernetesRules } from '../../src/routing/kubernetes-rules';
import { PathMatch, segmentsOf, stringMatchOf } from '../../src/routing/string-match';

const to = [{ destination: { host: 'web', port: { number: 80 } } }];
const rulesOf = (route: Partial<HTTPRoute>, istioVersion = '1.31') =>
  kubernetesRules([{ name: 'r', route: to, ...route } as HTTPRoute], {
    where: 'here',
    istioVersion,
    targetOf: ({ host }) => ({ name: host, port: 80 }),
  });
const RETRY_ON = 'connect-failure,refused-stream,unavailable,cancelled';

describe('a route of Istio as rules of the Gateway API', () => {
  test.each<[string, Partial<HTTPRoute>, object]>([
    [
      'whole segments of a path',
      { match: [{ uri: stringMatchOf(PathMatch.segments('/a.b')) }] },
      { matches: [{ path: { type: 'PathPrefix', value: '/a.b' } }] },
    ],
    [
      'a path and everything below it',
      { match: [{ uri: { exact: '/a' } }, { uri: { prefix: '/a/' } }] },
      {
        matches: [{ path: { type: 'Exact', value: '/a' } }, { path: { type: 'PathPrefix', value: '/a' } }],
      },
    ],
    [
      'retries on status codes',
      { retries: { attempts: 3, retryOn: `${RETRY_ON},503,429`, perTryTimeout: '2s', backoff: '50ms' }, timeout: '9s' },
      { retry: { attempts: 3, codes: [503, 429], backoff: '50ms' }, timeouts: { request: '9s', backendRequest: '2s' } },
    ],
    ['no retries', { retries: { attempts: 0 } }, { retry: { attempts: 0 } }],
    [
      'copies of a fraction',
      { mirrors: [{ destination: { host: 'web' }, percentage: { value: 0.25 } }] },
      {
        filters: [
          {
            type: 'RequestMirror',
            requestMirror: { backendRef: { name: 'web' }, fraction: { numerator: 2500, denominator: 1_000_000 } },
          },
        ],
      },
    ],
    [
      'CORS',
      { corsPolicy: { allowOrigins: [{ exact: 'https://a.b' }], maxAge: '60s', unmatchedPreflights: 'IGNORE' } },
      { filters: [{ type: 'CORS', cors: { allowOrigins: ['https://a.b'], maxAge: 60 } }] },
    ],
  ])('says %s', (_what, route, rule) => {
    const [first, ...others] = rulesOf(route);
    expect(first).toMatchObject(rule);
    expect(others).toEqual([]);
  });

  test.each<[string, Partial<HTTPRoute>, string]>([
    [
      'a prefix that ends within a segment',
      { match: [{ uri: { prefix: '/api' } }] },
      'the path prefix "/api", while it knows whole segments only; PathMatch.segments("/api") says these',
    ],
    [
      'what is below a path without the path itself',
      { match: [{ uri: { prefix: '/api/' } }] },
      'PathMatch.segments("/api") says these',
    ],
    ['other conditions of retries', { retries: { attempts: 2, retryOn: '5xx' } }, 'retries on 5xx on route "r"'],
    [
      'other pods for retries',
      { retries: { attempts: 2, retryOn: RETRY_ON, retryIgnorePreviousHosts: false } },
      'retryIgnorePreviousHosts in the retries of route "r"',
    ],
    [
      'claims of tokens',
      { match: [{ headers: { '@request.auth.claims.group': { exact: 'a' } } }] },
      'a condition on claims of a token',
    ],
    [
      'preflight requests that go on',
      { corsPolicy: { allowOrigins: [{ exact: 'https://a.b' }] } },
      'sends preflight requests of other origins on',
    ],
    [
      'origins by expression',
      { corsPolicy: { allowOrigins: [{ regex: '.*' }], unmatchedPreflights: 'IGNORE' } },
      'an origin of the CORS policy on route "r" that is not exact',
    ],
    [
      'a rewrite of a prefix',
      { match: [{ uri: stringMatchOf(PathMatch.segments('/a')) }], rewrite: { uri: '/b' } },
      'a rewrite of a prefix of the path on route "r"',
    ],
  ])('does not say %s', (_what, route, message) => {
    expect(() => rulesOf(route)).toThrow(message);
  });

  test('does not say what an older release does not read', () => {
    const message = 'retries on route "r", which Istio reads from 1.25 on';
    expect(() => rulesOf({ retries: { attempts: 0 } }, '1.24.1')).toThrow(message);
  });
});

test('whole segments are known again by their expression, and no other expression is taken for them', () => {
  expect(segmentsOf(PathMatch.segments('/a+b/c.d').value.regex ?? '')).toBe('/a+b/c.d');
  expect(segmentsOf('/a.b(/.*)?')).toBeUndefined();
  expect(segmentsOf('/[a-z]+(/.*)?')).toBeUndefined();
  expect(() => PathMatch.segments('/a/')).toThrow('wanted one that does not end with "/"');
});
