import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EgressGateway } from '../../src/gateway/egress-gateway';
import { GatewayWorkload } from '../../src/gateway/gateway-workload';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { TlsCredential } from '../../src/gateway/tls-credential';
import { DataPlane } from '../../src/mesh/data-plane';
import { ExternalService } from '../../src/mesh/external-service';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { AccessPolicy } from '../../src/security/access-policy';
import { Authorization } from '../../src/security/authorization';
import { Jwt } from '../../src/security/jwt';
import { MutualTls } from '../../src/security/mutual-tls';
import { RequestSource } from '../../src/security/request-source';
import { MeshApp } from '../../src/synth/mesh-app';
import { SynthError } from '../../src/synth/synth-error';
import { ABTest, Bucket } from '../../src/traffic/ab-test';
import { Canary } from '../../src/traffic/canary';
import { FaultInjection } from '../../src/traffic/fault-injection';
import { Routing } from '../../src/traffic/routing';
import { accept } from '../../src/tree/accept';
import { declareShop } from '../traffic/app';
import { byHand, existing, proofOf, type Shop, said } from './proof-findings';

describe('what a synth took for granted is an error now', () => {
  test('a caller outside of the mesh, while the callee wants mutual TLS', () => {
    const shop = declareShop();
    const { mesh, backend } = shop;
    const legacy = new MeshNamespace(mesh, 'legacy', { dataPlane: DataPlane.none() });
    const ports = [{ port: 8080, protocol: 'http' }] as const;
    new MeshService(mesh, 'batch', { namespace: legacy, ports, versions: { v1: { image: 'batch:1' } } }).calls(backend);
    new MutualTls(mesh, 'mtls');
    expect(said(shop)).toEqual([
      expect.stringMatching(
        /^declared-call-refused mesh\/batch: legacy\/batch calls shop\/backend, but .* ends so: mtls-failure/,
      ),
    ]);
  });

  test('a policy that denies the caller', () => {
    const shop = declareShop();
    new MutualTls(shop.mesh, 'mtls');
    new Authorization(shop.mesh, 'authz').deny(shop.backend, { from: [RequestSource.caller(shop.frontend)] });
    const [finding, ...others] = proofOf(shop);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'declared-call-refused',
      severity: 'error',
      resource: { kind: 'Construct', name: 'mesh/frontend', origin: { constructPath: 'mesh/frontend' } },
      related: [
        {
          kind: 'AuthorizationPolicy',
          namespace: 'shop',
          name: 'deny-backend',
          origin: { constructPath: expect.any(String) },
        },
      ],
    });
    expect(finding?.message).toMatch(
      /^shop\/frontend calls shop\/backend, but shop\/frontend-v1 -> GET http:\/\/backend\.shop\.svc\.cluster\.local:8080\/ ends so: denied \(403\)/,
    );
    expect(finding?.trace?.join('\n')).toContain('AuthorizationPolicy shop/deny-backend denies the request');
  });

  test('an AccessPolicy that leaves the caller out', () => {
    const shop = declareShop();
    new MutualTls(shop.mesh, 'mtls');
    new AccessPolicy(shop.mesh, 'only-ops', { target: shop.backend }).rule({ from: [RequestSource.namespace('ops')] });
    expect(said(shop)).toEqual([
      expect.stringMatching(/^declared-call-refused mesh\/frontend: .* denied \(403\).*only-ops/),
    ]);
  });

  test('a rewrite out of the path that is allowed', () => {
    const shop = declareShop();
    const { mesh, service, backend } = shop;
    service('mobile').calls(backend, { paths: [PathMatch.prefix('/api')] });
    new Routing(mesh, 'routing', {
      service: backend,
      rules: [
        {
          name: 'api',
          match: { path: PathMatch.prefix('/api/') },
          rewrite: { prefix: '/' },
        },
      ],
    });
    new MutualTls(mesh, 'mtls');
    new Authorization(mesh, 'authz');
    expect(said(shop)).toEqual([
      expect.stringMatching(/^declared-call-refused mesh\/mobile: .* GET .*\/api\/ ends so: denied \(403\)/),
    ]);
  });

  test('a route to another service, which does not know the caller', () => {
    const shop = declareShop();
    const { mesh, service, backend } = shop;
    const search = service('search');
    new Routing(mesh, 'routing', {
      service: backend,
      rules: [
        {
          name: 'search',
          match: { path: PathMatch.prefix('/search') },
          to: { service: search },
        },
      ],
    });
    new MutualTls(mesh, 'mtls');
    new Authorization(mesh, 'authz');
    expect(said(shop)).toEqual([
      expect.stringMatching(/^declared-call-refused mesh\/frontend: .*\/search ends so: denied \(403\).*search/),
    ]);
  });
});

