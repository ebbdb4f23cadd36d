import { outboundPolicyNeedsSidecars } from '../../../../src/analysis/rules/visibility/outbound-policy-needs-sidecars';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, mesh, namespace, object, sidecars } from '../mesh-yaml';

const REGISTRY_ONLY = { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };
const sidecar = (at: string, mode = 'REGISTRY_ONLY') =>
  object(
    'networking.istio.io/v1',
    'Sidecar',
    'default',
    at,
    `{ egress: [{ hosts: ["*/*"] }], outboundTrafficPolicy: { mode: ${mode} } }`,
  );
const AMBIENT = mesh(ambient('shop'), app('web'), app('api'));

testRule(outboundPolicyNeedsSidecars, {
  valid: {
    'a mesh that lets all out': AMBIENT,
    'pods with sidecars': { yaml: mesh(sidecars('shop'), app('web')), options: REGISTRY_ONLY },
    'pods outside of the mesh': { yaml: mesh(namespace('shop'), app('web')), options: REGISTRY_ONLY },
    'a Sidecar of another namespace': mesh(AMBIENT, sidecar('team')),
  },
  invalid: {
    'the mode of the mesh, once for a namespace': {
      yaml: AMBIENT,
      options: REGISTRY_ONLY,
      expect: [
        'Deployment shop/web: the pods of "shop/web" are in the ambient mesh and have no sidecar that enforces REGISTRY_ONLY: they reach everything',
      ],
    },
    'a Sidecar of the root namespace': {
      yaml: mesh(AMBIENT, sidecar('istio-system')),
      expect: [
        'Deployment shop/web: the pods of "shop/web" are in the ambient mesh and have no sidecar that enforces REGISTRY_ONLY: they reach everything',
      ],
    },
    'pods of the ambient mesh in a namespace of sidecars': {
      yaml: mesh(
        sidecars('shop'),
        app('web', { labels: 'istio.io/dataplane-mode: ambient, sidecar.istio.io/inject: "false"' }),
      ),
      options: REGISTRY_ONLY,
      expect: [
        'Deployment shop/web: the pods of "shop/web" are in the ambient mesh and have no sidecar that enforces REGISTRY_ONLY: they reach everything',
      ],
    },
  },
});

test('a pod of the ambient mesh reaches what a sidecar is kept from', () => {
  const call = { from: 'shop/web', to: 'http://api.example.org/' };
  expect(answer(mesh(sidecars('shop'), app('web'), sidecar('istio-system')), call)).toBe('blocked');
  expect(answer(mesh(AMBIENT, sidecar('istio-system')), call)).toBe('passed-through');
});
