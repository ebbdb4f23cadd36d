import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { DataPlane } from '../../src/mesh/data-plane';
import type { MeshProps } from '../../src/mesh/mesh-props';
import { buildModel } from '../../src/model/mesh-model';
import { TextMatch } from '../../src/routing/string-match';
import { Authorization } from '../../src/security/authorization';
import { Jwt, type JwtIssuer, type JwtProps } from '../../src/security/jwt';
import { MutualTls } from '../../src/security/mutual-tls';
import { simulate } from '../../src/simulation/simulate';
import { expectClean } from '../expect-clean';
import { saidOf } from '../findings';
import { declareMesh, find, written } from '../mesh/declare';

const ISSUER: JwtIssuer = { issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys' };

function declareShop(namespaceProps = {}, istioVersion = '1.31.4') {
  const { mesh, service, ...rest } = declareMesh({ istioVersion, pathNormalization: 'MERGE_SLASHES' }, namespaceProps);
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: 'istio-ingress' });
  const gateway = new IngressGateway(mesh, 'public', { workload }).http({ hosts: ['shop.example.com'] });
  return { ...rest, mesh, service, gateway, cart: service('cart') };
}

test('checks tokens and refuses requests without one', () => {
  const { app, mesh, cart } = declareShop();
  new Jwt(mesh, 'users', { target: cart, issuers: [{ ...ISSUER, audiences: ['shop'], fromCookies: ['token'] }] });
  expect(find(app, 'RequestAuthentication', 'users')).toMatchObject({
    apiVersion: 'security.istio.io/v1',
    metadata: { namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      jwtRules: [{ ...ISSUER, audiences: ['shop'], fromCookies: ['token'] }],
    },
  });
  expect(find(app, 'AuthorizationPolicy', 'users-required').spec).toEqual({
    selector: { matchLabels: { app: 'cart' } },
    action: 'DENY',
    rules: [
      {
        from: [{ source: { notRequestPrincipals: ['https://id.example.com/*'] } }],
        to: [{ operation: { ports: ['8080'] } }],
      },
    ],
  });
});

test('exceptions need no token, and claims are required of all others', () => {
  const { app, mesh, cart } = declareShop();
  new Jwt(mesh, 'users', {
    target: cart,
    issuers: [ISSUER],
    except: { paths: ['/healthz'], methods: ['OPTIONS'] },
    claims: [{ claim: ['realm', 'roles'], values: ['admin'] }],
  });
  const to = [{ operation: { ports: ['8080'], notMethods: ['OPTIONS'], notPaths: ['/healthz'] } }];
  expect(find(app, 'AuthorizationPolicy', 'users-required').spec.rules).toEqual([
    { from: [{ source: { notRequestPrincipals: ['https://id.example.com/*'] } }], to },
    { to, when: [{ key: 'request.auth.claims[realm][roles]', notValues: ['admin'] }] },
  ]);
});

test('on a gateway, the token is checked where requests enter', () => {
  const { app, mesh, gateway } = declareShop();
  new Jwt(mesh, 'users', { target: gateway, issuers: [ISSUER] });
  for (const kind of ['RequestAuthentication', 'AuthorizationPolicy']) {
    const [object] = written(app).filter(found => found.kind === kind);
    expect(object?.metadata.namespace).toBe('istio-ingress');
    expect(object?.spec.selector.matchLabels).toEqual({ app: 'istio-ingress', istio: 'ingress' });
  }
});

test('a gateway that also takes connections asks for tokens where it sees requests alone', () => {
  const { app, mesh, service } = declareShop();
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'edge', {
    namespace: 'edge',
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'mysql', port: 3306, targetPort: 3306 },
    ],
  });
  const gateway = new IngressGateway(mesh, 'mixed', { workload }).http({ hosts: ['shop.example.com'] });
  gateway.tcp({ port: 3306 }).expose(service('db', { ports: [{ port: 3306, protocol: 'mysql' }] }));
  new Jwt(mesh, 'users', { target: gateway, issuers: [ISSUER] });
  expect(find(app, 'AuthorizationPolicy', 'users-required').spec.rules).toMatchObject([
    { to: [{ operation: { ports: ['8080'] } }] },
  ]);
});

test('only the HTTP ports of a service ask for tokens', () => {
  const { app, mesh, service } = declareShop();
  const ports = [
    { port: 80, targetPort: 8080, protocol: 'http' },
    { port: 6379, protocol: 'redis' },
  ] as const;
  new Jwt(mesh, 'users', { target: service('mixed', { ports }), issuers: [ISSUER] });
  expect(find(app, 'AuthorizationPolicy', 'users-required').spec.rules).toMatchObject([
    { to: [{ operation: { ports: ['8080'] } }] },
  ]);
});

