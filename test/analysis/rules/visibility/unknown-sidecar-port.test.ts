import { unknownSidecarPort } from '../../../../src/analysis/rules/visibility/unknown-sidecar-port';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, namespace, object, sidecars } from '../mesh-yaml';

const sidecar = (port: number, selector = 'workloadSelector: { labels: { app: web } }, ') =>
  object(
    'networking.istio.io/v1',
    'Sidecar',
    'in',
    'shop',
    `{ ${selector}ingress: [{ port: { number: ${port}, name: http, protocol: HTTP }, defaultEndpoint: "127.0.0.1:8080" }] }`,
  );
const SHOP = mesh(sidecars('shop'), app('web'));

testRule(unknownSidecarPort, {
  valid: {
    'the port to which the Service sends': mesh(SHOP, sidecar(8080)),
    'a port that the pods declare': mesh(SHOP.replace('containerPort: 8080', 'containerPort: 9090'), sidecar(9090)),
    'pods without a sidecar': mesh(namespace('shop'), app('web'), sidecar(80)),
    'pods that are not in the set': mesh(sidecars('shop'), sidecar(80)),
    'a port of some of the pods': mesh(SHOP, app('api', { port: 9000 }), sidecar(9000, '')),
  },
  invalid: {
    'the port of the Service': {
      yaml: mesh(SHOP, sidecar(80)),
      expect: [
        'Sidecar shop/in spec.ingress[0].port.number: no client connects to port 80 of the pods of "web", which is that of Service "web": the listener gets no connections; the ports are 8080',
      ],
    },
    'a port of nobody': {
      yaml: mesh(SHOP, sidecar(9999)),
      expect: [
        'Sidecar shop/in spec.ingress[0].port.number: no client connects to port 9999 of the pods of "web": the listener gets no connections; the ports are 8080',
      ],
    },
  },
});
