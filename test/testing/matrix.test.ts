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

test('the matrix says who may call whom, over what', () => {
  expect(matrix(mesh)).toBe(
    `
backend.shop.svc.cluster.local:80
  legacy/batch-v1: mtls-failure
  shop/backend-v1: denied (403)
  shop/db-v1: denied (403)
  shop/web-v1: allowed GET /notes/x, POST /notes/x over mutual TLS; denied (403) GET /

batch.legacy.svc.cluster.local:80
  legacy/batch-v1: allowed without mutual TLS
  shop/backend-v1: allowed without mutual TLS
  shop/db-v1: allowed without mutual TLS
  shop/web-v1: allowed without mutual TLS

db.shop.svc.cluster.local:3306
  legacy/batch-v1: denied
  shop/backend-v1: allowed over mutual TLS
  shop/db-v1: denied
  shop/web-v1: denied

http://shop.example.com
  internet: redirected to https://shop.example.com/

web.shop.svc.cluster.local:80
  legacy/batch-v1: allowed without mutual TLS
  shop/backend-v1: allowed over mutual TLS
  shop/db-v1: allowed over mutual TLS
  shop/web-v1: allowed over mutual TLS
`.trim(),
  );
});

test('the entries are the matrix as data', () => {
  expect(matrixEntries(mesh).find(({ from, to }) => from === 'shop/web-v1' && to.startsWith('backend'))).toEqual({
    from: 'shop/web-v1',
    to: 'backend.shop.svc.cluster.local:80',
    allowed: ['GET /notes/x', 'POST /notes/x'],
    refused: { 'denied (403)': ['GET /'] },
    mtls: true,
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