test('tokens may be optional; claims are then asked of those who have one', () => {
  const { app, mesh, cart } = declareShop();
  new Jwt(mesh, 'users', {
    target: cart,
    issuers: [ISSUER],
    require: false,
    claims: [{ claim: 'tier', values: ['paid'] }],
  });
  expect(find(app, 'AuthorizationPolicy', 'users-required').spec.rules).toEqual([
    {
      from: [{ source: { requestPrincipals: ['*'] } }],
      to: [{ operation: { ports: ['8080'] } }],
      when: [{ key: 'request.auth.claims[tier]', notValues: ['paid'] }],
    },
  ]);
  expect(new Jwt(mesh, 'guests', { target: cart, issuers: [ISSUER], require: false }).requirement).toBeUndefined();
});

describe('from 1.32 on', () => {
  const declared = (props: Partial<JwtProps>) => {
    const { app, mesh, cart } = declareShop({}, '1.32.0');
    new Jwt(mesh, 'users', { target: cart, issuers: [ISSUER], ...props });
    const rules = find(app, 'RequestAuthentication', 'users').spec.jwtRules;
    const policies = written(app).filter(({ kind }) => kind === 'AuthorizationPolicy');
    return { app, presence: rules.map((rule: { presence?: string }) => rule.presence), policies };
  };

  test('the token of the only issuer is required where tokens are checked', () => {
    const { app, presence, policies } = declared({});
    expect([presence, policies]).toEqual([['REQUIRED'], []]);
    expectClean(app, '1.32.0');
  });

  test('claims are still asked by a policy', () => {
    const { presence, policies } = declared({ claims: [{ claim: 'tier', values: ['paid'] }] });
    expect(presence).toEqual(['REQUIRED']);
    expect(policies.map(({ spec }) => spec.rules)).toEqual([
      [
        {
          from: [{ source: { requestPrincipals: ['*'] } }],
          to: [{ operation: { ports: ['8080'] } }],
          when: [{ key: 'request.auth.claims[tier]', notValues: ['paid'] }],
        },
      ],
    ]);
  });

  test.each<[string, Partial<JwtProps>]>([
    ['one of several issuers will do', { issuers: [ISSUER, { issuer: 'https://other.example.com' }] }],
    ['some paths need no token', { except: { paths: ['/healthz'] } }],
    ['some paths alone need one', { paths: ['/admin/*'] }],
  ])('a policy denies where %s', (_case, props) => {
    const { presence, policies } = declared(props);
    expect([new Set(presence), policies.length]).toEqual([new Set([undefined]), 1]);
  });
});

test('in an ambient namespace the waypoint checks tokens', () => {
  const { app, mesh, cart } = declareShop({ dataPlane: DataPlane.ambient() });
  new Jwt(mesh, 'users', { target: cart, issuers: [ISSUER] });
  const targetRefs = [{ group: '', kind: 'Service', name: 'cart' }];
  expect(find(app, 'RequestAuthentication', 'users').spec.targetRefs).toEqual(targetRefs);
  expect(find(app, 'AuthorizationPolicy', 'users-required').spec.targetRefs).toEqual(targetRefs);
  expectClean(app);
});

test('nothing objects to tokens at gateway and service beside declared calls', () => {
  const { app, mesh, cart, gateway } = declareShop();
  gateway.expose(cart, { host: 'shop.example.com' });
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authz');
  new Jwt(mesh, 'edge', { target: gateway, issuers: [{ ...ISSUER, forwardOriginalToken: true }] });
  new Jwt(mesh, 'cart-users', { target: cart, issuers: [ISSUER] });
  expectClean(app);
});

