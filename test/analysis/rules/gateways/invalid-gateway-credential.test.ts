import { invalidGatewayCredential } from '../../../../src/analysis/rules/gateways/invalid-gateway-credential';
import { testRule } from '../../../../src/testing/test-rule';

const gateway = (name: string, servers: string, ns = 'edge', selector = '{ istio: edge }') => `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${ns} }
spec: { selector: ${selector}, servers: [${servers}] }
`;

const https = (hosts: string, credential: string) =>
  `{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [${hosts}], tls: { mode: SIMPLE, credentialName: ${credential} } }`;

const pods = (labels = '{ istio: edge }', ns = 'edge', name = 'edge') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${ns} }
spec: { template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
`;

const secret = (data: string, ns = 'edge', key = 'data') => `
---
apiVersion: v1
kind: Secret
metadata: { name: tls, namespace: ${ns} }
${key}: ${data}
`;

const withTls = gateway('public', https('a.example.com', 'tls'), 'shop') + pods();

/** Self-signed, for example.com, valid for a hundred years from 2026. */
const CERTIFICATE = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBhDCCASmgAwIBAgIUemidW/KADVPl5ZH+mA7KtCN4k7EwCgYIKoZIzj0EAwIw',
  'FjEUMBIGA1UEAwwLZXhhbXBsZS5jb20wIBcNMjYxMTIxMDU0NjQ2WhgPMjEyNjEw',
  'MjgwNTQ2NDZaMBYxFDASBgNVBAMMC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYI',
  'KoZIzj0DAQcDQgAEYUIqfWiG73xrLUJURdPqdFsr6iybU6KOcR34jRkTJOhlRtdb',
  'ikFABF+Of4u1uwHAs32f8JSkyCsK0E7XFX5hZKNTMFEwHQYDVR0OBBYEFMY/AV7N',
  'EnwcBEYiT7TjYHDBnWM/MB8GA1UdIwQYMBaAFMY/AV7NEnwcBEYiT7TjYHDBnWM/',
  'MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAOqcveuemWssNG0H',
  'jImVg5YsCqOyvCTRNo3ExKLKUFijAiEApHnBNJxKXr8AAps2R0XuFuPYa/EXk4zO',
  'SEOpMim6t3M=',
  '-----END CERTIFICATE-----',
].join('\n');

const VALID = { now: new Date('2030-01-01') };

const EXPIRED = new Date('2200-01-01');

const base64 = (text: string) => Buffer.from(text).toString('base64');

const pair = `{ tls.crt: ${base64(CERTIFICATE)}, tls.key: ${base64('key')} }`;

testRule(invalidGatewayCredential, {
  valid: {
    'a certificate and its key': { yaml: withTls + secret(pair), context: VALID },
    'the older names of both': {
      yaml: withTls + secret(`{ cert: ${base64(CERTIFICATE)}, key: ${base64('key')} }`),
      context: VALID,
    },
    'both as plain text': {
      yaml: withTls + secret(`{ tls.crt: ${JSON.stringify(CERTIFICATE)}, tls.key: key }`, 'edge', 'stringData'),
      context: VALID,
    },
    'a Secret that is not there, which is another rule': withTls,
  },
  invalid: {
    'a key without a certificate': {
      yaml: withTls + secret(`{ tls.key: ${base64('key')} }`),
      expect: [
        'Gateway shop/public spec.servers[0].tls.credentialName: Secret "edge/tls" has no "tls.crt" with a "tls.key"',
      ],
    },
    'a certificate that has expired': {
      yaml: withTls + secret(pair),
      context: { now: EXPIRED },
      expect: [expect.stringContaining('Secret "edge/tls" holds a certificate that expired on') as unknown as string],
    },
    'a certificate that is not valid yet': {
      yaml: withTls + secret(pair),
      context: { now: new Date('2000-01-01') },
      expect: [
        expect.stringContaining('Secret "edge/tls" holds a certificate that is not valid before') as unknown as string,
      ],
    },
    'text that is no certificate': {
      yaml:
        withTls +
        secret(
          `{ tls.crt: ${base64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')}, tls.key: ${base64('key')} }`,
        ),
      expect: [
        'Gateway shop/public spec.servers[0].tls.credentialName: Secret "edge/tls" holds no certificate that can be read',
      ],
    },
    'plain text in parity with istioctl, which does not read it': {
      yaml:
        withTls.replace(pods(), '') +
        `---\napiVersion: v1\nkind: Pod\nmetadata: { name: edge, namespace: edge, labels: { istio: edge } }\n` +
        secret(`{ tls.crt: ${JSON.stringify(CERTIFICATE)}, tls.key: key }`, 'edge', 'stringData'),
      options: { istioParity: true },
      expect: [
        'Gateway shop/public spec.servers[0].tls.credentialName: Secret "edge/tls" has no "tls.crt" with a "tls.key"',
      ],
    },
  },
});
