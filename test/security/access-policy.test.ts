import { DataPlane } from '../../src/mesh/data-plane';
import { Mesh } from '../../src/mesh/mesh';
import type { MeshProps } from '../../src/mesh/mesh-props';
import { PathMatch } from '../../src/routing/string-match';
import { type AccessAction, AccessPolicy } from '../../src/security/access-policy';
import type { AccessRule } from '../../src/security/access-rule';
import { ExternalAuthorizer } from '../../src/security/external-authorizer';
import { MutualTls } from '../../src/security/mutual-tls';
import { RequestCondition } from '../../src/security/request-condition';
import { RequestSource } from '../../src/security/request-source';
import { expectClean } from '../expect-clean';
import { saidOf } from '../findings';
import { declareMesh, find, written } from '../mesh/declare';

const MIXED = {
  ports: [
    { port: 80, targetPort: 8080, protocol: 'http' },
    { port: 6379, protocol: 'redis' },
  ],
} as const;

function declareShop() {
  const { service, ...rest } = declareMesh({ pathNormalization: 'MERGE_SLASHES' });
  return { ...rest, service, cart: service('cart'), mixed: service('mixed', MIXED), web: service('web') };
}

test('one call is one rule, and all that it states is joined by AND', () => {
  const { app, mesh, cart, web } = declareShop();
  new AccessPolicy(mesh, 'viewers', { target: cart }).rule({
    from: [RequestSource.caller(web), RequestSource.namespace('ops')],
    methods: ['POST', 'GET'],
    paths: [PathMatch.exact('/cart'), PathMatch.prefix('/static/'), '/api/{*}/items'],
    hosts: ['cart.example.com'],
    ports: [8080],
    except: { paths: ['/static/secret'] },
    when: [RequestCondition.header('x-team', ['a', 'b'])],
  });
  expect(find(app, 'AuthorizationPolicy', 'viewers')).toMatchObject({
    apiVersion: 'security.istio.io/v1',
    metadata: { namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }, { source: { namespaces: ['ops'] } }],
          to: [
            {
              operation: {
                ports: ['8080'],
                methods: ['GET', 'POST'],
                paths: ['/api/{*}/items', '/cart', '/static/*'],
                hosts: ['cart.example.com'],
                notPaths: ['/static/secret'],
              },
            },
          ],
          when: [{ key: 'request.headers[x-team]', values: ['a', 'b'] }],
        },
      ],
    },
  });
});

test('two calls are two rules, in an order that does not depend on that of the calls', () => {
  const rulesOf = (methods: readonly string[]) => {
    const { app, mesh, cart, web } = declareShop();
    const policy = new AccessPolicy(mesh, 'viewers', { target: cart });
    for (const method of methods) policy.rule({ from: [RequestSource.caller(web)], methods: [method] });
    return find(app, 'AuthorizationPolicy', 'viewers').spec.rules;
  };
  expect(rulesOf(['GET', 'PUT'])).toHaveLength(2);
  expect(rulesOf(['GET', 'PUT'])).toEqual(rulesOf(['PUT', 'GET']));
});

test('a source can state several conditions, all of which must hold', () => {
  const source = RequestSource.namespace('ops').and(RequestSource.ipBlocks('10.0.0.0/8'));
  expect(source.value).toEqual({ namespaces: ['ops'], ipBlocks: ['10.0.0.0/8'] });
});

test('a rule about HTTP is bound to the HTTP ports of a service, so that a DENY leaves the others alone', () => {
  const { app, mesh, mixed } = declareShop();
  new AccessPolicy(mesh, 'no-deletes', { target: mixed, action: 'DENY' }).rule({ from: 'anyone', methods: ['DELETE'] });
  expect(find(app, 'AuthorizationPolicy', 'no-deletes').spec).toEqual({
    selector: { matchLabels: { app: 'mixed' } },
    action: 'DENY',
    rules: [{ to: [{ operation: { ports: ['8080'], methods: ['DELETE'] } }] }],
  });
});

test('holds for a namespace, for the mesh and for a gateway', () => {
  const { app, mesh, namespace } = declareShop();
  const from = [RequestSource.ipBlocks('192.0.2.1')];
  new AccessPolicy(mesh, 'ns', { target: namespace, action: 'DENY' }).rule({ from });
  new AccessPolicy(mesh, 'all', { target: mesh, action: 'DENY' }).rule({ from });
  const objects = written(app).filter(({ kind }) => kind === 'AuthorizationPolicy');
  expect(objects.map(({ metadata, spec }) => [metadata.namespace, metadata.name, spec.selector])).toEqual([
    ['shop', 'ns', undefined],
    ['istio-system', 'all', undefined],
  ]);
});

