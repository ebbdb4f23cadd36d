import { matrix, matrixEntries, meshOf } from '../../src/testing';
import { meshOf as modelOf, namespace, object, service } from '../simulation/mesh-of';

const mesh = meshOf(
  modelOf([
    namespace('shop'),
    namespace('legacy', '{}'),
    service('legacy/batch'),
    service('shop/web'),
    service('shop/backend', ['v1', 'v2']),
    service('shop/db', ['v1'], '[{ name: mysql, port: 3306 }]'),
    object(
      'PeerAuthentication',
      'shop/backend',
      '{ selector: { matchLabels: { app: backend } }, mtls: { mode: STRICT } }',
    ),
    object(
      'AuthorizationPolicy',
      'shop/backend',
      '{ selector: { matchLabels: { app: backend } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }], to: [{ operation: { methods: [GET, POST], paths: [/notes/*] } }] }] }',
    ),
    object(
      'AuthorizationPolicy',
      'shop/db',
      '{ selector: { matchLabels: { app: db } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/backend] } }] }] }',
    ),
    object(
      'Gateway',
      'shop/edge',
      '{ selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com], tls: { httpsRedirect: true } }] }',
    ),
  ]),
);

test('the matrix says who may send what to whom', () => {
  expect(matrix(mesh)).toMatchInlineSnapshot(`
"shop/web-v1 -> backend.shop.svc.cluster.local:80: GET|POST /notes/** (mutual TLS)
anyone -> batch.legacy.svc.cluster.local:80: all requests (no mutual TLS)
shop/backend-v1, shop/backend-v2 -> db.shop.svc.cluster.local:3306: all requests (mutual TLS)
anyone -> hosts that the mesh does not know: all requests (leaves the mesh)
anyone in the mesh -> web.shop.svc.cluster.local:80: all requests (mutual TLS)
legacy/batch-v1, a pod without proxy -> web.shop.svc.cluster.local:80: all requests (no mutual TLS)"
`);
});

test('what does not get through is listed when it is asked for', () => {
  expect(
    matrix(mesh, { denied: true })
      .split('\n')
      .filter(line => line.includes('shop.example.com')),
  ).toMatchInlineSnapshot(`
[
  "internet -> http://shop.example.com:80: all requests (redirected (301))",
]
`);
});

test('the entries are the matrix as data', () => {
  const ofWeb = matrixEntries(mesh).find(({ from, to }) => from.includes('shop/web-v1') && to.startsWith('backend'));
  expect(ofWeb).toEqual({
    from: ['shop/web-v1'],
    to: 'backend.shop.svc.cluster.local:80',
    isUnknownHost: false,
    allowed: true,
    requests: ['GET|POST /notes/**'],
    ending: 'mutual TLS',
  });
});

test('the matrix does not depend on the order of the manifests', () => {
  const { resources } = mesh.model;
  const text = (some: typeof resources) => JSON.stringify(some.map(({ manifest }) => manifest));
  const reversed = modelOf(
    JSON.parse(text([...resources].reverse())).map((manifest: object) => JSON.stringify(manifest)),
  );
  expect(matrix(reversed)).toBe(matrix(mesh));
});
