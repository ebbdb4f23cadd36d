import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { effectiveMeshOf } from '../../../src/istio/effective-mesh';
import { findObstacles } from '../../../src/migration/obstacles/find-obstacles';
import { buildModel } from '../../../src/model/mesh-model';
import { parseManifests } from '../../../src/model/read-manifests';
import { CASES } from '../../conformance/cases-folder';

const INJECTED = `
apiVersion: v1
kind: Namespace
metadata: { name: default, labels: { istio-injection: enabled } }`;

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return filesIn(path);
      return /\.ya?ml$/.test(name) ? [path] : [];
    });
}

/** The ids of the obstacles for all namespaces of a folder. */
function obstaclesIn(folder: string, ...more: readonly string[]): readonly string[] {
  const manifests = [
    ...filesIn(folder).flatMap(path => parseManifests(readFileSync(path, 'utf8'), path)),
    ...more.flatMap(text => parseManifests(text, 'more.yaml')),
  ];
  const mesh = effectiveMeshOf(buildModel(manifests));
  const namespaces = [...mesh.model.namespaces.all].map(({ name }) => name);
  return findObstacles(mesh, { namespaces }).map(({ id }) => id);
}

test('nothing is in the way of the Notes App', () => {
  expect(obstaclesIn(resolve(__dirname, '../../../dist'))).toEqual([]);
});

const ADOPTED = join(CASES, 'adopt');
const describeSets = existsSync(ADOPTED) ? describe : describe.skip;
if (!existsSync(ADOPTED)) console.warn(`Obstacles of public sets are not looked for: there is no ${ADOPTED}`);

describeSets('in the way of public samples', () => {
  test.each([
    // What its fault is a test of, an HTTPRoute cannot say.
    ['bookinfo', ['virtual-service-at-waypoint:default/ratings']],
    ['httpbin-gateway', []],
    ['online-boutique', []],
  ])('%s', (name, ids) => {
    expect(obstaclesIn(join(ADOPTED, name), INJECTED)).toEqual(ids);
  });
});
