import { effectiveMeshOf } from '../../src/istio/effective-mesh';
import { DataPlane } from '../../src/mesh/data-plane';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MutualTls } from '../../src/security/mutual-tls';
import { meshOf } from '../../src/testing/mesh-under-test';
import { expectClean } from '../expect-clean';
import { declareMesh, find, written } from '../mesh/declare';

const TWO_PORTS = {
  ports: [
    { port: 80, targetPort: 8080, protocol: 'http' },
    { port: 9090, protocol: 'http', name: 'http-metrics' },
  ],
} as const;

test('is STRICT for the whole mesh unless told otherwise', () => {
  const { app, mesh } = declareMesh();
  new MutualTls(mesh, 'mtls');
  const policy = find(app, 'PeerAuthentication', 'default');
  expect(policy.metadata.namespace).toBe('istio-system');
  expect(policy.apiVersion).toBe('security.istio.io/v1');
  expect(policy.spec).toEqual({ mtls: { mode: 'STRICT' } });
});

test('holds for one namespace', () => {
  const { app, mesh, namespace } = declareMesh();
  new MutualTls(mesh, 'mtls', { namespace, mode: 'PERMISSIVE' });
  expect(find(app, 'PeerAuthentication', 'default')).toMatchObject({
    metadata: { namespace: 'shop' },
    spec: { mtls: { mode: 'PERMISSIVE' } },
  });
});

test('holds for one service and excepts one of its ports', () => {
  const { app, mesh, service } = declareMesh();
  const cart = service('cart', TWO_PORTS);
  new MutualTls(mesh, 'mtls', {
    service: cart,
    exceptions: [{ service: cart, ports: ['http-metrics'], mode: 'PERMISSIVE', reason: 'scraped from outside' }],
  });
  expect(written(app).filter(({ kind }) => kind === 'PeerAuthentication')).toMatchObject([
    {
      metadata: { name: 'cart-mtls', annotations: { 'cdk8s-istio/reason': 'http-metrics: scraped from outside' } },
      spec: {
        selector: { matchLabels: { app: 'cart' } },
        mtls: { mode: 'STRICT' },
        portLevelMtls: { 9090: { mode: 'PERMISSIVE' } },
      },
    },
  ]);
});

test('exceptions of one service share one object, by the ports of its pods', () => {
  const { app, mesh, service } = declareMesh();
  const cart = service('cart', TWO_PORTS);
  new MutualTls(mesh, 'mtls', {
    exceptions: [
      { service: cart, ports: [80], mode: 'PERMISSIVE', reason: 'load balancer' },
      { service: cart, ports: [9090], mode: 'DISABLE', reason: 'old scraper' },
    ],
  });
  expect(find(app, 'PeerAuthentication', 'cart-mtls')).toMatchObject({
    metadata: { annotations: { 'cdk8s-istio/reason': '80: load balancer; 9090: old scraper' } },
    spec: { portLevelMtls: { 8080: { mode: 'PERMISSIVE' }, 9090: { mode: 'DISABLE' } } },
  });
});

test('what somebody else set for the mesh counts, and nothing is defined for it', () => {
  const { app, mesh, service } = declareMesh();
  const cart = service('cart');
  MutualTls.existing(mesh, 'STRICT');
  expect(written(app).filter(({ kind }) => kind === 'PeerAuthentication')).toEqual([]);
  const effective = meshOf(app).model.once(effectiveMeshOf);
  expect(effective.podsServing(cart.host, 8080).map(({ mode }) => mode?.mode)).toEqual(['STRICT']);
});

test('no object of this construct touches what clients send', () => {
  const { app, mesh, service } = declareMesh();
  service('cart');
  new MutualTls(mesh, 'mtls');
  expect(written(app).filter(({ kind }) => kind === 'DestinationRule')).toEqual([]);
});

test('nothing objects to a mesh with exceptions', () => {
  const { app, mesh, service } = declareMesh();
  const cart = service('cart', TWO_PORTS);
  new MutualTls(mesh, 'mtls', {
    exceptions: [{ service: cart, ports: [9090], mode: 'PERMISSIVE', reason: 'scraped from outside' }],
  });
  expectClean(app);
});

describe('refuses', () => {
  const exception = (overrides: object) => {
    const { mesh, service } = declareMesh();
    const cart = service('cart', TWO_PORTS);
    return () =>
      new MutualTls(mesh, 'mtls', {
        exceptions: [{ service: cart, mode: 'PERMISSIVE', reason: 'because', ...overrides }],
      });
  };

  test('an exception without a reason', () => {
    expect(exception({ reason: ' ' })).toThrow(
      'Cannot except "shop/cart" from mutual TLS at mesh/mtls: wanted a reason, got none',
    );
  });

  test('an exception that changes nothing', () => {
    expect(exception({ mode: 'STRICT' })).toThrow('wanted another mode than STRICT, which already applies');
  });

  test('a port that the service does not have', () => {
    expect(exception({ ports: [1234] })).toThrow('Cannot use port "1234" of service "shop/cart"');
  });

  test('an empty list of ports', () => {
    expect(exception({ ports: [] })).toThrow('wanted at least one port, or no list for all of them');
  });

  test('two exceptions for one port', () => {
    const { mesh, service } = declareMesh();
    const cart = service('cart', TWO_PORTS);
    const one = { service: cart, ports: [80], mode: 'PERMISSIVE', reason: 'because' } as const;
    expect(() => new MutualTls(mesh, 'mtls', { exceptions: [one, { ...one, mode: 'DISABLE' }] })).toThrow(
      'wanted each port in one exception, got two for 80',
    );
  });

  test('an exception for a service of another namespace', () => {
    const { mesh, service } = declareMesh();
    const other = new MeshNamespace(mesh, 'other');
    const exceptions = [{ service: service('cart'), mode: 'PERMISSIVE', reason: 'because' }] as const;
    expect(() => new MutualTls(mesh, 'mtls', { namespace: other, exceptions })).toThrow(
      'wanted a service of namespace "other", got one of "shop"',
    );
  });

  test('plaintext alone in an ambient namespace', () => {
    const { mesh, service } = declareMesh({}, { dataPlane: DataPlane.ambient() });
    const exceptions = [{ service: service('cart'), mode: 'DISABLE', reason: 'because' }] as const;
    expect(() => new MutualTls(mesh, 'mtls', { exceptions })).toThrow('wanted PERMISSIVE');
  });

  test('two settings for one scope', () => {
    const { mesh } = declareMesh();
    new MutualTls(mesh, 'one');
    expect(() => new MutualTls(mesh, 'two', { mode: 'PERMISSIVE' })).toThrow(
      'Cannot write PeerAuthentication "istio-system/default" at mesh/two: mesh/one writes it already',
    );
  });
});
