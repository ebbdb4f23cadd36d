import { effectiveMeshOf } from '../../src/istio/effective-mesh';
import { type AccessProblem, proveAccess } from '../../src/proof/prove-access';
import type { AllDeclared, DeclaredAccess } from '../../src/tree/declared-access';
import { meshOf, namespace, object, service } from '../simulation/mesh-of';

const BACKEND = 'backend.shop.svc.cluster.local';
const ISSUER = 'https://issuer.example.com';
const BASE = [namespace('shop'), service('shop/web'), service('shop/batch'), service('shop/backend', ['v1', 'v2'])];
const identity = (name: string) => ({ label: `shop/${name}`, principal: `cluster.local/ns/shop/sa/${name}` });
const policy = (spec: string, name = 'backend') =>
  object('AuthorizationPolicy', `shop/${name}`, `{ selector: { matchLabels: { app: backend } }, ${spec} }`);
const from = (name: string) => `from: [{ source: { principals: [${identity(name).principal}] } }]`;
const ALLOW = policy(`rules: [{ ${from('web')} }]`);
const routes = (http: string) => object('VirtualService', 'shop/backend', `{ hosts: [${BACKEND}], http: ${http} }`);
const CALL: DeclaredAccess = {
  constructPath: 'mesh/web',
  what: 'shop/web calls shop/backend',
  from: identity('web'),
  scheme: 'http',
  host: BACKEND,
  port: 80,
  reaches: [{ host: BACKEND }],
};

function prove(
  objects: readonly string[],
  access: readonly Partial<DeclaredAccess>[] = [{}],
  more: Partial<AllDeclared> = {},
): readonly AccessProblem[] {
  const declared = access.map(one => ({ ...CALL, ...one }));
  return proveAccess(effectiveMeshOf(meshOf(objects)), { access: declared, closed: [], policies: new Set(), ...more });
}
const shown = (problems: readonly AccessProblem[]) =>
  problems.map(({ kind, decidedBy, witness }) => [
    kind,
    decidedBy?.resource,
    `${witness?.method ?? ''} ${witness?.to ?? ''}`,
  ]);
const CLOSED = { closed: [{ namespaces: ['shop'], constructPath: 'mesh/authorization' }] };

