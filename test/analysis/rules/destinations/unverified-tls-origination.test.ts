import { analyze } from '../../../../src/analysis/analyze';
import { unverifiedTlsOrigination } from '../../../../src/analysis/rules/destinations/unverified-tls-origination';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { testRule } from '../../../../src/testing/test-rule';

const rule = (trafficPolicy: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: db, namespace: shop }
spec: { host: db.example.com, trafficPolicy: ${trafficPolicy} }
---`;

const entry = (more: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: db, namespace: shop }
spec: { hosts: [db.example.com], ports: [{ number: 443, name: https, protocol: HTTPS }], resolution: DNS${more} }
---`;

const SNI = 'mode: SIMPLE, sni: db.example.com';
const ANY_NAME =
  'DestinationRule shop/db spec.trafficPolicy.tls: TLS mode SIMPLE for "db.example.com" names sni "db.example.com" and no subjectAltNames, so that a certificate of any public authority for any name is accepted';

testRule(unverifiedTlsOrigination, {
  valid: {
    'authority of the system, name of the request': rule('{ tls: { mode: SIMPLE } }'),
    'a client certificate as well': rule('{ tls: { mode: MUTUAL, clientCertificate: /a, privateKey: /b } }'),
    'a name that the server must have': rule(`{ tls: { ${SNI}, subjectAltNames: [db.example.com] } }`),
    'a name that the ServiceEntry says': rule(`{ tls: { ${SNI} } }`) + entry(', subjectAltNames: [db.example.com]'),
    'an authority of its own': rule(`{ tls: { ${SNI}, caCertificates: /etc/ca.pem } }`),
    'the authorities of the system, by name': rule(`{ tls: { ${SNI}, caCertificates: system } }`),
    'a decision': rule(`{ tls: { ${SNI}, insecureSkipVerify: true } }`),
    'TLS of the mesh': rule('{ tls: { mode: ISTIO_MUTUAL, sni: a } }'),
  },
  invalid: {
    'a name to ask by, and none to compare': { yaml: rule(`{ tls: { ${SNI} } }`) + entry(''), expect: [ANY_NAME] },
    'the same for a port': {
      yaml: rule(`{ portLevelSettings: [{ port: { number: 443 }, tls: { ${SNI} } }] }`),
      expect: [
        'DestinationRule shop/db spec.trafficPolicy.portLevelSettings[0].tls: TLS mode SIMPLE for port 443 of "db.example.com" names sni "db.example.com" and no subjectAltNames, so that a certificate of any public authority for any name is accepted',
      ],
    },
  },
});

test.each([
  ['1.20', ['TLS mode SIMPLE for "db.example.com" names no caCertificates, so that the server is not verified']],
  ['1.21', []],
])('Istio %s without caCertificates', (istioVersion, expected) => {
  const model = buildModel(parseManifests(rule('{ tls: { mode: SIMPLE } }'), 'db.yaml'), { istioVersion });
  expect(analyze(model, { rules: [unverifiedTlsOrigination] }).map(({ message }) => message)).toEqual(expected);
});
