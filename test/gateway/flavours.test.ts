import { TlsCredential } from '../../src/gateway/tls-credential';
import { DataPlane } from '../../src/mesh/data-plane';
import type { MeshNamespaceProps } from '../../src/mesh/mesh-namespace';
import { RetryOn } from '../../src/routing/retry-on';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { Authorization } from '../../src/security/authorization';
import { Jwt } from '../../src/security/jwt';
import { ABTest, Bucket } from '../../src/traffic/ab-test';
import { BlueGreen } from '../../src/traffic/blue-green';
import { Canary } from '../../src/traffic/canary';
import { CircuitBreaker } from '../../src/traffic/circuit-breaker';
import { Retries } from '../../src/traffic/retries';
import { Routing } from '../../src/traffic/routing';
import { Timeout } from '../../src/traffic/timeout';
import { expectClean } from '../traffic/app';
import { declareEdge, type Edge, flavourDifferences, inBoth } from './flavours';

const HOST = 'shop.example.com';
const credential = TlsCredential.existing('shop-tls');
const serve = (edge: Edge) => edge.gateway.https({ hosts: [HOST], credential });
const header = { name: 'x-canary', value: 'true' };

const APPS: readonly (readonly [string, (edge: Edge) => unknown])[] = [
  ['a gateway for a service', edge => serve(edge).expose(edge.frontend, { host: HOST })],
  [
    'paths of several services, of which one does not see its prefix',
    edge =>
      serve(edge)
        .expose(edge.frontend, { host: HOST })
        .expose(edge.backend, { host: HOST, path: PathMatch.segments('/api'), stripPrefix: true }),
  ],
  [
    'rules of a gateway',
    edge =>
      serve(edge)
        .expose(edge.frontend, { host: HOST })
        .rule({ name: 'old', host: HOST, match: { path: PathMatch.exact('/old') }, redirect: { path: '/new' } })
        .rule({
          name: 'moved',
          host: HOST,
          match: { path: PathMatch.segments('/moved') },
          redirect: { host: 'www.example.com', scheme: 'https', status: 308 },
        }),
  ],
  [
    'a canary with a header and a cookie',
    edge => {
      serve(edge).expose(edge.backend, { host: HOST });
      const override = { header };
      new Canary(edge.mesh, 'canary', {
        stable: edge.v1,
        canary: edge.v2,
        weight: 30,
        override,
        sticky: { name: 'arm', maxAge: '1h' },
      });
    },
  ],
  [
    'a canary that gets copies',
    edge => {
      serve(edge).expose(edge.frontend, { host: HOST });
      new Canary(edge.mesh, 'canary', { stable: edge.v1, canary: edge.v2, weight: 0, mirror: 2.5 });
    },
  ],
  [
    'blue and green',
    edge => {
      serve(edge).expose(edge.backend, { host: HOST });
      new BlueGreen(edge.mesh, 'release', { active: edge.v1, preview: edge.v2, previewHeader: header });
    },
  ],
  [
    'timeouts and retries',
    edge => {
      serve(edge).expose(edge.backend, { host: HOST });
      new Timeout(edge.mesh, 'timeout', { service: edge.backend, request: '10s' });
      new Retries(edge.mesh, 'retries', {
        service: edge.backend,
        attempts: 3,
        perTryTimeout: '2s',
        backoff: '50ms',
        on: RetryOn.statusCodes(502, 503),
      });
      new Retries(edge.mesh, 'none', { service: edge.frontend, attempts: 0 });
    },
  ],
  [
    'rules whose order is another one in the Gateway API',
    edge => {
      serve(edge).expose(edge.frontend, { host: HOST });
      new Routing(edge.mesh, 'routes', {
        service: edge.backend,
        order: 'as-written',
        rules: [
          { name: 'testers', match: { headers: { 'x-user': TextMatch.exact('tester') } }, to: edge.v2 },
          {
            name: 'export',
            match: { path: PathMatch.segments('/export'), method: TextMatch.exact('GET') },
            to: edge.v1,
          },
          { name: 'ids', match: { path: PathMatch.regex('/notes/[0-9]+') }, to: edge.v2 },
          { name: 'notes', match: { path: PathMatch.segments('/notes') }, timeout: '3s' },
          { name: 'search', match: { queryParams: { q: TextMatch.regex('.+') } }, to: edge.v1 },
          {
            name: 'reads',
            match: { method: TextMatch.exact('GET') },
            requestHeaders: { set: { 'x-read': '1' } },
          },
        ],
      });
    },
  ],
  [
    'changes of headers, rewrites, copies and CORS',
    edge => {
      serve(edge).expose(edge.frontend, { host: HOST });
      new Routing(edge.mesh, 'routes', {
        service: edge.backend,
        rules: [
          {
            name: 'renamed',
            match: { path: PathMatch.exact('/old') },
            rewrite: { path: '/new', host: 'inner.example.com' },
          },
          {
            name: 'copied',
            match: { path: PathMatch.segments('/copied') },
            to: edge.v1,
            mirrors: [{ to: edge.v2, percent: 50 }],
            requestHeaders: { set: { 'x-a': '1' }, remove: ['x-b'] },
            responseHeaders: { add: { 'x-c': '2' } },
          },
          {
            name: 'browsers',
            match: { path: PathMatch.segments('/open') },
            cors: {
              allowOrigins: [TextMatch.exact('https://app.example.com'), TextMatch.exact('https://beta.example.com')],
              allowMethods: ['GET', 'PUT'],
              maxAge: '60s',
              unmatchedPreflights: 'ignore',
            },
          },
        ],
      });
    },
  ],
  [
    'a service with two HTTP ports',
    edge => {
      serve(edge).expose(edge.frontend, { host: HOST });
      const ports = [
        { port: 8080, protocol: 'http' },
        { port: 9090, protocol: 'grpc', name: 'grpc-calls' },
      ] as const;
      const two = edge.twoVersions('two', { ports });
      edge.frontend.calls(two);
      new Canary(edge.mesh, 'canary', { stable: two.version('v1'), canary: two.version('v2'), weight: 40 });
      new Timeout(edge.mesh, 'timeout', { service: two, request: '4s' });
    },
  ],
  [
    'connections that are split, in the mesh and at the gateway',
    edge => {
      const db = edge.twoVersions('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
      edge.frontend.calls(db);
      new Canary(edge.mesh, 'canary', { stable: db.version('v1'), canary: db.version('v2'), weight: 25 });
      edge.gateway.tcp({ port: 9000 }).expose(db);
    },
  ],
  [
    'TLS that is handed through',
    edge => {
      const vault = edge.service('vault', { ports: [{ port: 8443, protocol: 'tls' }] });
      edge.gateway.passthrough({ hosts: ['vault.example.com'] }).expose(vault, { host: 'vault.example.com' });
    },
  ],
  [
    'TLS that ends at the gateway, with a certificate of the client',
    edge => {
      const db = edge.service('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
      edge.gateway
        .tls({
          hosts: ['db.example.com'],
          credential,
          clientCertificate: 'required',
          cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384'],
        })
        .expose(db);
    },
  ],
  [
    'authorization, tokens and a circuit breaker',
    edge => {
      serve(edge).expose(edge.backend, { host: HOST });
      new Canary(edge.mesh, 'canary', { stable: edge.v1, canary: edge.v2, weight: 10, override: { header } });
      new CircuitBreaker(edge.mesh, 'breaker', { service: edge.backend });
      new Authorization(edge.mesh, 'authorization').deny(edge.frontend, { from: 'anyone', methods: ['DELETE'] });
      new Jwt(edge.mesh, 'tokens', {
        target: edge.backend,
        issuers: [{ issuer: 'https://issuer.example.com', jwks: '{"keys":[]}' }],
      });
    },
  ],
  [
    'calls that are narrowed to methods and paths',
    edge => {
      serve(edge).expose(edge.frontend, { host: HOST });
      const cart = edge.twoVersions('cart');
      edge.frontend.calls(cart, { methods: ['GET'], paths: [PathMatch.prefix('/items')] });
      new BlueGreen(edge.mesh, 'release', {
        active: cart.version('v1'),
        preview: cart.version('v2'),
        previewHeader: header,
      });
      new Authorization(edge.mesh, 'authorization');
    },
  ],
  [
    'an experiment with two arms',
    edge => {
      serve(edge).expose(edge.frontend, { host: HOST });
      new ABTest(edge.mesh, 'experiment', {
        bucket: Bucket.cookie('arm'),
        variants: { a: { version: edge.v1, share: 50 }, b: { version: edge.v2, share: 50 } },
      });
    },
  ],
];

const DATA_PLANES: readonly (readonly [string, MeshNamespaceProps])[] = [
  ['with sidecars', {}],
  ['in the ambient mesh', { dataPlane: DataPlane.ambient() }],
];

describe.each(DATA_PLANES)('%s, all requests fare the same in both APIs', (_plane, namespace) => {
  test.each(APPS)('with %s', (_name, declare) => {
    expect(flavourDifferences(inBoth(declare, namespace))).toEqual([]);
  });

  test.each(APPS)('and nothing is wrong with %s', (_name, declare) => {
    const edge = declareEdge('gateway-api', namespace);
    declare(edge);
    expectClean(edge.app);
  });
});
