import { unknownSidecarHost } from '../../../../src/analysis/rules/visibility/unknown-sidecar-host';
import { testRule } from '../../../../src/testing/test-rule';

const service = (name: string, namespace: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }
---`;

const entry = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: bank, namespace: istio-system }
spec: { hosts: [bank.example.com], ports: [{ name: tls, number: 443, protocol: TLS }], resolution: DNS }
---`;

const sidecar = (host: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec: { egress: [{ hosts: [./*, ${host}] }] }
---`;

testRule(unknownSidecarHost, {
  valid: {
    'a service of the namespace': service('ledger', 'bank') + sidecar('bank/ledger.bank.svc.cluster.local'),
    'all of a namespace, or of all namespaces': sidecar('bank/*') + sidecar('"*/*"'),
    'a namespace of which nothing is known': sidecar('bank/ledger.bank.svc.cluster.local'),
    'a host outside of the cluster': entry + sidecar('istio-system/bank.example.com'),
    'services of a namespace of which only hosts outside of the cluster are known':
      entry + sidecar('istio-system/*.svc.cluster.local'),
  },
  invalid: {
    'a name that no service of the namespace has': {
      yaml: service('ledger', 'bank') + sidecar('bank/legder.bank.svc.cluster.local'),
      expect: [
        'Sidecar shop/default spec.egress[0].hosts[1]: namespace "bank" has no service "legder.bank.svc.cluster.local"; it has "ledger.bank.svc.cluster.local"',
      ],
    },
    'a host outside of the cluster that nobody declares': {
      yaml: entry + sidecar('istio-system/bnk.example.com'),
      expect: [
        'Sidecar shop/default spec.egress[0].hosts[1]: namespace "istio-system" has no service "bnk.example.com"; it has "bank.example.com"',
      ],
    },
  },
});
