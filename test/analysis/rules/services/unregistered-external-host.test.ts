import { unregisteredExternalHost } from '../../../../src/analysis/rules/services/unregistered-external-host';
import { testRule } from '../../../../src/testing/test-rule';

const web = (value: string, annotations = '{}') => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web }, annotations: ${annotations} }
    spec: { containers: [{ name: app, env: [{ name: PAYMENTS_URL, value: "${value}" }] }] }
---`;

const entry = (host: string, namespace = 'shop', exportTo = '*') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments, namespace: ${namespace} }
spec: { hosts: ["${host}"], exportTo: ["${exportTo}"], ports: [{ number: 443, name: tls, protocol: TLS }] }
---`;

const sidecar = (mode: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec: { outboundTrafficPolicy: { mode: ${mode} } }
---`;

const URL = 'https://api.example.com/v1';

const PROBLEM =
  'Deployment shop/web spec.template.spec.containers[0].env[0].value: "api.example.com" is called, but no ServiceEntry that the pods see defines it; outboundTrafficPolicy REGISTRY_ONLY blocks the call';

const closed = { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };

testRule(unregisteredExternalHost, {
  valid: {
    'an unknown host in an open mesh': web(URL),
    'a host that a ServiceEntry defines': { yaml: web(URL) + entry('api.example.com'), options: closed },
    'a host that a wildcard covers': { yaml: web(URL) + entry('*.example.com'), options: closed },
    'an open Sidecar in a closed mesh': { yaml: web(URL) + sidecar('ALLOW_ANY'), options: closed },
    'a Service that is not in the set': { yaml: web('http://ledger.bank.svc.cluster.local'), options: closed },
    'an address of the pod itself': { yaml: web('http://localhost:8080'), options: closed },
    'a port that the proxy does not capture': {
      yaml: web('https://api.example.com:9443', '{ traffic.sidecar.istio.io/excludeOutboundPorts: "9443" }'),
      options: closed,
    },
  },
  invalid: {
    'an unknown host in a closed mesh': { yaml: web(URL), options: closed, expect: [PROBLEM] },
    'an unknown host behind a closed Sidecar': { yaml: web(URL) + sidecar('REGISTRY_ONLY'), expect: [PROBLEM] },
    'a ServiceEntry that another namespace keeps to itself': {
      yaml: web(URL) + entry('api.example.com', 'bank', '.'),
      options: closed,
      expect: [PROBLEM],
    },
  },
});