test('a dry run carries the annotation that Istio looks for', () => {
  const { app, mesh, cart, web } = declareShop();
  new AccessPolicy(mesh, 'p', { target: cart, dryRun: true }).rule({ from: [RequestSource.caller(web)] });
  expect(find(app, 'AuthorizationPolicy', 'p').metadata.annotations).toEqual({ 'istio.io/dry-run': 'true' });
});

test('an external authorizer is asked by its name, over HTTP only on HTTP ports', () => {
  const { app, mesh, cart, mixed } = declareShop();
  const authorizer = ExternalAuthorizer.http(mesh, 'opa', { service: cart, port: 8080 });
  new AccessPolicy(mesh, 'ask-opa', { target: mixed, action: authorizer }).rule({ from: 'anyone' });
  expect(find(app, 'AuthorizationPolicy', 'ask-opa').spec).toEqual({
    selector: { matchLabels: { app: 'mixed' } },
    action: 'CUSTOM',
    provider: { name: 'opa' },
    rules: [{ to: [{ operation: { ports: ['8080'] } }] }],
  });
});

test('nothing objects to policies of every action', () => {
  const { app, mesh, cart, web, mixed } = declareShop();
  new MutualTls(mesh, 'mtls');
  new AccessPolicy(mesh, 'allow', { target: cart }).rule({ from: [RequestSource.caller(web)], methods: ['GET'] });
  new AccessPolicy(mesh, 'deny', { target: cart, action: 'DENY' }).rule({ from: [RequestSource.namespace('bad')] });
  new AccessPolicy(mesh, 'audit', { target: mixed, action: 'AUDIT' }).rule({ from: 'anyone', paths: ['/admin*'] });
  const opa = ExternalAuthorizer.grpc(mesh, 'opa', { service: 'opa.policy.svc.cluster.local', port: 9191 });
  new AccessPolicy(mesh, 'ask', { target: web, action: opa }).rule({ from: 'anyone' });
  expectClean(app);
});

describe('in an ambient namespace', () => {
  const ambient = () => {
    const { service, ...rest } = declareMesh({}, { dataPlane: DataPlane.ambient() });
    return { ...rest, cart: service('cart', MIXED), web: service('web') };
  };

  test('rules about connections need no waypoint', () => {
    const { app, mesh, namespace, cart, web } = ambient();
    new AccessPolicy(mesh, 'p', { target: cart }).rule({ from: [RequestSource.caller(web)], ports: [80] });
    expect(namespace.waypoint).toBeUndefined();
    expect(find(app, 'AuthorizationPolicy', 'p').spec).toMatchObject({
      selector: { matchLabels: { app: 'cart' } },
      rules: [{ to: [{ operation: { ports: ['8080'] } }] }],
    });
  });

  test('a rule about requests brings a waypoint, which knows ports by the number of the service', () => {
    const { app, mesh, namespace, cart, web } = ambient();
    new AccessPolicy(mesh, 'p', { target: cart }).rule({ from: [RequestSource.caller(web)], methods: ['GET'] });
    expect(namespace.waypoint).toBeDefined();
    expect(find(app, 'AuthorizationPolicy', 'p').spec).toMatchObject({
      targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
      rules: [{ to: [{ operation: { ports: ['80'], methods: ['GET'] } }] }],
    });
    expectClean(app);
  });

  test('a policy of the whole namespace is attached to the waypoint', () => {
    const { app, mesh, namespace } = ambient();
    new AccessPolicy(mesh, 'p', { target: namespace, action: 'DENY' }).rule({
      from: 'anyone',
      ports: [80],
      methods: ['PUT'],
    });
    expect(find(app, 'AuthorizationPolicy', 'p').spec.targetRefs).toEqual([
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' },
    ]);
  });

  test('one policy of the mesh cannot look into requests there', () => {
    const { app, mesh } = ambient();
    new AccessPolicy(mesh, 'p', { target: mesh, action: 'DENY' }).rule({
      from: 'anyone',
      ports: [80],
      methods: ['PUT'],
    });
    expect(saidOf(app, 'ambient-policy-without-waypoint')).toEqual([
      'error the pods of "cart-v1" are in the ambient mesh, where a policy without targetRefs is enforced by ztunnel, which sees no requests; "PUT http://cart.shop.svc.cluster.local/" from "shop/web-v1" gets through',
    ]);
  });

  test('pods alone never look into requests', () => {
    const { mesh, cart } = ambient();
    const policy = new AccessPolicy(mesh, 'p', { target: cart, enforcedAt: 'pods' });
    expect(() => policy.rule({ from: 'anyone', methods: ['GET'] })).toThrow('wanted rules about connections alone');
  });
});

