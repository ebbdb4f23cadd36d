import { ignoredCredential } from '../../../../src/analysis/rules/destinations/ignored-credential';
import { testRule } from '../../../../src/testing/test-rule';
import { hostsOf } from '../behaviour';
import { app, destinationRule, GATEWAY_PODS, mesh, object, sidecars } from '../mesh-yaml';

const EXTERNAL = object(
  'networking.istio.io/v1',
  'ServiceEntry',
  'ext',
  'shop',
  '{ hosts: [api.example.com], ports: [{ number: 443, name: http, protocol: HTTP }], resolution: DNS }',
);
const rule = (policy: string, more = '') =>
  destinationRule(`{ host: api.example.com, ${more} trafficPolicy: { ${policy} } }`);
const TLS = (mode: string) => `tls: { mode: ${mode}, credentialName: client }`;
const SHOP = mesh(sidecars('shop'), app('web'), EXTERNAL);
const at = (field: string) => [
  `DestinationRule shop/rule spec.trafficPolicy.${field}.credentialName: sidecars take credentialName only from a DestinationRule with a workloadSelector: they send plaintext to "api.example.com"`,
];

testRule(ignoredCredential, {
  valid: {
    'a rule with a workloadSelector': mesh(
      SHOP,
      rule(TLS('SIMPLE'), 'workloadSelector: { matchLabels: { app: web } },'),
    ),
    'certificates of files': mesh(SHOP, rule('tls: { mode: SIMPLE, caCertificates: /etc/ca.pem }')),
    'a rule that only gateways follow': mesh(GATEWAY_PODS, EXTERNAL, rule(TLS('SIMPLE'))),
    'a ConfigMap, which sidecars do take': mesh(SHOP, rule('tls: { mode: SIMPLE, credentialName: "configmap://ca" }')),
  },
  invalid: {
    'TLS with a credential': { yaml: mesh(SHOP, rule(TLS('SIMPLE'))), expect: at('tls') },
    'mutual TLS with a credential': { yaml: mesh(SHOP, rule(TLS('MUTUAL'))), expect: at('tls') },
    'a credential for one port': {
      yaml: mesh(SHOP, rule(`portLevelSettings: [{ port: { number: 443 }, ${TLS('SIMPLE')} }]`)),
      expect: at('portLevelSettings[0].tls'),
    },
  },
});

test('the host is called, in plaintext', () => {
  expect(hostsOf(mesh(SHOP, rule(TLS('SIMPLE'))), { from: 'shop/web', to: 'http://api.example.com:443/' })).toEqual([
    'api.example.com',
  ]);
});
