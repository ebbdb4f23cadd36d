import { effectiveMeshOf } from '../../../src/istio/effective-mesh';
import { waypointsFor } from '../../../src/migration/conversion/waypoints';
import { buildModel } from '../../../src/model/mesh-model';
import { parseManifests } from '../../../src/model/read-manifests';
import { istio, mesh, WEB } from '../obstacles/cases/case';

const rule = (policy: string) =>
  istio('DestinationRule', 'networking', 'web', 'shop', `{ host: web, trafficPolicy: ${policy} }`);

/** The services that get a waypoint, when the pods of "web" move. */
function guarded(...documents: readonly string[]): readonly string[] {
  const whole = effectiveMeshOf(buildModel(parseManifests(mesh(WEB, ...documents), 'mesh.yaml')));
  return waypointsFor(whole, new Set(['shop/web'])).flatMap(({ uses }) => uses.map(({ service }) => service.host));
}

test.each([
  ['starts TLS', '{ tls: { mode: SIMPLE } }'],
  [
    'starts TLS on a port',
    '{ portLevelSettings: [{ port: { number: 80 }, tls: { mode: MUTUAL, credentialName: a } }] }',
  ],
  ['picks pods', '{ loadBalancer: { simple: RANDOM } }'],
])('a service whose policy %s gets a waypoint', (_what, policy) => {
  expect(guarded(rule(policy))).toEqual(['web.shop.svc.cluster.local']);
});

test('mutual TLS of the mesh needs no waypoint, nor does a service without policies', () => {
  expect(guarded(rule('{ tls: { mode: ISTIO_MUTUAL } }'))).toEqual([]);
  expect(guarded()).toEqual([]);
});
