import { unknownMutualTlsPort } from '../../../../src/analysis/rules/mutual-tls/unknown-mutual-tls-port';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, namespace, object, sidecars } from '../mesh-yaml';

const strictOn = (port: number) =>
  object(
    'security.istio.io/v1',
    'PeerAuthentication',
    'api',
    'shop',
    `{ selector: { matchLabels: { app: api } }, portLevelMtls: { "${port}": { mode: STRICT } } }`,
  );
const SHOP = mesh(sidecars('shop'), app('api'));
const KEPT = SHOP.replace(
  '{ labels: { app: api } }',
  '{ labels: { app: api }, annotations: { traffic.sidecar.istio.io/includeInboundPorts: "9090" } }',
);

testRule(unknownMutualTlsPort, {
  valid: {
    'a port of the pods': mesh(SHOP, strictOn(8080)),
    'plaintext at a port that an annotation keeps from the proxy': mesh(
      KEPT,
      strictOn(8080).replace('{ mode: STRICT }', '{ mode: DISABLE }'),
    ),
    'a port of the Service that is that of the pods as well': mesh(
      sidecars('shop'),
      app('api', { port: 80 }),
      strictOn(80),
    ),
    'a named target port': mesh(
      sidecars('shop'),
      app('api', { ports: '{ name: http, port: 80, targetPort: web }' }).replace(
        'containerPort: 8080',
        'containerPort: 8080, name: web',
      ),
      strictOn(8080),
    ),
    'ports that are scraped and probed': mesh(
      SHOP.replace(
        'metadata: { labels: { app: api } }',
        'metadata: { labels: { app: api }, annotations: { prometheus.io/port: "9090" } }',
      ).replace('image: app,', 'image: app, livenessProbe: { httpGet: { path: /, port: 9091 } },'),
      strictOn(9090),
      strictOn(9091),
    ),
    'pods that are not in the set': mesh(sidecars('shop'), strictOn(80)),
  },
  invalid: {
    'a port that an annotation keeps from the proxy': {
      yaml: mesh(KEPT, strictOn(8080)),
      expect: [
        'PeerAuthentication shop/api spec.portLevelMtls.8080: connections to port 8080 of "api" pass the proxy by, so that nobody asks for mutual TLS: annotation traffic.sidecar.istio.io/includeInboundPorts says so',
      ],
    },
    'the port of the Service': {
      yaml: mesh(SHOP, strictOn(80)),
      expect: [
        'PeerAuthentication shop/api spec.portLevelMtls.80: port 80 is that of Service "api", which sends it to port 8080 of the pods: the mode has no effect',
      ],
    },
    'a port that nothing declares': {
      yaml: mesh(SHOP, strictOn(9999)),
      expect: [
        'PeerAuthentication shop/api spec.portLevelMtls.9999: no pod of "api" declares port 9999; declared are 8080',
      ],
    },
  },
});

test('the mode for the port of the Service lets plaintext in', () => {
  const plain = mesh(namespace('plain'), app('curl', { namespace: 'plain' }));
  const call = { from: 'plain/curl', to: 'http://api.shop/' };
  expect(answer(mesh(SHOP, plain, strictOn(80)), call)).toBe('routed');
  expect(answer(mesh(SHOP, plain, strictOn(8080)), call)).toMatch(/^mtls-failure/);
});
