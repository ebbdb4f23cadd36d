import { unverifiedTlsOrigination } from '../../../../src/analysis/rules/destinations/unverified-tls-origination';
import { testRule } from '../../../../src/testing/test-rule';
import { destinationRule, mesh, object } from '../mesh-yaml';

const rule = (tls: string, more = '') =>
  destinationRule(`{ host: db.example.com, trafficPolicy: { tls: ${tls} }${more} }`);
const OLD = { istioVersion: '1.20' };
const istiod = (env: string) =>
  object('install.istio.io/v1alpha1', 'IstioOperator', 'istio', 'istio-system', `{ values: ${env} }`);

testRule(unverifiedTlsOrigination, {
  valid: {
    'a release that trusts the authorities of the system by itself': rule('{ mode: SIMPLE }'),
    'an authority': { yaml: rule('{ mode: SIMPLE, caCertificates: system }'), options: OLD },
    'a decision not to verify': { yaml: rule('{ mode: SIMPLE, insecureSkipVerify: true }'), options: OLD },
    'the TLS of the mesh': { yaml: rule('{ mode: ISTIO_MUTUAL }'), options: OLD },
    'a credential for some pods, which may hold the authority': {
      yaml: rule('{ mode: MUTUAL, credentialName: db }', ', workloadSelector: { matchLabels: { app: web } }'),
      options: OLD,
    },
  },
  invalid: {
    'an old release': {
      yaml: rule('{ mode: SIMPLE }'),
      options: OLD,
      expect: [
        'DestinationRule shop/rule spec.trafficPolicy.tls: TLS mode SIMPLE for "db.example.com" names no caCertificates, so that the server is not verified',
      ],
    },
    'a credential that no sidecar reads': {
      yaml: rule('{ mode: MUTUAL, credentialName: db }'),
      options: OLD,
      expect: [
        'DestinationRule shop/rule spec.trafficPolicy.tls: TLS mode MUTUAL for "db.example.com" names no caCertificates, so that the server is not verified',
      ],
    },
    'a port': {
      yaml: destinationRule(
        '{ host: db.example.com, trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: SIMPLE } }] } }',
      ),
      options: OLD,
      expect: [
        'DestinationRule shop/rule spec.trafficPolicy.portLevelSettings[0].tls: TLS mode SIMPLE for port 443 of "db.example.com" names no caCertificates, so that the server is not verified',
      ],
    },
    'a newer release that behaves like an old one': {
      yaml: mesh(istiod('{ compatibilityVersion: "1.20" }'), rule('{ mode: SIMPLE }')),
      options: { istioVersion: '1.22' },
      expect: [
        'DestinationRule shop/rule spec.trafficPolicy.tls: TLS mode SIMPLE for "db.example.com" names no caCertificates, so that the server is not verified',
      ],
    },
    'a control plane that is told not to verify': {
      yaml: mesh(istiod('{ pilot: { env: { VERIFY_CERTIFICATE_AT_CLIENT: "false" } } }'), rule('{ mode: SIMPLE }')),
      options: { istioVersion: '1.30' },
      expect: [
        'DestinationRule shop/rule spec.trafficPolicy.tls: TLS mode SIMPLE for "db.example.com" names no caCertificates, so that the server is not verified',
      ],
    },
    'what istioctl says of any release': {
      yaml: rule('{ mode: SIMPLE }'),
      options: { istioParity: true },
      expect: [
        'DestinationRule shop/rule spec.trafficPolicy.tls: TLS mode SIMPLE for "db.example.com" names no caCertificates, so that the server is not verified',
      ],
    },
  },
});
