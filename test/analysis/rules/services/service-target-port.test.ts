import { serviceTargetPort } from '../../../../src/analysis/rules/services/service-target-port';
import { testRule } from '../../../../src/testing/test-rule';
import { GATEWAY_PODS } from '../mesh-yaml';

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] }
`;

const pods = (replicas: number, version = 'v1', kind = 'Deployment', ports = '{ name: http, containerPort: 8080 }') => `
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: web-${version}, namespace: shop }
spec:
  replicas: ${replicas}
  template:
    metadata: { labels: { app: web, version: ${version} } }
    spec: { containers: [{ name: app, ports: [${ports}] }] }
`;

testRule(serviceTargetPort, {
  valid: {
    'a port by name': SERVICE + pods(1),
    'a port of one version of two': SERVICE + pods(1, 'v1', 'Deployment', '') + pods(1, 'v2'),
    'a port by number of containers that declare none':
      SERVICE.replace('targetPort: http', 'targetPort: 9999') + pods(1, 'v1', 'Deployment', ''),
    'a port by number beside one that is declared':
      SERVICE.replace('}] }', '}, { name: admin, port: 81, targetPort: 9999 }] }') + pods(1),
    'a port by number that a probe asks': `${SERVICE.replace('targetPort: http', 'targetPort: 9999')}${pods(1).replace('ports:', 'livenessProbe: { tcpSocket: { port: 9999 } }, ports:')}`,
    'a port of a gateway, which listens to what Gateways say': `${GATEWAY_PODS.replace('image: auto', 'image: auto, ports: [{ containerPort: 15090 }]')}
---
apiVersion: v1
kind: Service
metadata: { name: more, namespace: edge }
spec: { selector: { istio: ingress }, ports: [{ name: http2, port: 80, targetPort: 8080 }] }
`,
    'pods that are elsewhere': SERVICE,
  },
  invalid: {
    'a number that no container declares': {
      yaml: SERVICE.replace('targetPort: http', 'targetPort: 9999') + pods(1),
      expect: [
        'Service shop/web spec.ports[0].targetPort: port 80 sends to port 9999 of the pods, which no container declares; declared are 8080',
      ],
    },
    'a name that no container has': {
      yaml: SERVICE + pods(1, 'v1', 'Deployment', '{ name: web, containerPort: 8080 }, { containerPort: 9090 }'),
      expect: [
        'Service shop/web spec.ports[0].targetPort: port 80 sends to port "http" of the pods, which no container has; they have "web"',
      ],
    },
  },
});
