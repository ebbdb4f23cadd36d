import { JsonPatch } from 'cdk8s';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { DataPlane } from '../../src/mesh/data-plane';
import { RateLimit, type RateLimitProps } from '../../src/security/rate-limit';
import { expectClean } from '../expect-clean';
import { saidOf } from '../findings';
import { declareMesh, find } from '../mesh/declare';

const TWO_PORTS = {
  ports: [
    { port: 80, targetPort: 8080, protocol: 'http' },
    { port: 6379, protocol: 'redis' },
  ],
} as const;

test('puts a token bucket before the router of inbound listeners, with a priority of its own', () => {
  const { app, mesh, service } = declareMesh();
  new RateLimit(mesh, 'limit', { target: service('cart'), requests: 100, per: '1m', burst: 150 });
  const { metadata, spec } = find(app, 'EnvoyFilter', 'limit');
  expect(metadata.namespace).toBe('shop');
  expect(spec).toMatchObject({ workloadSelector: { labels: { app: 'cart' } }, priority: 10 });
  expect(spec.configPatches).toEqual([
    {
      applyTo: 'HTTP_FILTER',
      match: {
        context: 'SIDECAR_INBOUND',
        listener: {
          filterChain: {
            filter: {
              name: 'envoy.filters.network.http_connection_manager',
              subFilter: { name: 'envoy.filters.http.router' },
            },
          },
        },
      },
      patch: {
        operation: 'INSERT_BEFORE',
        value: {
          name: 'envoy.filters.http.local_ratelimit',
          typed_config: expect.objectContaining({
            token_bucket: { max_tokens: 150, tokens_per_fill: 100, fill_interval: '60s' },
            filter_enforced: {
              runtime_key: 'local_rate_limit_enforced',
              default_value: { numerator: 100, denominator: 'HUNDRED' },
            },
          }),
        },
      },
    },
  ]);
});

test('says nothing against itself, and keeps what is wrong with what somebody adds', () => {
  const { app, mesh, service } = declareMesh();
  const limit = new RateLimit(mesh, 'limit', { target: service('cart'), requests: 100, per: '1m' });
  expect(saidOf(app, 'invalid-object')).toEqual([]);
  limit.apiObject.addJsonPatch(JsonPatch.replace('/spec/configPatches/0/applyTo', 'HTTP_FILTERS'));
  expect(saidOf(app, 'invalid-object')).toEqual([expect.stringMatching(/^error .*HTTP_FILTERS/)]);
});

test('holds for some ports by the number of the pods, in time spans below a second, or counts alone', () => {
  const { app, mesh, service } = declareMesh();
  const target = service('cart', TWO_PORTS);
  new RateLimit(mesh, 'limit', { target, ports: ['http'], requests: 5, per: '500ms', status: 503, dryRun: true });
  const [patch] = find(app, 'EnvoyFilter', 'limit').spec.configPatches;
  expect(patch.match.listener.portNumber).toBe(8080);
  expect(patch.patch.value.typed_config).toMatchObject({
    token_bucket: { max_tokens: 5, fill_interval: '0.5s' },
    filter_enforced: { default_value: { numerator: 0 } },
    status: { code: 503 },
  });
});

test('holds for a gateway where its pods run', () => {
  const { app, mesh } = declareMesh();
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: 'istio-ingress' });
  const target = new IngressGateway(mesh, 'public', { workload }).http({ hosts: ['shop.example.com'] });
  new RateLimit(mesh, 'limit', { target, requests: 100, per: '1s' });
  const { metadata, spec } = find(app, 'EnvoyFilter', 'limit');
  expect(metadata.namespace).toBe('istio-ingress');
  expect(spec.workloadSelector.labels).toEqual({ app: 'istio-ingress', istio: 'ingress' });
  expect(spec.configPatches[0].match.context).toBe('GATEWAY');
  expectClean(app);
});

describe('refuses', () => {
  const limit = (props: Partial<RateLimitProps>) => {
    const { mesh, service } = declareMesh();
    const target = service('cart', TWO_PORTS);
    return () => new RateLimit(mesh, 'limit', { target, requests: 10, per: '1s', ...props });
  };

  test.each<[Partial<RateLimitProps>, string]>([
    [{ requests: 0 }, 'Cannot limit requests to service "shop/cart" at mesh/limit: wanted a whole number of requests'],
    [{ requests: 1.5 }, 'wanted a whole number of requests, 1 or more, got 1.5'],
    [{ per: '10ms' }, 'wanted a time of at least 50 ms, got "10ms"'],
    [{ burst: 9 }, 'wanted a burst of 10 or more'],
    [{ status: 200 }, 'wanted an HTTP status from 400 to 599, got 200'],
    [{ priority: 0.5 }, 'wanted a whole number as priority, got 0.5'],
    [{ ports: [6379] }, 'wanted HTTP ports, got 6379 (redis)'],
    [{ ports: [1] }, 'Cannot use port "1" of service "shop/cart"'],
  ])('%j', (props, message) => {
    expect(limit(props)).toThrow(message);
  });

  test('services without HTTP, and those whose proxies take no EnvoyFilter', () => {
    const ambient = declareMesh({}, { dataPlane: DataPlane.ambient() });
    const props = { requests: 10, per: '1s' } as const;
    expect(() => new RateLimit(ambient.mesh, 'l', { ...props, target: ambient.service('cart') })).toThrow(
      'wanted pods with sidecars, since an EnvoyFilter reaches no other proxy, got data plane "ambient"',
    );
    const { mesh, service } = declareMesh();
    const target = service('db', { ports: [{ port: 3306, protocol: 'mysql' }] });
    expect(() => new RateLimit(mesh, 'l', { ...props, target })).toThrow('wanted an HTTP port, got none');
  });
});
