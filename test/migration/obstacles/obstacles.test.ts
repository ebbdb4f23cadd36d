import { effectiveMeshOf } from '../../../src/istio/effective-mesh';
import { findObstacles } from '../../../src/migration/obstacles/find-obstacles';
import { OBSTACLE_KINDS } from '../../../src/migration/obstacles/kinds';
import { buildModel, type MeshModelOptions } from '../../../src/model/mesh-model';
import { parseManifests } from '../../../src/model/read-manifests';
import type { LocatedManifest } from '../../../src/values/manifest';
import { CASES } from './cases/all';
import { istio, mesh, namespace, type ObstacleCase, pods, service } from './cases/case';

const rows = Object.entries(CASES).flatMap(([kind, cases]) =>
  cases.map((one): [string, ObstacleCase] => [`${kind}: ${one.what}`, one]),
);

function obstaclesOf(yaml: string, { namespaces = ['shop'], options }: Partial<ObstacleCase>) {
  return obstaclesIn(parseManifests(yaml, 'mesh.yaml'), namespaces, options);
}

function obstaclesIn(manifests: readonly LocatedManifest[], namespaces: readonly string[], options?: MeshModelOptions) {
  return findObstacles(effectiveMeshOf(buildModel(manifests, options)), { namespaces });
}

describe.each(rows)('%s', (name, one) => {
  test('the obstacle is named, and where it stands', () => {
    const found = obstaclesOf(one.with, one);
    expect(found.map(({ id }) => id)).toEqual(one.ids);
    for (const { kind, field, resource, message, fix, url } of found) {
      expect(name.startsWith(`${kind}: `)).toBe(true);
      expect(`${message} ${fix}`).not.toMatch(/undefined|\[object|\.$/);
      expect(url).toMatch(/^https:\/\/istio\.io\/latest\/docs\//);
      if (field !== undefined && resource.origin?.file !== undefined) expect(resource.origin.line).toBeGreaterThan(0);
    }
  });

  test('its twin has none', () => {
    expect(obstaclesOf(one.without, one).map(({ id }) => id)).toEqual([]);
  });

  test('the order of the documents does not matter', () => {
    const { namespaces = ['shop'], options } = one;
    const manifests = parseManifests(one.with, 'mesh.yaml');
    const straight = obstaclesIn(manifests, namespaces, options);
    expect(obstaclesIn([...manifests].reverse(), namespaces, options)).toEqual(straight);
    const middle = Math.ceil(manifests.length / 2);
    const turned = [...manifests.slice(middle), ...manifests.slice(0, middle)];
    expect(obstaclesIn(turned, namespaces, options)).toEqual(straight);
  });

  test('nothing is in the way of a namespace that is not there', () => {
    expect(obstaclesOf(one.with, { ...one, namespaces: ['elsewhere'] })).toEqual([]);
  });
});

test('every kind has cases, and is registered under a name of its own in the order of names', () => {
  const names = OBSTACLE_KINDS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].sort());
  expect(Object.keys(CASES).sort()).toEqual(names);
});

test('many obstacles at once are the same in any order of the documents', () => {
  const names = ['delta', 'alpha', 'echo', 'bravo', 'charlie'];
  const documents = [
    namespace('shop'),
    namespace('client'),
    ...names.flatMap(name => [pods(name), service(name), pods(name, 'client')]),
    istio('EnvoyFilter', 'networking', 'all', 'shop', '{ configPatches: [{ applyTo: CLUSTER }] }'),
    istio('PeerAuthentication', 'security', 'all', 'shop', '{ mtls: { mode: DISABLE } }'),
    istio('Sidecar', 'networking', 'all', 'client', '{ egress: [{ hosts: ["shop/*"] }] }'),
    ...names.map(name =>
      istio(
        'DestinationRule',
        'networking',
        name,
        'client',
        `{ host: ${name}.shop.svc.cluster.local, trafficPolicy: { tls: { mode: SIMPLE } } }`,
      ),
    ),
  ];
  const found = (all: readonly string[]) => obstaclesOf(mesh(...all), { namespaces: ['shop', 'client'] });
  const straight = found(documents);
  expect(straight.map(({ id }) => id)).toEqual([
    ...['alpha', 'bravo', 'charlie', 'delta', 'echo'].map(name => `tls-origination:client/${name}`),
    'envoy-filter-on-sidecars:shop/all',
    'disabled-mutual-tls:shop/all',
    'sidecar-egress-scope:client/all',
  ]);
  expect(straight[5]?.message).toContain('the pods of "alpha", "bravo", "charlie" and 2 more have no sidecar');
  expect(found([...documents].reverse())).toMatchObject(straight.map(({ id, message }) => ({ id, message })));
  expect(found([...documents].sort())).toMatchObject(straight.map(({ id, message }) => ({ id, message })));
});
