import { DataPlane } from '../../src/mesh/data-plane';
import { ExternalService } from '../../src/mesh/external-service';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { OutboundTrafficPolicy } from '../../src/traffic/outbound-traffic-policy';
import { findingsOf, saidOf } from '../findings';
import { declareShop, expectClean, find } from './app';

const PORTS = [{ port: 443, protocol: 'tls' }] as const;

test('only what is declared is let out, in the whole mesh', () => {
  const { app, mesh, backend } = declareShop();
  const stripe = new ExternalService(mesh, 'stripe', { hosts: ['api.stripe.com'], ports: PORTS });
  backend.calls(stripe);
  new OutboundTrafficPolicy(mesh, 'outbound');
  const { metadata, spec } = find(app, 'Sidecar', 'default');
  expect(metadata.namespace).toBe('istio-system');
  expect(spec).toEqual({ egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });
  expect(findingsOf(app).filter(({ severity }) => severity !== 'info')).toEqual([]);
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
  new OutboundTrafficPolicy(mesh, 'outbound');
  expect(saidOf(app, 'unregistered-external-host')).toEqual([
    'warning "smtp.example.com" is called, but no ServiceEntry that the pods see defines it; outboundTrafficPolicy REGISTRY_ONLY blocks the call',
    'warning "api.stripe.com" is called, but no ServiceEntry that the pods see defines it; outboundTrafficPolicy REGISTRY_ONLY blocks the call',
  ]);
  expect(saidOf(app, 'uncalled-external-service')).toEqual([
    'info nobody declares a call to the external service "*.example.org" (mesh/wild), yet everybody is let out to it',
  ]);
});

test('pods without sidecars are reported, and ALLOW_ANY lets them be', () => {
  const declare = (mode: 'REGISTRY_ONLY' | 'ALLOW_ANY') => {
    const { app, mesh, service } = declareShop();
    service('worker', { namespace: new MeshNamespace(mesh, 'ambient', { dataPlane: DataPlane.ambient() }) });
    new OutboundTrafficPolicy(mesh, 'outbound', { mode });
    return saidOf(app, 'outbound-policy-needs-sidecars');
  };
  expect(declare('REGISTRY_ONLY')).toEqual([
    'warning the pods of "ambient/worker-v1" are in the ambient mesh and have no sidecar that enforces REGISTRY_ONLY: they reach everything',
  ]);
  expect(declare('ALLOW_ANY')).toEqual([]);
});
