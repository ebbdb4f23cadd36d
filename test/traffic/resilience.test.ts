import type { App } from 'cdk8s';
import type { MeshService } from '../../src/mesh/mesh-service';
import { RetryOn } from '../../src/routing/retry-on';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { FaultInjection, type FaultInjectionProps } from '../../src/traffic/fault-injection';
import { Retries, type RetriesProps } from '../../src/traffic/retries';
import { Routing } from '../../src/traffic/routing';
import { Timeout } from '../../src/traffic/timeout';
import type { Duration } from '../../src/values/duration';
import { saidOf } from '../findings';
import { declareShop, expectClean, find, routesOf, warnings, written } from './app';

function shop(declare: (backend: MeshService) => void) {
  const declared = declareShop();
  declare(declared.backend);
  return declared;
}

describe('a timeout', () => {
  test('holds for every route of the host', () => {
    const { app } = shop(service => {
      new Timeout(service, 'timeout', { service, request: '10s' });
      const match = { path: PathMatch.prefix('/a') };
      new Routing(service, 'routes', { service, rules: [{ name: 'a', match, to: service.version('v2') }] });
    });
    expect(routesOf(app).map(route => [route.name, route.timeout])).toEqual([
      ['a', '10s'],
      ['default', '10s'],
    ]);
    expectClean(app);
  });

  test('for some requests alone comes as a variant of each route', () => {
    const { app } = shop(service => {
      new Timeout(service, 'all', { service, request: '1s' });
      const when = [{ path: PathMatch.prefix('/export') }];
      new Timeout(service, 'export', { service, request: '1.5m', when });
    });
    expect(routesOf(app).map(route => [route.name, route.timeout])).toEqual([
      ['within-1-5m', '1.5m'],
      ['default', '1s'],
    ]);
    expectClean(app);
  });

  test('that another construct sees otherwise is refused, with both named', () => {
    const { app } = shop(service => {
      new Timeout(service, 'first', { service, request: '10s' });
      new Timeout(service, 'second', { service, request: '5s' });
    });
    expect(() => written(app)).toThrow(
      'Cannot route "backend.shop.svc.cluster.local": wanted one value for timeout, got "10s" at mesh/backend/first and "5s" at mesh/backend/second',
    );
  });

  test.each(['0', '0s', 'soon'])('of "%s" is refused', request => {
    expect(() => shop(service => new Timeout(service, 't', { service, request: request as Duration }))).toThrow(
      `wanted a duration of at least 1 ms, such as "10s", got "${request}"`,
    );
  });

  test('longer than that of a caller is noticed, and one within it is not', () => {
    const chain = (caller: Duration, callee: Duration) => {
      const { app, frontend } = shop(service => new Timeout(service, 'timeout', { service, request: callee }));
      new Timeout(frontend, 'timeout', { service: frontend, request: caller });
      return warnings(app);
    };
    expect(chain('5s', '10s')).toEqual(['timeout-exceeds-caller']);
    expect(chain('10s', '10s')).toEqual([]);
    expect(chain('10s', '5s')).toEqual([]);
  });

  test('of each try of the caller, and all tries of the callee, count along the chain', () => {
    const { app, frontend, backend } = declareShop();
    new Timeout(frontend, 'timeout', { service: frontend, request: '30s' });
    new Retries(frontend, 'retries', { service: frontend, perTryTimeout: '5s' });
    new Retries(backend, 'retries', { service: backend, attempts: 2, perTryTimeout: '2s' });
    expect(warnings(app)).toEqual(['timeout-exceeds-caller']);
  });
});

describe('retries', () => {
  const retries = (props: Omit<RetriesProps, 'service'>) =>
    shop(service => new Retries(service, 'r', { service, ...props }));

  test('by default send again what did not reach the service, whatever the method', () => {
    const { app } = retries({});
    expect(routesOf(app).map(route => [route.name, route.match, route.retries])).toEqual([
      ['default', undefined, { attempts: 2, retryOn: 'connect-failure,refused-stream,unavailable,cancelled' }],
    ]);
    expectClean(app);
  });

  test('after server errors are for methods that can be repeated', () => {
    const { app } = retries({ attempts: 3, perTryTimeout: '2s', on: RetryOn.serverErrors() });
    const [repeatable, others] = routesOf(app);
    expect(repeatable.match.map((match: { method: { exact: string } }) => match.method.exact)).toEqual([
      'GET',
      'HEAD',
      'OPTIONS',
    ]);
    expect(repeatable.retries).toEqual({
      attempts: 3,
      perTryTimeout: '2s',
      retryOn: '5xx,reset,connect-failure,refused-stream',
    });
    expect(others.match).toBeUndefined();
    expect(others.retries.retryOn).toBe('connect-failure,refused-stream,unavailable,cancelled');
    expectClean(app);
  });

  test('for the methods that are named, or for all', () => {
    const named = retries({ on: RetryOn.gatewayErrors(), methods: ['PUT', 'GET', 'PUT'] });
    expect(JSON.stringify(routesOf(named.app)[0].match)).toBe(
      '[{"method":{"exact":"GET"}},{"method":{"exact":"PUT"}}]',
    );
    const all = retries({ on: RetryOn.of('503', 'reset'), methods: 'all', backoff: '50ms', otherHosts: false });
    expect(routesOf(all.app).map(route => route.retries)).toEqual([
      { attempts: 2, retryOn: '503,reset', backoff: '50ms', retryIgnorePreviousHosts: false },
    ]);
    expectClean(all.app);
  });

  test('of none turn off those of Istio', () => {
    expect(routesOf(retries({ attempts: 0 }).app)[0].retries).toEqual({ attempts: 0 });
  });

  test('within rules of the host are split by method as well', () => {
    const { app } = shop(service => {
      new Retries(service, 'r', { service, on: RetryOn.serverErrors() });
      const rules = [
        { name: 'a', match: { path: PathMatch.prefix('/a') }, to: service.version('v2') },
        { name: 'post', match: { method: TextMatch.exact('POST') }, to: service.version('v1') },
      ];
      new Routing(service, 'routes', { service, rules });
    });
    expect(routesOf(app).map(route => route.name)).toEqual(['a-repeatable', 'a', 'post', 'repeatable', 'default']);
    expectClean(app);
  });

  test('that do not fit into the timeout are reported', () => {
    const within = (request: Duration) =>
      shop(service => {
        new Retries(service, 'retries', { service, attempts: 3, perTryTimeout: '2s' });
        new Timeout(service, 'timeout', { service, request });
      }).app;
    expect(saidOf(within('7.9s'), 'retries-over-timeout')).toEqual([
      'warning the timeout ends the last tries: wanted (attempts + 1) x perTryTimeout within the timeout of 7.9s, got (3 + 1) x 2s = 8s',
    ]);
    expectClean(within('8s'));
  });

  test.each<[string, Omit<RetriesProps, 'service'>, string]>([
    ['too many', { attempts: 11 }, 'wanted attempts to be a whole number from 0 to 10, got 11'],
    ['half of one', { attempts: 0.5 }, 'got 0.5'],
    ['no time', { perTryTimeout: '0s' }, 'wanted perTryTimeout to be a duration of at least 1 ms'],
    ['no methods', { on: RetryOn.serverErrors(), methods: [] }, 'wanted at least one method, got none'],
    [
      'methods in small letters',
      { on: RetryOn.serverErrors(), methods: ['get'] },
      'wanted methods in capitals, got "get"',
    ],
  ])('refuse %s', (_case, props, message) => {
    expect(() => retries(props)).toThrow(message);
  });

  test('refuse a condition that Envoy does not know', () => {
    expect(() => RetryOn.of('5xxx')).toThrow('Cannot retry on "5xxx"');
    expect(() => RetryOn.of()).toThrow('wanted at least one condition, got none');
  });
});

