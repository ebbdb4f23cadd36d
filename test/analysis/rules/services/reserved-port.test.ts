import { reservedPort } from '../../../../src/analysis/rules/services/reserved-port';
import { testRule } from '../../../../src/testing/test-rule';
import { ambient, app, GATEWAY_PODS, mesh, namespace, object, sidecars } from '../mesh-yaml';

const listening = (port: number, labels = '') =>
  app('web', { port, ports: '{ name: http, port: 80, targetPort: 8080 }', labels });

testRule(reservedPort, {
  valid: {
    'a port of its own': mesh(sidecars('shop'), listening(15100)),
    'a pod outside of the mesh': mesh(namespace('shop'), listening(15001)),
    'the ports of a gateway, which is the proxy': mesh(
      GATEWAY_PODS.replace('image: auto }', 'image: auto, ports: [{ containerPort: 15090 }] }'),
    ),
    'a port of sidecars, in a pod of the ambient mesh': mesh(ambient('shop'), listening(15090)),
    'a virtual machine': mesh(
      sidecars('shop'),
      object('networking.istio.io/v1', 'WorkloadEntry', 'vm', 'shop', '{ address: 192.0.2.1, ports: { http: 15001 } }'),
    ),
  },
  invalid: {
    'the port of what goes out': {
      yaml: mesh(sidecars('shop'), listening(15001)),
      expect: [
        'Deployment shop/web spec.template.spec.containers[0].ports[0].containerPort: port 15001 is that of the proxy for outbound traffic',
      ],
    },
    'the port of health checks': {
      yaml: mesh(sidecars('shop'), listening(15021)),
      expect: [
        'Deployment shop/web spec.template.spec.containers[0].ports[0].containerPort: port 15021 is that of the proxy for health checks',
      ],
    },
    'a port of ztunnel': {
      yaml: mesh(ambient('shop'), listening(15008)),
      expect: [
        'Deployment shop/web spec.template.spec.containers[0].ports[0].containerPort: port 15008 is that of ztunnel for HBONE tunnels',
      ],
    },
    'a Job': {
      yaml: mesh(
        sidecars('shop'),
        `
apiVersion: batch/v1
kind: Job
metadata: { name: work, namespace: shop }
spec: { template: { metadata: { labels: { app: work } }, spec: { restartPolicy: Never, containers: [{ name: a, image: a }, { name: b, image: b, ports: [{ containerPort: 15006 }] }] } } }`,
      ),
      expect: [
        'Job shop/work spec.template.spec.containers[1].ports[0].containerPort: port 15006 is that of the proxy for inbound traffic',
      ],
    },
  },
});
