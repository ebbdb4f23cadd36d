import { migrateToAmbient } from '../../src/migration/migrate-to-ambient';
import { parseManifests } from '../../src/model/read-manifests';
import { istio, mesh, namespace, pods } from './obstacles/cases/case';

const migrate = (...documents: readonly string[]) => migrateToAmbient(parseManifests(mesh(...documents), 'mesh.yaml'));

test('where no pods can move, what is in their way is named', () => {
  const onNode = '{ hostNetwork: true, containers: [{ name: app, image: app }] }';
  expect(() => migrate(namespace('shop'), pods('agent', 'shop', onNode))).toThrow(
    /got none; in the way: host-network:shop\/agent \(the pods use the network of their node/,
  );
  const machine = istio('WorkloadEntry', 'networking', 'vm', 'shop', '{ address: 10.0.0.9, serviceAccount: vm }');
  expect(() => migrate(namespace('shop'), machine)).toThrow(/in the way: virtual-machine:shop\/vm/);
});

test('where there are no pods at all, nothing else is said', () => {
  expect(() => migrate(namespace('shop'))).toThrow(/got none$/);
});
