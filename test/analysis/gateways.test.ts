import { conflictingGateways } from '../../src/analysis/rules/conflicting-gateways';
import { duplicateGatewayCertificate } from '../../src/analysis/rules/duplicate-gateway-certificate';
import { gatewayPortNotInService } from '../../src/analysis/rules/gateway-port-not-in-service';
import { gatewayWithoutWorkload } from '../../src/analysis/rules/gateway-without-workload';
import { hostNotInGateway } from '../../src/analysis/rules/host-not-in-gateway';
import { invalidGatewayCredential } from '../../src/analysis/rules/invalid-gateway-credential';
import { missingGateway } from '../../src/analysis/rules/missing-gateway';
import { missingGatewayCredential } from '../../src/analysis/rules/missing-gateway-credential';
import { testRule } from '../../src/testing/test-rule';

const gateway = (name: string, servers: string, ns = 'edge', selector = '{ istio: edge }') => `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${ns} }
spec: { selector: ${selector}, servers: [${servers}] }
`;

const http = (hosts: string, port = 80, more = '') =>
  `{ port: { number: ${port}, name: http, protocol: HTTP }, hosts: [${hosts}]${more} }`;
const https = (hosts: string, credential: string) =>
  `{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [${hosts}], tls: { mode: SIMPLE, credentialName: ${credential} } }`;

const route = (hosts: string, gateways: string, ns = 'shop') => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: ${ns} }
spec: { hosts: [${hosts}], gateways: [${gateways}], http: [{ route: [{ destination: { host: web } }] }] }
`;

const pods = (labels = '{ istio: edge }', ns = 'edge', name = 'edge') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${ns} }
spec: { template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
`;

const service = (ports: string, selector = '{ istio: edge }') => `
---
apiVersion: v1
kind: Service
metadata: { name: edge, namespace: edge }
spec: { selector: ${selector}, ports: [${ports}] }
`;

testRule(missingGateway, {
  valid: {
    'the mesh itself': route('a.example.com', 'mesh'),
    'a Gateway of the same namespace': gateway('public', http('"*"')) + route('a.example.com', 'public', 'edge'),
    'a Gateway by namespace and name': gateway('public', http('"*"')) + route('a.example.com', 'edge/public'),
    'a dot for the own namespace': gateway('public', http('"*"')) + route('a.example.com', './public', 'edge'),
  },
  invalid: {
    'a name without its namespace, and where it is': {
      yaml: gateway('public', http('"*"')) + route('a.example.com', 'mesh, public'),
      expect: [
        'VirtualService shop/web spec.gateways[1]: Gateway "public" does not exist in namespace "shop"; there are none',
      ],
    },
    'a Gateway of the Gateway API, which is another kind': {
      yaml: `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: public, namespace: shop }\n${route('a.example.com', 'public')}`,
      expect: [
        'VirtualService shop/web spec.gateways[0]: Gateway "public" does not exist in namespace "shop"; there are none',
      ],
    },
  },
});

testRule(hostNotInGateway, {
  valid: {
    'a host below a wildcard': gateway('public', http('"*.example.com"')) + route('a.example.com', 'edge/public'),
    'a wildcard over a host': gateway('public', http('a.example.com')) + route('"*.example.com"', 'edge/public'),
    'one host of several': gateway('public', http('a.example.com')) + route('a.example.com, web', 'edge/public, mesh'),
    'a host for its namespace': gateway('public', http('shop/a.example.com')) + route('a.example.com', 'edge/public'),
    'a host for all namespaces': gateway('public', http('"*/a.example.com"')) + route('a.example.com', 'edge/public'),
    'a host for the namespace of the Gateway':
      gateway('public', http('./a.example.com')) + route('a.example.com', 'public', 'edge'),
    'a Gateway that does not exist, which is another rule': route('a.example.com', 'edge/absent'),
    'a delegate, which has no hosts': gateway('public', http('a.example.com')) + route('', 'edge/public'),
  },
  invalid: {
    'a host for another namespace': {
      yaml:
        gateway('public', http('bank/a.example.com, ./b.example.com')) +
        route('a.example.com, b.example.com', 'edge/public'),
      expect: [
        'VirtualService shop/web spec.gateways[0]: Gateway "edge/public" accepts no host of "a.example.com", "b.example.com"; for namespace "shop" it accepts none',
      ],
    },
    'the bare domain of a wildcard': {
      yaml: gateway('public', http('"*.example.com"')) + route('example.com', 'edge/public'),
      expect: [
        'VirtualService shop/web spec.gateways[0]: Gateway "edge/public" accepts no host of "example.com"; for namespace "shop" it accepts "*.example.com"',
      ],
    },
  },
});