describe('faults', () => {
  const files = (app: App) =>
    Object.fromEntries(
      app.charts
        .map(chart => [chart.node.id, chart.toJson().filter(object => object.kind === 'VirtualService')] as const)
        .filter(([, objects]) => objects.length > 0)
        .map(([id, objects]) => [id, objects.map(object => object.metadata.name)]),
    );
  const faults = (props: Omit<FaultInjectionProps, 'service'>) =>
    shop(service => new FaultInjection(service, 'chaos', { service, ...props })).app;

  test('delay and abort a part of the requests that carry a header', () => {
    const app = faults({
      delay: { percent: 50, duration: '3s' },
      abort: { percent: 0.5, httpStatus: 503 },
      when: [{ headers: { 'x-chaos': TextMatch.exact('true') } }],
    });
    const [fault, normal] = routesOf(app);
    expect(fault.match).toEqual([{ headers: { 'x-chaos': { exact: 'true' } } }]);
    expect(fault.fault).toEqual({
      delay: { fixedDelay: '3s', percentage: { value: 50 } },
      abort: { httpStatus: 503, percentage: { value: 0.5 } },
    });
    expect(normal.fault).toBeUndefined();
    expectClean(app);
  });

  test('lie in a chart of their own, which is gone when they are off', () => {
    const abort = { percent: 10, grpcStatus: 'UNAVAILABLE' };
    expect(files(faults({ abort }))).toEqual({ '90-faults': ['backend'] });
    const off = shop(service => {
      new Timeout(service, 'timeout', { service, request: '1s' });
      new FaultInjection(service, 'chaos', { service, abort, enabled: false });
    }).app;
    expect(files(off)).toEqual({ '50-routes': ['backend'] });
    expect(routesOf(off)[0].fault).toBeUndefined();
  });

  test('take the routes with them whatever was declared first', () => {
    const abort = { percent: 10, httpStatus: 500 };
    const app = shop(service => {
      new Timeout(service, 'timeout', { service, request: '1s' });
      new FaultInjection(service, 'chaos', { service, abort });
    }).app;
    expect(files(app)).toEqual({ '90-faults': ['backend'] });
    expect(find(app, 'VirtualService', 'backend').spec.http).toEqual([
      expect.objectContaining({ name: 'default', timeout: '1s', fault: expect.anything() }),
    ]);
  });

  test('on a route with retries are warned of by the analysis', () => {
    const abort = { percent: 10, httpStatus: 500 };
    const withRetries = (retries: boolean) =>
      warnings(
        shop(service => {
          new FaultInjection(service, 'chaos', { service, abort });
          if (retries) new Retries(service, 'retries', { service });
        }).app,
      );
    expect(withRetries(true)).toEqual(['fault-disables-retries']);
    expect(withRetries(false)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['none at all', {}, 'wanted a delay or an abort, got neither'],
    [
      'for nobody',
      { abort: { percent: 0, httpStatus: 500 } },
      'wanted the percent of the abort to be above 0 and at most 100, got 0',
    ],
    [
      'for more than all',
      { delay: { percent: 101, duration: '1s' } },
      'wanted the percent of the delay to be above 0 and at most 100, got 101',
    ],
    ['without a length', { delay: { percent: 1, duration: '0s' } }, 'wanted a delay of at least 1 ms'],
    ['with no status', { abort: { percent: 1, httpStatus: 99 } }, 'wanted an httpStatus from 200 to 599, got 99'],
    ['with no gRPC status', { abort: { percent: 1, grpcStatus: 'DOWN' } }, 'wanted a grpcStatus of CANCELLED'],
  ])('%s are refused', (_case, props, message) => {
    expect(() => faults(props)).toThrow(message);
  });
});
