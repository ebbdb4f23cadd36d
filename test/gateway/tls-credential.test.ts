import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { TlsCredential } from '../../src/gateway/tls-credential';
import { Mesh } from '../../src/mesh/mesh';
import { find, written } from '../mesh/declare';

const GATEWAY = { name: 'public', podNamespace: { name: 'istio-ingress' } };

function bind(credential: TlsCredential, hosts: readonly string[] = ['shop.example.com', 'www.example.com']) {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  return { app, secret: credential.bind(new Construct(mesh, 'gateway'), GATEWAY, hosts) };
}

test('a Secret that somebody else keeps is named, and nothing is defined', () => {
  const { app, secret } = bind(TlsCredential.existing('shop-tls'));
  expect(secret).toBe('shop-tls');
  expect(written(app)).toEqual([]);
});

test('cert-manager keeps a certificate for all hosts of the server where the pods read it', () => {
  const { app, secret } = bind(TlsCredential.certManager({ issuer: { name: 'ca', kind: 'Issuer' } }));
  expect(secret).toBe('public-shop-example-com');
  expect(find(app, 'Certificate', secret)).toMatchObject({
    apiVersion: 'cert-manager.io/v1',
    metadata: { namespace: 'istio-ingress' },
    spec: {
      secretName: secret,
      dnsNames: ['shop.example.com', 'www.example.com'],
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'ca' },
    },
  });
});

test('the Secret may have a name of its own, and a wildcard is spelled out in one that is derived', () => {
  const issuer = { name: 'letsencrypt' };
  expect(bind(TlsCredential.certManager({ issuer, secretName: 'mine' })).secret).toBe('mine');
  expect(bind(TlsCredential.certManager({ issuer }), ['*.example.com']).secret).toBe('public-wildcard-example-com');
});

test.each<[string, TlsCredential, readonly string[], string]>([
  [
    'a certificate for every host',
    TlsCredential.certManager({ issuer: { name: 'ca' } }),
    ['*'],
    'Cannot issue a certificate at mesh/gateway: wanted named hosts, got "*"',
  ],
  ['a Secret without a name', TlsCredential.existing(''), ['a.com'], 'Cannot use "" as name of a TLS Secret'],
  ['a Secret in capitals', TlsCredential.existing('Shop'), ['a.com'], 'Cannot use "Shop" as name of a TLS Secret'],
])('%s is refused', (_case, credential, hosts, message) => {
  expect(() => bind(credential, hosts)).toThrow(message);
});
