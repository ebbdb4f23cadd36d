import { httpPolicyOnTcpPort } from '../../../../src/analysis/rules/authorization/http-policy-on-tcp-port';
import { testRule } from '../../../../src/testing/test-rule';

const workload = (ports: string, labels = '', annotations = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db, namespace: shop }
spec:
  template:
    metadata: { labels: { app: db ${labels} }, annotations: { ${annotations} } }
    spec: { containers: [{ name: db, ports: [{ name: main, containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { selector: { app: db }, ports: ${ports} }
---`;

const policy = (rule: string, action = 'ALLOW') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: db, namespace: shop }
spec: { action: ${action}, selector: { matchLabels: { app: db } }, rules: [${rule}] }
---`;

const TCP = '[{ name: tcp-db, port: 5432, targetPort: main }]';

const BOTH = '[{ name: tcp-db, port: 5432 }, { name: http, port: 80, targetPort: 8080 }]';

const GET = '{ to: [{ operation: { methods: [GET] } }] }';

const PROBLEM = 'speaks "tcp", where Istio sees no requests';

testRule(httpPolicyOnTcpPort, {
  valid: {
    'ports and sources on a TCP port': workload(TCP) + policy('{ to: [{ operation: { ports: ["5432"] } }] }'),
    'methods on pods that speak HTTP as well': workload(BOTH) + policy(GET),
    'methods on the HTTP port': workload(BOTH) + policy('{ to: [{ operation: { ports: ["8080"], methods: [GET] } }] }'),
    'methods where the protocol is found out at run time': workload('[{ name: db, port: 5432 }]') + policy(GET),
    'pods in the ambient mesh': workload(TCP, ', istio.io/dataplane-mode: ambient') + policy(GET),
    'pods without a Service': policy(GET),
    'pods of a gateway, which ends TLS itself':
      workload(TCP, '', 'inject.istio.io/templates: gateway') +
      policy('{ to: [{ operation: { ports: ["5432"], methods: [GET] } }] }', 'DENY'),
  },
  invalid: {
    'methods on pods that speak TCP only': {
      yaml: workload(TCP) + policy(GET),
      expect: [
        `AuthorizationPolicy shop/db spec.rules[0].to[0].operation.methods: port 5432 of "db" ${PROBLEM}: the rule never allows anything`,
      ],
    },
    'paths on the TCP port of several': {
      yaml: workload(BOTH) + policy('{ to: [{ operation: { ports: ["5432"], paths: [/admin] } }] }', 'DENY'),
      expect: [
        `AuthorizationPolicy shop/db spec.rules[0].to[0].operation.paths: port 5432 of "db" ${PROBLEM}: the rule denies every connection`,
      ],
    },
    'paths where the Sidecar of all namespaces declares a TCP port': {
      yaml: `${workload('[{ name: http, port: 5432, targetPort: main }]')}
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: all, namespace: istio-system }
spec:
  ingress: [{ port: { number: 5432, protocol: TCP, name: tcp }, defaultEndpoint: 127.0.0.1:5432 }]
  egress: [{ hosts: ["*/*"] }]
---${policy(GET)}`,
      expect: [
        `AuthorizationPolicy shop/db spec.rules[0].to[0].operation.methods: port 5432 of "db" ${PROBLEM}: the rule never allows anything`,
      ],
    },
    'methods on a machine whose TCP port a ServiceEntry of another namespace declares by its address': {
      yaml: `apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: { name: db, namespace: shop }
spec: { address: 10.0.0.1, labels: { app: db } }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: db, namespace: data }
spec:
  hosts: [db.example.com]
  ports: [{ number: 5432, name: tcp, protocol: TCP }]
  resolution: STATIC
  endpoints: [{ address: 10.0.0.1 }]
---${policy(GET)}`,
      expect: [
        `AuthorizationPolicy shop/db spec.rules[0].to[0].operation.methods: port 5432 of "db" ${PROBLEM}: the rule never allows anything`,
      ],
    },
    'tokens, once for a rule': {
      yaml:
        workload(TCP) +
        policy('{ from: [{ source: { requestPrincipals: ["*"] } }], to: [{ operation: { hosts: [a] } }] }'),
      expect: [
        `AuthorizationPolicy shop/db spec.rules[0].from[0].source.requestPrincipals: port 5432 of "db" ${PROBLEM}: the rule never allows anything`,
      ],
    },
  },
});
