import { sidecarWithoutEgress } from '../../../../src/analysis/rules/visibility/sidecar-without-egress';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, object, sidecars } from '../mesh-yaml';

const sidecar = (name: string, at: string, spec: string) =>
  object('networking.istio.io/v1', 'Sidecar', name, at, `{ ${spec} }`);
const LIMIT = 'egress: [{ hosts: ["./*"] }]';
const INGRESS = 'ingress: [{ port: { number: 8080, protocol: HTTP, name: http }, defaultEndpoint: "127.0.0.1:8080" }]';
const forWeb = (spec: string) => sidecar('web', 'shop', `workloadSelector: { labels: { app: web } }, ${spec}`);
const ROOT = sidecar('default', 'istio-system', LIMIT);
const replaces = (name: string) =>
  `spec.egress: its pods see all services: it replaces Sidecar ${name}, whose egress is not inherited`;

testRule(sidecarWithoutEgress, {
  valid: {
    'one that repeats the egress': mesh(ROOT, forWeb(`${INGRESS}, ${LIMIT}`)),
    'one where nothing is limited': mesh(
      sidecar('default', 'istio-system', 'egress: [{ hosts: ["*/*"] }]'),
      forWeb(INGRESS),
    ),
    'one of a mesh without others': forWeb(INGRESS),
    'one that sets only the outbound policy for the mesh': sidecar(
      'default',
      'istio-system',
      'outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
    ),
  },
  invalid: {
    'one for some pods, under the Sidecar of the mesh': {
      yaml: mesh(ROOT, forWeb(INGRESS)),
      expect: [`Sidecar shop/web ${replaces('istio-system/default')}`],
    },
    'one for some pods, under the Sidecar of the namespace': {
      yaml: mesh(ROOT, sidecar('default', 'shop', LIMIT), forWeb('outboundTrafficPolicy: { mode: ALLOW_ANY }')),
      expect: [`Sidecar shop/web ${replaces('shop/default')}`],
    },
    'one for a namespace, under the Sidecar of the mesh': {
      yaml: mesh(ROOT, sidecar('default', 'shop', 'outboundTrafficPolicy: { mode: ALLOW_ANY }')),
      expect: [`Sidecar shop/default ${replaces('istio-system/default')}`],
    },
  },
});

/** What a proxy does not know it sends as it is. */
const STRICT = object('security.istio.io/v1', 'PeerAuthentication', 'strict', 'lab', '{ mtls: { mode: STRICT } }');

test('its pods see what the other Sidecar leaves out', () => {
  const set = (...more: string[]) =>
    mesh(sidecars('shop'), app('web'), sidecars('lab'), app('db', { namespace: 'lab' }), STRICT, ROOT, ...more);
  const call = { from: 'shop/web', to: 'http://db.lab/' };
  expect(answer(set(forWeb(INGRESS)), call)).toBe('routed');
  expect(answer(set(), call)).not.toBe('routed');
});