describe('refuses or reports', () => {
  const rule = (given: object, overrides: object = MIXED) => {
    const { mesh, service } = declareMesh();
    const target = service('cart', overrides);
    return () => new AccessPolicy(mesh, 'p', { target }).rule({ from: 'anyone', ...given });
  };

  test.each([
    [{ from: [] }, 'wanted sources, or "anyone", got an empty list'],
    [{ methods: ['get'] }, 'wanted methods in capitals, got "get"'],
    [{ methods: [] }, 'wanted at least one method, got an empty list'],
    [{ paths: ['cart'] }, 'wanted a path that begins with "/"'],
    [{ paths: ['/a*b*'] }, 'got "/a*b*"'],
    [{ paths: ['/a/{id}'] }, 'got "/a/{id}"'],
    [{ paths: [PathMatch.regex('/a.*')] }, 'wanted exact paths or prefixes, got the regular expression "/a.*"'],
    [{ hosts: ['a.*.example'] }, 'wanted hosts with "*" at one end at most'],
    [{ ports: [1234] }, 'Cannot use port "1234"'],
    [{ ports: [] }, 'wanted at least one port, got an empty list'],
    [{ ports: [6379], methods: ['GET'] }, 'got port 6379 (redis): split the rule'],
    [{ ports: [6379], from: [RequestSource.token()] }, 'got port 6379 (redis): split the rule'],
    [{ ports: [6379], when: [RequestCondition.header('x', ['y'])] }, 'got port 6379 (redis): split the rule'],
  ])('the rule %j', (given, message) => {
    expect(rule(given)).toThrow(message);
  });

  test('a rule about requests to a service without HTTP', () => {
    const ports = [{ port: 6379, protocol: 'redis' }] as const;
    expect(rule({ methods: ['GET'] }, { ports })).toThrow(
      'Cannot allow requests to service "shop/cart" at mesh/p: wanted an HTTP port for methods, paths, hosts, headers or tokens, got 6379 (redis)',
    );
  });

  test('a rule about requests for a namespace with other ports', () => {
    const { app, mesh, namespace } = declareShop();
    new AccessPolicy(mesh, 'p', { target: namespace, action: 'DENY' }).rule({ from: 'anyone', methods: ['PUT'] });
    expect(saidOf(app, 'http-policy-on-tcp-port')).toEqual([
      'error port 6379 of "mixed-v1" speaks "redis", where Istio sees no requests: the rule denies every connection',
    ]);
  });

  test('ports of a namespace by name', () => {
    const { mesh, namespace } = declareShop();
    const policy = new AccessPolicy(mesh, 'p', { target: namespace });
    expect(() => policy.rule({ from: 'anyone', ports: ['http'] })).toThrow(
      'wanted ports of namespace "shop" by number',
    );
  });

  test('a DENY by identity that plaintext gets around', () => {
    const { app, mesh, cart } = declareShop();
    new AccessPolicy(mesh, 'p', { target: cart, action: 'DENY' }).rule({ from: [RequestSource.namespace('bad')] });
    expect(saidOf(app, 'identity-without-mutual-tls')).toEqual([
      'warning the pods of "cart-v1" accept plaintext, which proves no identity: plaintext requests are not denied',
    ]);
    MutualTls.existing(Mesh.of(cart), 'STRICT');
    expect(saidOf(app, 'identity-without-mutual-tls')).toEqual([]);
  });

  test('an ALLOW for everybody but some, which lets plaintext in', () => {
    const { app, mesh, cart } = declareShop();
    new AccessPolicy(mesh, 'p', { target: cart }).rule({ from: [RequestSource.notNamespace('bad')] });
    expect(saidOf(app, 'identity-without-mutual-tls')).toEqual([
      'warning the pods of "cart-v1" accept plaintext, which proves no identity: plaintext requests are allowed',
    ]);
  });

  test('rules about tokens that nothing checks', () => {
    const { app, mesh, cart } = declareShop();
    new AccessPolicy(mesh, 'p', { target: cart }).rule({ from: [RequestSource.token()] });
    expect(saidOf(app, 'token-condition-without-authentication')).toEqual([
      'error it asks for a checked token, but no RequestAuthentication checks those of requests to "shop/cart-v1", so that none has one',
    ]);
  });

  test('two external authorizers for one workload', () => {
    const { app, mesh, namespace, cart } = declareShop();
    const [a, b] = ['a', 'b'].map(name => ExternalAuthorizer.existing(mesh, name, 'grpc'));
    if (a === undefined || b === undefined) throw new Error('two authorizers');
    new AccessPolicy(mesh, 'one', { target: cart, action: a }).rule({ from: 'anyone' });
    new AccessPolicy(mesh, 'two', { target: namespace, action: b }).rule({ from: 'anyone' });
    expect(saidOf(app, 'conflicting-authorizers')).toEqual([
      'error "shop/cart-v1" would ask "a", "b"; unless istiod is told to allow several, it denies what their rules match',
    ]);
  });

  test('a DENY without rules, which does nothing', () => {
    const { app, mesh, cart } = declareShop();
    new AccessPolicy(mesh, 'p', { target: cart, action: 'DENY' });
    expect(() => written(app)).toThrow('wanted at least one rule, without which it does nothing');
  });

  test('a dry run of an audit', () => {
    const { mesh, cart } = declareShop();
    expect(() => new AccessPolicy(mesh, 'p', { target: cart, action: 'AUDIT', dryRun: true })).toThrow(
      'wanted ALLOW or DENY for a dry run',
    );
  });

  test.each([
    [() => RequestSource.ipBlocks('10.0.0.256'), 'Cannot tell requests by address "10.0.0.256"'],
    [() => RequestSource.ipBlocks('10.0.0.0/33'), 'Cannot tell requests by address "10.0.0.0/33"'],
    [() => RequestSource.ipBlocks(), 'wanted at least one address'],
    [() => RequestSource.namespace('a').and(RequestSource.namespace('b')), 'got namespaces twice'],
    [() => RequestCondition.attribute('source.labels[app]', ['x']), 'wanted an attribute that Istio knows'],
    [() => RequestCondition.header('x y', ['x']), 'wanted the name of a header'],
    [() => RequestCondition.claim('', ['x']), 'wanted the name of a claim'],
    [() => RequestCondition.claim('a', []), 'wanted at least one value'],
  ])('malformed conditions %#', (build, message) => {
    expect(build).toThrow(message);
  });
});