describe('objects by hand that break what is declared', () => {
  test.each<[string, (shop: Shop) => void, RegExp]>([
    [
      'a call',
      shop =>
        byHand(shop, 'VirtualService', 'mine', {
          hosts: ['backend'],
          http: [
            { match: [{ uri: { prefix: '/x' } }], route: [{ destination: { host: 'frontend' } }] },
            { route: [{ destination: { host: 'backend' } }] },
          ],
        }),
      /^declared-call-refused mesh\/frontend: shop\/frontend calls shop\/backend, but .* GET .*\/x ends so: it reaches frontend\.shop/,
    ],
    [
      'an exposure',
      shop => {
        new IngressGateway(shop.mesh, 'public', { workload: existing })
          .http({ hosts: ['*.example.com'] })
          .expose(shop.frontend, { host: 'shop.example.com' });
        const metadata = { selector: { matchLabels: { app: 'istio-ingress' } } };
        byHand(
          shop,
          'AuthorizationPolicy',
          'edge',
          { ...metadata, action: 'DENY', rules: [{ to: [{ operation: { methods: ['PUT'] } }] }] },
          'istio-ingress',
        );
      },
      /^declared-call-refused mesh\/public: istio-ingress\/public exposes shop\/frontend under shop\.example\.com, but internet -> PUT http:\/\/shop\.example\.com:80\/ ends so: denied/,
    ],
    [
      'a delegated path',
      shop => {
        const gateway = new IngressGateway(shop.mesh, 'public', { workload: existing }).http({
          hosts: ['shop.example.com'],
        });
        gateway
          .delegate('team', { host: 'shop.example.com', namespace: shop.namespace, prefix: '/team' })
          .expose(shop.backend, { path: PathMatch.prefix('/team/b') });
        gateway.expose(shop.frontend, { host: 'shop.example.com' });
        byHand(shop, 'AuthorizationPolicy', 'team', {
          selector: { matchLabels: { app: 'backend' } },
          action: 'DENY',
          rules: [{ to: [{ operation: { paths: ['/team/b/secret'] } }] }],
        });
      },
      /^declared-call-refused mesh\/public\/team: .* internet -> GET http:\/\/shop\.example\.com:80\/team\/b\/secret ends so: denied/,
    ],
    [
      'an external call',
      shop => {
        const ports = [{ port: 443, protocol: 'tls' }] as const;
        shop.frontend.calls(new ExternalService(shop.mesh, 'stripe', { hosts: ['api.stripe.com'], ports }));
        byHand(shop, 'Sidecar', 'narrow', {
          workloadSelector: { labels: { app: 'frontend' } },
          egress: [{ hosts: ['./*'] }],
          outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
        });
      },
      /^declared-call-refused mesh\/frontend: shop\/frontend calls api\.stripe\.com, but .* tls:\/\/api\.stripe\.com:443 ends so/,
    ],
    [
      'a call through an egress gateway',
      shop => {
        const ports = [{ port: 443, protocol: 'tls' }] as const;
        const stripe = new ExternalService(shop.mesh, 'stripe', { hosts: ['api.stripe.com'], ports });
        shop.frontend.calls(stripe);
        const workload = GatewayWorkload.existing({ name: 'istio-egress', namespace: 'istio-egress' });
        new EgressGateway(shop.mesh, 'egress', { workload }).via(stripe);
        byHand(shop, 'VirtualService', 'a-shortcut', {
          hosts: ['api.stripe.com'],
          tls: [
            {
              match: [{ port: 443, sniHosts: ['api.stripe.com'] }],
              route: [{ destination: { host: 'api.stripe.com' } }],
            },
          ],
        });
      },
      /^declared-call-refused mesh\/frontend: shop\/frontend calls api\.stripe\.com, but .* through istio-egress\.istio-egress/,
    ],
    [
      'the header of a canary',
      shop => {
        const { mesh, v1, v2 } = shop;
        new Canary(mesh, 'canary', {
          stable: v1,
          canary: v2,
          weight: 0,
          override: { header: { name: 'x-canary', value: 'true' } },
        });
        byHand(shop, 'VirtualService', 'a-mine', {
          hosts: ['backend'],
          http: [
            {
              match: [{ headers: { 'x-canary': { exact: 'true' } }, uri: { prefix: '/y' } }],
              route: [{ destination: { host: 'backend', subset: 'v1' } }],
            },
            { route: [{ destination: { host: 'backend', subset: 'v1' } }] },
          ],
        });
      },
      /^declared-call-refused mesh\/canary: shop\/frontend calls shop\/backend \(canary-override\), but .* ends so: it reaches backend.* v1 instead of backend.* v2/,
    ],
    [
      'the stage of a canary',
      shop => {
        const { mesh, v1, v2 } = shop;
        new Canary(mesh, 'canary', { stable: v1, canary: v2, stages: [{ name: 'ten', weight: 10 }], stage: 'ten' });
        byHand(shop, 'VirtualService', 'a-mine', {
          hosts: ['backend'],
          http: [
            {
              route: [
                { destination: { host: 'backend', subset: 'v1' }, weight: 80 },
                { destination: { host: 'backend', subset: 'v2' }, weight: 20 },
              ],
            },
          ],
        });
      },
      /^declared-call-refused mesh\/canary: .* instead of 90 % backend\.shop\.svc\.cluster\.local v1 or 10 % backend\.shop\.svc\.cluster\.local v2/,
    ],
  ])('%s', (_what, breakIt, message) => {
    const shop = declareShop();
    breakIt(shop);
    expect(said(shop)).toContainEqual(expect.stringMatching(message));
  });
});

