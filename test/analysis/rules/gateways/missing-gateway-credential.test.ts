import { missingGatewayCredential } from '../../../../src/analysis/rules/gateways/missing-gateway-credential';
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

const promise = (apiVersion: string, kind: string, spec: string, name = 'tls') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: edge }
spec: ${spec}
`;

const withTls = gateway('public', https('a.example.com', 'tls'), 'shop') + pods();

testRule(missingGatewayCredential, {
  valid: {
    'a Secret beside the pods': withTls + secret('{}'),
    'a Certificate of cert-manager': withTls + promise('cert-manager.io/v1', 'Certificate', '{ secretName: tls }', 'a'),
    'an ExternalSecret':
      withTls + promise('external-secrets.io/v1', 'ExternalSecret', '{ target: { name: tls } }', 'a'),
    'an ExternalSecret of the same name': withTls + promise('external-secrets.io/v1', 'ExternalSecret', '{}'),
    'a SealedSecret': withTls + promise('bitnami.com/v1alpha1', 'SealedSecret', '{}'),
    'a Gateway whose pods are elsewhere': gateway('public', https('a.example.com', 'tls')),
  },
  invalid: {
    'a Secret beside the Gateway instead of the pods': {
      yaml: withTls + secret('{}', 'shop'),
      expect: [
        'Gateway shop/public spec.servers[0].tls.credentialName: Secret "tls" is in namespace "shop"; the pods of the gateway read it from "edge"',
      ],
    },
  },
});