describe('paths that are withheld, in a mesh in which // is another path', () => {
  const rule = (action: AccessAction, rule: Partial<AccessRule>, props: MeshProps = {}) => {
    const { mesh, service } = declareMesh(props);
    return () => new AccessPolicy(mesh, 'p', { target: service('cart'), action }).rule({ from: 'anyone', ...rule });
  };

  test('are refused with both ways out', () => {
    const refused =
      'at mesh/p: wanted a mesh that merges slashes (new Mesh(app, \'mesh\', { pathNormalization: \'MERGE_SLASHES\' })), got one in which "//admin*" passes a rule about "/admin*"; or allow the other paths instead';
    expect(rule('DENY', { paths: [PathMatch.prefix('/admin')] })).toThrow(refused);
    expect(rule('DENY', { paths: ['*.php', '/admin*'] }, { pathNormalization: 'BASE' })).toThrow(refused);
    expect(rule('ALLOW', { except: { paths: ['/admin*'] } })).toThrow(refused);
  });

  test('are taken where another form of them is withheld too', () => {
    expect(rule('DENY', { paths: ['/admin*'] }, { pathNormalization: 'MERGE_SLASHES' })).not.toThrow();
    expect(rule('DENY', { except: { paths: ['/healthz'] } })).not.toThrow();
    expect(rule('DENY', { paths: ['/*', '*.php'] })).not.toThrow();
    expect(rule('ALLOW', { paths: ['/admin*'] })).not.toThrow();
    expect(rule('AUDIT', { paths: ['/admin*'] })).not.toThrow();
  });
});