testRule(gatewayWithoutWorkload, {
  valid: {
    'pods in another namespace': gateway('public', http('"*"'), 'shop') + pods(),
    'the stock gateway where Istio is installed elsewhere': gateway(
      'public',
      http('"*"'),
      'shop',
      '{ istio: ingressgateway }',
    ),
    'the stock gateway that an IstioOperator makes': `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: i, namespace: istio-system }\n${gateway('public', http('"*"'), 'shop', '{ app: istio-ingressgateway, istio: ingressgateway }')}`,
  },
  invalid: {
    'a label that is on the Deployment only': {
      yaml:
        gateway('public', http('"*"'), 'edge', '{ tier: edge }') +
        pods().replace('namespace: edge }', 'namespace: edge, labels: { tier: edge } }'),
      expect: [
        'Gateway edge/public spec.selector: no pod has the labels "tier=edge"; pods of gateways have "istio=edge"',
      ],
    },
    'the stock gateway that the installation leaves out': {
      yaml: `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: i, namespace: istio-system }\nspec: { profile: minimal }\n${gateway('public', http('"*"'), 'shop', '{ istio: ingressgateway }')}`,
      expect: [
        'Gateway shop/public spec.selector: no pod has the labels "istio=ingressgateway"; pods of gateways have none',
      ],
    },
  },
});

testRule(gatewayPortNotInService, {
  valid: {
    'the port of the Service': gateway('public', http('"*"')) + pods() + service('{ port: 80 }'),
    'the target port of the Service':
      gateway('public', http('"*"', 8080)) + pods() + service('{ port: 80, targetPort: 8080 }'),
    'pods without a Service': gateway('public', http('"*"')) + pods(),
    'a Gateway without pods, which is another rule': gateway('public', http('"*"')) + service('{ port: 443 }'),
  },
  invalid: {
    'a port of UDP': {
      yaml:
        gateway('public', http('"*"')) +
        pods() +
        service('{ port: 80, protocol: UDP }, { port: 443, targetPort: 8443 }'),
      expect: [
        'Gateway edge/public spec.servers[0].port.number: no Service of the pods with "istio=edge" leads to port 80; reachable are 443, 8443',
      ],
    },
    'a Service of other pods': {
      yaml:
        gateway('public', http('"*"', 8443)) +
        pods('{ istio: edge, app: edge }') +
        service('{ port: 443 }', '{ app: edge }'),
      expect: [
        'Gateway edge/public spec.servers[0].port.number: no Service of the pods with "istio=edge" leads to port 8443; reachable are 443',
      ],
    },
  },
});

testRule(conflictingGateways, {
  valid: {
    'other hosts': gateway('a', http('a.example.com')) + gateway('b', http('b.example.com')),
    'other ports': gateway('a', http('a.example.com')) + gateway('b', http('a.example.com', 8080)),
    'other pods': gateway('a', http('a.example.com')) + gateway('b', http('a.example.com'), 'edge', '{ istio: other }'),
    'another bind address':
      gateway('a', http('a.example.com')) + gateway('b', http('a.example.com', 80, ', bind: 10.0.0.1')),
    'two servers of one Gateway': gateway('a', `${http('a.example.com')}, ${http('b.example.com')}`),
  },
  invalid: {
    'the same host twice, once': {
      yaml:
        gateway('a', https('a.example.com, b.example.com', 'a')) + gateway('b', https('b.example.com', 'b'), 'shop'),
      expect: [
        'Gateway shop/b spec.servers[0].hosts: "b.example.com" on port 443 of the pods with "istio=edge" is also defined by Gateway "edge/a"',
      ],
    },
    'selectors that differ and select the same pods': {
      yaml:
        gateway('a', http('a.example.com')) +
        gateway('b', http('a.example.com'), 'edge', '{ app: edge }') +
        pods('{ app: edge, istio: edge }'),
      expect: [
        'Gateway edge/b spec.servers[0].hosts: "a.example.com" on port 80 of the pods with "app=edge" is also defined by Gateway "edge/a"',
      ],
    },
    'both of them in parity with istioctl': {
      yaml: gateway('a', http('a.example.com')) + gateway('b', http('a.example.com')),
      options: { istioParity: true },
      expect: [
        'Gateway edge/a: "a.example.com" on port 80 of the pods with "istio=edge" is also defined by Gateway "edge/b"',
        'Gateway edge/b: "a.example.com" on port 80 of the pods with "istio=edge" is also defined by Gateway "edge/a"',
      ],
    },
  },
});

testRule(duplicateGatewayCertificate, {
  valid: {
    'other certificates': gateway('a', https('a.example.com', 'a')) + gateway('b', https('b.example.com', 'b')),
    'other pods':
      gateway('a', https('a.example.com', 'a')) + gateway('b', https('b.example.com', 'a'), 'edge', '{ istio: other }'),
    'the same files in one Gateway': gateway('a', `${https('a.example.com', 'a')}, ${https('b.example.com', 'a')}`),
  },
  invalid: {
    'one certificate of two Gateways, at the second': {
      yaml: gateway('a', https('a.example.com', 'a')) + gateway('b', https('b.example.com', 'a')),
      expect: [
        'Gateway edge/b spec.servers: Gateway "edge/a" serves the same certificate on the same pods; clients that reuse connections get 404',
      ],
    },
  },
});

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