describe('a declared call', () => {
  test('holds where all of its requests get through', () => {
    expect(prove([...BASE, ALLOW])).toEqual([]);
    expect(prove(BASE)).toEqual([]);
  });

  test('does not hold where one request of many is refused, which is shown', () => {
    const deny = policy(
      'action: DENY, rules: [{ to: [{ operation: { methods: [DELETE], paths: ["/admin/*"] } }] }]',
      'deny',
    );
    const [problem, ...others] = prove([...BASE, ALLOW, deny]);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      kind: 'declared-call-refused',
      constructPath: 'mesh/web',
      decidedBy: { resource: 'AuthorizationPolicy shop/deny', field: 'spec.rules[0]' },
      witness: { from: 'shop/web-v1', method: 'DELETE', to: `http://${BACKEND}:80/admin/` },
    });
    expect(problem?.problem).toMatch(/^shop\/web calls shop\/backend, but .*DELETE .* ends so: denied \(403\)/);
    expect(problem?.verdict?.trace.length).toBeGreaterThan(0);
    expect(prove([...BASE, ALLOW, deny], [{ methods: ['GET'] }])).toEqual([]);
    expect(prove([...BASE, ALLOW, deny], [{ paths: [{ value: { prefix: '/api' } }] }])).toEqual([]);
    expect(prove([...BASE, ALLOW, deny], [{ methods: ['DELETE'], paths: [{ value: { exact: '/admin' } }] }])).toEqual(
      [],
    );
  });

  test.each<[string, readonly string[], string | undefined]>([
    [
      'its caller has no sidecar and the callee wants mutual TLS',
      [object('PeerAuthentication', 'shop/default', '{ mtls: { mode: STRICT } }')],
      'PeerAuthentication shop/default',
    ],
    [
      'a policy denies the caller',
      [ALLOW, policy(`action: DENY, rules: [{ ${from('web')} }]`, 'deny')],
      'AuthorizationPolicy shop/deny',
    ],
    ['a policy leaves the caller out', [policy(`rules: [{ ${from('batch')} }]`)], 'AuthorizationPolicy shop/backend'],
    [
      'a route rewrites the path to one that is not allowed',
      [
        policy(`rules: [{ ${from('web')}, to: [{ operation: { paths: ["/api/*"] } }] }]`),
        routes('[{ rewrite: { uri: /v2/ }, route: [{ destination: { host: backend } }] }]'),
      ],
      'AuthorizationPolicy shop/backend',
    ],
    [
      'a route leads to another service',
      [
        routes(
          '[{ match: [{ headers: { x-a: { exact: b } } }], route: [{ destination: { host: batch } }] }, { route: [{ destination: { host: backend } }] }]',
        ),
      ],
      'VirtualService shop/backend',
    ],
    [
      'a route leads to a subset that nobody defines',
      [
        routes(
          '[{ match: [{ uri: { prefix: /v3 } }], route: [{ destination: { host: backend, subset: v3 } }] }, { route: [{ destination: { host: backend } }] }]',
        ),
      ],
      'VirtualService shop/backend',
    ],
    [
      'no route takes some of its requests',
      [routes('[{ match: [{ uri: { prefix: /api } }], route: [{ destination: { host: backend } }] }]')],
      undefined,
    ],
  ])('does not hold where %s', (name, objects, by) => {
    const base = name.includes('no sidecar')
      ? [
          ...BASE.filter(text => !text.includes('name: web')),
          service('shop/web').replace('labels: { app: web,', 'labels: { sidecar.istio.io/inject: "false", app: web,'),
        ]
      : BASE;
    const problems = prove([...base, ...objects]);
    expect(shown(problems)).toHaveLength(1);
    expect(problems[0]).toMatchObject({ kind: 'declared-call-refused' });
    if (by !== undefined) expect(problems[0]?.decidedBy?.resource).toBe(by);
  });

  test('holds where the caller can have what is demanded: a token with claims, a header', () => {
    const jwt = object(
      'RequestAuthentication',
      'shop/backend',
      `{ selector: { matchLabels: { app: backend } }, jwtRules: [{ issuer: "${ISSUER}", jwks: "{}" }] }`,
    );
    const claim = policy(
      `rules: [{ ${from('web')}, when: [{ key: "request.auth.claims[group]", values: [admin] }, { key: "request.headers[x-key]", values: [k7] }] }]`,
    );
    expect(prove([...BASE, jwt, claim])).toEqual([]);
    const never = policy(`rules: [{ ${from('web')}, when: [{ key: "request.auth.claims[group]", values: [admin] }] }]`);
    expect(shown(prove([...BASE, never]))).toEqual([
      ['declared-call-refused', 'AuthorizationPolicy shop/backend', `GET http://${BACKEND}:80/`],
    ]);
  });

  test('holds where a declared fault or redirect answers', () => {
    expect(
      prove([
        ...BASE,
        routes(
          '[{ match: [{ uri: { prefix: /old } }], redirect: { uri: /new } }, { fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }, route: [{ destination: { host: backend } }] }]',
        ),
      ]),
    ).toEqual([]);
  });

  test('is proven for each caller by itself', () => {
    const both = [{}, { what: 'shop/batch calls shop/backend', from: identity('batch') }];
    expect(prove([...BASE, ALLOW], both).map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/^shop\/batch calls/),
    ]);
    const elsewhere = [{ from: { label: 'lab/cron', principal: 'cluster.local/ns/lab/sa/cron' } }];
    expect(prove([...BASE, ALLOW], elsewhere)).toMatchObject([{ witness: { from: 'lab/cron' } }]);
  });

  test('is open where its requests meet something that is not modelled', () => {
    const filter = `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: any, namespace: shop }
spec: { workloadSelector: { labels: { app: backend } }, configPatches: [{ applyTo: CLUSTER }] }
`;
    expect(prove([...BASE, filter]).map(({ kind }) => kind)).toEqual(['unproven-call']);
  });
});

describe('in closed namespaces', () => {
  const closed = [ALLOW, object('AuthorizationPolicy', 'shop/none', '{}')];

  test('nothing gets through that nobody declares', () => {
    expect(prove([...BASE, ...closed], [{}], CLOSED)).toEqual([]);
  });

  test('what is wider than declared is shown', () => {
    expect(
      shown(prove([...BASE, ...closed], [{ methods: ['GET'], paths: [{ value: { prefix: '/api' } }] }], CLOSED)),
    ).toEqual([['undeclared-call-allowed', 'AuthorizationPolicy shop/backend', `POST http://${BACKEND}:80/`]]);
  });

  test('somebody who declares nothing is shown, and strangers are', () => {
    const wide = policy('rules: [{ from: [{ source: { namespaces: [shop] } }] }]', 'wide');
    const found = prove([...BASE, ...closed, wide], [{}], CLOSED);
    expect(found.map(({ kind, witness }) => [kind, witness?.from])).toEqual([
      ['undeclared-call-allowed', 'shop/batch-v1'],
    ]);
    expect(found[0]?.problem).toMatch(/; the same of an unknown account of shop$/);
    expect(prove([...BASE, ...closed, wide], [{}], { ...CLOSED, policies: new Set(['shop/wide']) })).toEqual([]);
  });
});
