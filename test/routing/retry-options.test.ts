import type { HTTPRetry } from '../../imports/networking.istio.io';
import { RetryOn } from '../../src/routing/retry-on';
import { type RetryOptions, writeRetries } from '../../src/routing/retry-options';
import { PathMatch } from '../../src/routing/string-match';
import { Routing } from '../../src/traffic/routing';
import { failing } from '../../src/values/config-error';
import { declareShop, expectClean, routesOf } from '../traffic/app';

const fail = failing('Cannot retry', 'here');
const CONNECTIONS = 'connect-failure,refused-stream,unavailable,cancelled';

test.each<[RetryOptions, HTTPRetry]>([
  [{}, { attempts: 2, retryOn: CONNECTIONS }],
  [{ attempts: 0, perTryTimeout: '2s' }, { attempts: 0 }],
  [{ attempts: 3, on: RetryOn.istioDefault() }, { attempts: 3 }],
  [
    { on: RetryOn.of('5xx'), perTryTimeout: '2s', backoff: '50ms', otherHosts: false, otherLocalities: true },
    {
      attempts: 2,
      retryOn: '5xx',
      perTryTimeout: '2s',
      backoff: '50ms',
      retryIgnorePreviousHosts: false,
      retryRemoteLocalities: true,
    },
  ],
])('%j is %j to Istio', (options, written) => {
  expect(JSON.parse(JSON.stringify(writeRetries(options, fail)))).toEqual(written);
});

test.each<[RetryOptions, string]>([
  [{ attempts: 11 }, 'wanted attempts to be a whole number from 0 to 10, got 11'],
  [{ attempts: 1.5 }, 'wanted attempts to be a whole number from 0 to 10, got 1.5'],
  [{ attempts: 0, backoff: '0s' }, 'wanted backoff to be a duration of at least 1 ms, such as "2s", got "0s"'],
  [{ perTryTimeout: '10us' }, 'wanted perTryTimeout to be a duration of at least 1 ms, such as "2s", got "10us"'],
])('%j is refused', (options, message) => {
  expect(() => writeRetries(options, fail)).toThrow(message);
});

test('retries of a rule are for its requests, whatever the others get', () => {
  const { app, mesh, backend } = declareShop();
  new Routing(mesh, 'routes', {
    service: backend,
    rules: [{ name: 'report', match: { path: PathMatch.prefix('/report') }, retries: { attempts: 1 }, timeout: '9s' }],
    everywhere: { retries: { attempts: 0 } },
  });
  expect(routesOf(app).map(({ name, retries, timeout }) => [name, retries, timeout])).toEqual([
    ['report', { attempts: 1, retryOn: CONNECTIONS }, '9s'],
    ['default', { attempts: 0 }, undefined],
  ]);
  expectClean(app);
});

test('a timeout that is none, and retries that are none, are refused with the rule', () => {
  const { mesh, backend } = declareShop();
  const match = { path: PathMatch.prefix('/a') };
  expect(() => new Routing(mesh, 'a', { service: backend, rules: [{ name: 'a', match, timeout: '0s' }] })).toThrow(
    'at mesh/a: wanted the timeout to be at least 1 ms, such as "10s", got "0s", for rule "a"',
  );
  expect(
    () => new Routing(mesh, 'b', { service: backend, rules: [{ name: 'a', match, retries: { attempts: -1 } }] }),
  ).toThrow('at mesh/b: wanted attempts to be a whole number from 0 to 10, got -1, for rule "a"');
});