describe('what holds', () => {
  test.each<[string, (shop: Shop) => void]>([
    [
      'a token that the caller can have',
      ({ mesh, backend }) => {
        new Jwt(mesh, 'users', {
          target: backend,
          issuers: [{ issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys' }],
        });
      },
    ],
    [
      'a certificate that clients can show',
      ({ mesh, frontend }) => {
        new IngressGateway(mesh, 'public', { workload: existing })
          .https({
            hosts: ['shop.example.com'],
            credential: TlsCredential.existing('tls'),
            clientCertificate: 'required',
          })
          .expose(frontend, { host: 'shop.example.com' });
      },
    ],
    [
      'a fault that is declared',
      ({ mesh, backend }) => {
        new FaultInjection(mesh, 'chaos', { service: backend, abort: { percent: 100, httpStatus: 503 } });
      },
    ],
    [
      'addresses that clients may have',
      ({ mesh, frontend }) => {
        const gateway = new IngressGateway(mesh, 'public', { workload: existing }).http({
          hosts: ['shop.example.com'],
        });
        gateway.expose(frontend, { host: 'shop.example.com' });
        new Authorization(mesh, 'authz').allow(gateway, { from: [RequestSource.remoteIpBlocks('203.0.113.0/24')] });
      },
    ],
    [
      'several paths of one host, a prefix that is taken away, and a host of any name',
      ({ mesh, frontend, backend }) => {
        new IngressGateway(mesh, 'public', { workload: existing })
          .http({ hosts: ['*.example.com', 'shop.example.com'] })
          .expose(frontend, { host: '*.example.com' })
          .expose(frontend, { host: 'shop.example.com' })
          .expose(backend, { host: 'shop.example.com', path: PathMatch.prefix('/api'), stripPrefix: true })
          .expose(backend, { host: 'shop.example.com', path: PathMatch.exact('/version') })
          .rule({
            name: 'old',
            host: 'shop.example.com',
            match: { path: PathMatch.prefix('/old') },
            redirect: { path: '/' },
          });
        new Authorization(mesh, 'authz');
      },
    ],
    [
      'connections',
      shop => {
        const db = shop.service('db', { ports: [{ port: 3306, protocol: 'mysql' }] });
        const web = shop.service('secure', { ports: [{ port: 443, protocol: 'https' }] });
        const ports = [443, 9000].map(port => ({ name: `p-${port}`, port, targetPort: port + 1000 }));
        const workload = GatewayWorkload.existing({ name: 'istio-ingress', namespace: 'istio-ingress', ports });
        const gateway = new IngressGateway(shop.mesh, 'public', { workload });
        gateway.tcp({ port: 9000 }).expose(db);
        gateway.passthrough({ hosts: ['secure.example.com'] }).expose(web, { host: 'secure.example.com' });
        new Authorization(shop.mesh, 'authz');
      },
    ],
    [
      'buckets of an A/B test',
      ({ mesh, v1, v2 }) => {
        const variants = { a: { version: v1, share: 30 }, b: { version: v2, share: 70 } };
        new ABTest(mesh, 'ab', { bucket: Bucket.cookie('bucket'), variants });
      },
    ],
    [
      'a canary beside rules for some paths',
      ({ mesh, backend, v1, v2 }) => {
        const override = { header: { name: 'x-canary', value: 'true' } };
        new Canary(mesh, 'canary', { stable: v1, canary: v2, weight: 10, override, sticky: { name: 'seen' } });
        new Routing(mesh, 'routing', {
          service: backend,
          rules: [{ name: 'beta', match: { headers: { 'x-beta': TextMatch.exact('1') } }, to: v2 }],
        });
      },
    ],
  ])('%s', (_what, declare) => {
    const shop = declareShop();
    new MutualTls(shop.mesh, 'mtls');
    declare(shop);
    expect(said(shop)).toEqual([]);
  });

  test.each(['sidecar', 'ambient'] as const)('a canary behind a gateway and an authorization, %s', mode => {
    const dataPlane = mode === 'ambient' ? DataPlane.ambient() : DataPlane.sidecar();
    const shop = declareShop({}, { dataPlane });
    const { mesh, backend, v1, v2 } = shop;
    new IngressGateway(mesh, 'public', { workload: existing })
      .http({ hosts: ['shop.example.com'] })
      .expose(backend, { host: 'shop.example.com' });
    new Canary(mesh, 'canary', {
      stable: v1,
      canary: v2,
      weight: 10,
      override: { header: { name: 'x-canary', value: 'true' } },
    });
    new Authorization(mesh, 'authz');
    expect(said(shop)).toEqual([]);
  });
});

describe('a synth', () => {
  const refused = (props: ConstructorParameters<typeof MeshApp>[0] = {}) => {
    const app = new MeshApp({ outdir: mkdtempSync(join(tmpdir(), 'proof-')), ...props });
    const shop = declareShop({}, {}, app);
    new MutualTls(shop.mesh, 'mtls');
    new Authorization(shop.mesh, 'authz').deny(shop.backend, { from: [RequestSource.caller(shop.frontend)] });
    return { ...shop, app };
  };

  test('stops', () => {
    const { app } = refused();
    expect(() => app.synth()).toThrow(SynthError);
    expect(() => app.synthYaml()).toThrow(/declared-call-refused: shop\/frontend calls shop\/backend/);
  });

  test('goes on without a proof, or where the finding is accepted', () => {
    expect(() => refused({ proof: false }).app.synthYaml()).not.toThrow();
    const { app, frontend } = refused();
    accept(frontend, 'declared-call-refused', 'the policy goes next week');
    expect(() => app.synthYaml()).not.toThrow();
  });
});
