import { disabledMutualTlsInAmbient } from '../../../../src/analysis/rules/ambient/disabled-mutual-tls-in-ambient';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { simulate } from '../../../../src/simulation/simulate';
import { testRule } from '../../../../src/testing/test-rule';
import { ambient, app, mesh, object, sidecars } from '../mesh-yaml';

const peers = (spec: string, at = 'shop') =>
  object('security.istio.io/v1', 'PeerAuthentication', 'default', at, `{ ${spec} }`);
const DISABLE = 'mtls: { mode: DISABLE }';
const API = 'selector: { matchLabels: { app: api } }';
const found = (field: string, who: string, at = 'shop') => [
  `PeerAuthentication ${at}/default spec.${field}: the pods of ${who} are in the ambient mesh, where mutual TLS cannot be disabled: the mode holds as PERMISSIVE`,
];

testRule(disabledMutualTlsInAmbient, {
  valid: {
    'pods with sidecars': mesh(sidecars('shop'), app('api'), peers(DISABLE)),
    'a mode that ztunnel knows': mesh(ambient('shop'), app('api'), peers('mtls: { mode: STRICT }')),
    'pods of both kinds': mesh(
      ambient('shop'),
      app('api'),
      app('web', { labels: 'sidecar.istio.io/inject: "true"' }),
      peers(DISABLE),
    ),
    'the pods that have a sidecar': mesh(
      ambient('shop'),
      app('web'),
      app('api', { labels: 'sidecar.istio.io/inject: "true"' }),
      peers(`${API}, ${DISABLE}`),
    ),
    'a mesh of both kinds': mesh(
      ambient('shop'),
      sidecars('edge'),
      app('api'),
      app('web', { namespace: 'edge' }),
      peers(DISABLE, 'istio-system'),
    ),
    'ports of pods that are not selected, which count for nothing': mesh(
      ambient('shop'),
      app('api'),
      peers('portLevelMtls: { 8080: { mode: DISABLE } }'),
    ),
  },
  invalid: {
    'a namespace': {
      yaml: mesh(ambient('shop'), app('api'), peers(DISABLE)),
      expect: found('mtls.mode', '"api"'),
    },
    'a namespace of which no pods are in the set': {
      yaml: mesh(ambient('shop'), peers(DISABLE)),
      expect: found('mtls.mode', 'namespace "shop"'),
    },
    'a port of selected pods': {
      yaml: mesh(
        ambient('shop'),
        app('api'),
        peers(`${API}, mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: DISABLE } }`),
      ),
      expect: found('portLevelMtls.8080.mode', '"api"'),
    },
    'the mesh': {
      yaml: mesh(ambient('shop'), app('api'), peers(DISABLE, 'istio-system')),
      expect: found('mtls.mode', '"api"', 'istio-system'),
    },
  },
});

test('ambient pods encrypt all the same', () => {
  const model = buildModel(parseManifests(mesh(ambient('shop'), app('web'), app('api'), peers(DISABLE)), 'mesh.yaml'));
  const { outcome, destinations } = simulate(model, { from: 'shop/web', to: 'http://api' });
  expect(outcome).toBe('routed');
  expect(destinations.flatMap(({ targets }) => targets.map(({ mtls }) => mtls))).toEqual([true]);
});
