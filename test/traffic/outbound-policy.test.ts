import { DataPlane } from '../../src/mesh/data-plane';
import { ExternalService } from '../../src/mesh/external-service';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { OutboundPolicy } from '../../src/traffic/outbound-policy';
import { noticesOf } from '../../src/tree/notice';
import { declareShop, expectClean, find } from './app';

const PORTS = [{ port: 443, protocol: 'tls' }] as const;

test('only what is declared is let out, in the whole mesh', () => {
  const { app, mesh, backend } = declareShop();
  const stripe = new ExternalService(mesh, 'stripe', { hosts: ['api.stripe.com'], ports: PORTS });
  backend.calls(stripe);
  new OutboundPolicy(mesh, 'outbound');
  const { metadata, spec } = find(app, 'Sidecar', 'default');
  expect(metadata.namespace).toBe('istio-system');
  expect(spec).toEqual({ egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });
  expect(noticesOf(app)).toEqual([]);
  expectClean(app);
});

test('an address in the environment that nobody declared is noticed, and those of the mesh are not', () => {
  const { app, mesh, service } = declareShop();
  new ExternalService(mesh, 'wild', { hosts: ['*.example.org'], ports: PORTS });
  service('payments', {
    versions: {
      v1: {
        image: 'payments:1',
        env: {
          STRIPE_URL: 'https://user:secret@api.stripe.com:443/v1',
          SMTP: 'smtp.example.com:587',
          WILD: 'https://a.example.org',
          BACKEND: 'http://backend.shop.svc.cluster.local:8080',
          SHORT: 'http://backend.shop:8080/api',
          WORD: 'production',
          VERSION: '1.2.3',
        },
      },
    },
  });
  new OutboundPolicy(mesh, 'outbound');
  expect(noticesOf(app).map(({ rule, message }) => [rule, message])).toEqual([
    [
      'undeclared-external-host',
      '"SMTP" of Deployment "shop/payments-v1" leads to "smtp.example.com", which nobody declared: REGISTRY_ONLY refuses the call',
    ],
    [
      'undeclared-external-host',
      '"STRIPE_URL" of Deployment "shop/payments-v1" leads to "api.stripe.com", which nobody declared: REGISTRY_ONLY refuses the call',
    ],
    [
      'uncalled-external-service',
      'nobody declares a call to the external service "*.example.org" (mesh/wild), yet everybody is let out to it',
    ],
  ]);
});

test('a namespace without sidecars is noticed, and ALLOW_ANY notices nothing', () => {
  const { app, mesh } = declareShop();
  new MeshNamespace(mesh, 'ambient', { dataPlane: DataPlane.ambient() });
  new OutboundPolicy(mesh, 'outbound');
  expect(noticesOf(app).map(({ rule }) => rule)).toEqual(['outbound-policy-needs-sidecars']);
  const open = declareShop();
  new MeshNamespace(open.mesh, 'ambient', { dataPlane: DataPlane.ambient() });
  new OutboundPolicy(open.mesh, 'outbound', { mode: 'ALLOW_ANY' });
  expect(noticesOf(open.app)).toEqual([]);
});