describe('routes by claims', () => {
  const declare = () => {
    const { app, mesh, gateway, twoVersions } = declareShop();
    const api = twoVersions('api');
    gateway.expose(api, { host: 'shop.example.com' });
    const jwt = new Jwt(mesh, 'users', { target: gateway, issuers: [ISSUER] });
    return { app, mesh, gateway, api, jwt };
  };

  test('lead requests from the gateway that has checked the token, and leave the mesh alone', () => {
    const { app, mesh, api, jwt } = declare();
    api.routing.addRule(mesh, {
      name: 'beta',
      matches: [{ claims: [jwt.claim(['realm', 'roles'], TextMatch.exact('beta'))] }],
      destinations: [{ service: api, version: api.version('v2') }],
    });
    const routes = (name: string) => find(app, 'VirtualService', name).spec.http;
    expect(routes('public-shop-example-com')[0]).toMatchObject({
      name: 'beta',
      match: [
        { headers: { '@request.auth.claims[realm][roles]': { exact: 'beta' } }, gateways: ['istio-ingress/public'] },
      ],
      route: [{ destination: { subset: 'v2' } }],
    });
    expect(routes('api').map(({ name }: { name: string }) => name)).toEqual(['default']);
    expectClean(app);
    const model = buildModel(app.charts.flatMap(chart => chart.toJson().map(manifest => ({ manifest, origin: {} }))));
    const ask = (roles: readonly string[]) =>
      simulate(model, {
        from: 'internet',
        to: 'http://shop.example.com/',
        jwtClaims: { iss: ISSUER.issuer, sub: 'somebody', realm: { roles } },
      }).route?.name;
    expect([ask(['beta']), ask(['other'])]).toEqual(['beta', 'default']);
  });

  test('are refused where no gateway checks the token', () => {
    const { mesh, api } = declare();
    const jwt = new Jwt(mesh, 'api-users', { target: api, issuers: [ISSUER] });
    expect(() => jwt.claim('groups', TextMatch.exact('a'))).toThrow(
      'Cannot route by claims of "api-users" at mesh/api-users: wanted a Jwt on a gateway, since only routes of gateways can read validated tokens, got one on a service',
    );
  });

  test('are refused for names that are none', () => {
    expect(() => declare().jwt.claim('', TextMatch.exact('a'))).toThrow('wanted the name of a claim, got ""');
  });
});

test('needs a token on some paths alone, in a mesh in which no other form of them passes', () => {
  const build = (props: Partial<JwtProps>, mesh: MeshProps) => {
    const declared = declareMesh(mesh);
    new Jwt(declared.mesh, 'users', { target: declared.service('cart'), issuers: [ISSUER], ...props });
    return declared.app;
  };
  const app = build({ paths: ['/api*'], except: { paths: ['/api/open'] } }, { pathNormalization: 'MERGE_SLASHES' });
  expect(find(app, 'AuthorizationPolicy', 'users-required').spec.rules).toEqual([
    {
      from: [{ source: { notRequestPrincipals: ['https://id.example.com/*'] } }],
      to: [{ operation: { ports: ['8080'], paths: ['/api*'], notPaths: ['/api/open'] } }],
    },
  ]);
  expectClean(app);
  expect(() => build({ paths: ['/api*'] }, {})).toThrow('wanted a mesh that merges slashes');
  expect(() => build({ paths: ['/api*'], require: false }, {})).toThrow('wanted no paths where no token is required');
});

describe('refuses', () => {
  const jwt = (overrides: Partial<JwtProps>) => {
    const { mesh, cart } = declareShop();
    return () => new Jwt(mesh, 'users', { target: cart, issuers: [ISSUER], ...overrides });
  };

  test.each<[Partial<JwtProps>, string]>([
    [
      { issuers: [] },
      'Cannot check tokens of requests to service "shop/cart" at mesh/users: wanted at least one issuer',
    ],
    [{ issuers: [{ issuer: '' }] }, 'wanted the name of an issuer, got ""'],
    [{ issuers: [ISSUER, ISSUER] }, 'wanted each issuer once, got "https://id.example.com" twice'],
    [{ issuers: [{ ...ISSUER, audiences: [] }] }, 'wanted at least one audience'],
    [{ issuers: [{ issuer: 'a', jwksUri: 'keys' }] }, 'wanted an http or https URL for the keys of "a", got "keys"'],
    [{ issuers: [{ issuer: 'a', jwks: '{"keys":1}' }] }, 'wanted the keys of "a" as a JSON Web Key Set'],
    [{ issuers: [{ issuer: 'a' }] }, 'wanted jwksUri or jwks for "a"'],
    [{ require: false, except: { paths: ['/x'] } }, 'wanted no exceptions where no token is required'],
    [{ except: { paths: ['x'] } }, 'wanted a path that begins with "/"'],
  ])('%j', (overrides, message) => {
    expect(jwt(overrides)).toThrow(message);
  });

  test('a service without HTTP', () => {
    const { mesh, service } = declareShop();
    const target = service('db', { ports: [{ port: 3306, protocol: 'mysql' }] });
    expect(() => new Jwt(mesh, 'users', { target, issuers: [ISSUER] })).toThrow('wanted an HTTP port, got none');
  });

  test('a gateway that drops the token which a service behind it checks', () => {
    const { app, mesh, cart, gateway } = declareShop();
    gateway.expose(cart, { host: 'shop.example.com' });
    new Jwt(mesh, 'edge', { target: gateway, issuers: [ISSUER] });
    new Jwt(mesh, 'cart-users', { target: cart, issuers: [ISSUER] });
    expect(saidOf(app, 'token-dropped-at-gateway')).toEqual([
      'error the gateway "istio-ingress/istio-ingress" removes the token of issuer "https://id.example.com" which "cart-v1" behind it checks again and requires: requests are refused',
    ]);
  });
});
