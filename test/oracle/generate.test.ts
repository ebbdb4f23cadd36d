import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import { simulate } from '../../src/simulation/simulate';
import { CLASSIC, FEATURES, type Feature, type ManifestObject, manifestsOf, randomMesh } from './generate/mesh';

const SEEDS = Array.from({ length: 300 }, (_, i) => i + 1);

/** Whether an object is of a feature that classic meshes do not have. */
const MODERN: readonly (readonly [feature: Feature, isOf: (object: ManifestObject) => boolean])[] = [
  ['jwt', ({ kind }) => kind === 'RequestAuthentication'],
  ['gateway-api', ({ kind }) => /^(HTTP|GRPC|TLS|TCP)Route$/.test(kind)],
  [
    'ambient',
    ({ kind, metadata }) => kind === 'Namespace' && metadata.labels?.['istio.io/dataplane-mode'] === 'ambient',
  ],
  ['workload-entry', ({ kind }) => kind === 'WorkloadEntry'],
];

describe('random meshes', () => {
  it('are the same for the same seed, and others for another one', () => {
    expect(randomMesh(7)).toEqual(randomMesh(7));
    expect(randomMesh(7).files).not.toEqual(randomMesh(8).files);
  });

  it('have each feature in at least a tenth of the meshes', () => {
    const meshes = SEEDS.map(seed => randomMesh(seed, { requests: 0 }));
    for (const feature of FEATURES) {
      const having = meshes.filter(({ features }) => features.includes(feature));
      expect([feature, having.length / meshes.length > 0.1]).toEqual([feature, true]);
    }
    for (const [feature, isOf] of MODERN) {
      const having = meshes.filter(({ objects }) => objects.some(isOf));
      expect([feature, having.length / meshes.length > 0.1]).toEqual([feature, true]);
    }
  });

  it('leave out what is switched off', () => {
    const objects = SEEDS.flatMap(seed => randomMesh(seed, { features: CLASSIC, requests: 0 }).objects);
    for (const [, isOf] of MODERN) expect(objects.filter(isOf)).toEqual([]);
    const tokens = SEEDS.flatMap(seed => randomMesh(seed, { features: CLASSIC }).requests);
    expect(tokens.filter(request => request.tokens ?? request.jwtClaims)).toEqual([]);
  });

  it('give every object a name of its own and an age of its own', () => {
    for (const seed of SEEDS.slice(0, 100)) {
      const { objects } = randomMesh(seed, { requests: 0 });
      const names = objects.map(({ apiVersion, kind, metadata }) =>
        [apiVersion, kind, metadata.namespace, metadata.name].join(' '),
      );
      expect(new Set(names).size).toBe(names.length);
      const ages = objects.map(({ metadata }) => metadata.creationTimestamp);
      expect(new Set(ages).size).toBe(ages.length);
    }
  });

  it('are read from their files as they were made', () => {
    for (const seed of SEEDS.slice(0, 20)) {
      const { objects, files } = randomMesh(seed, { requests: 0 });
      const read = Object.entries(files).flatMap(([name, text]) => parseManifests(text, name));
      expect(read.map(({ manifest }) => manifest)).toEqual(JSON.parse(JSON.stringify(objects)));
    }
  });

  it('can be simulated, and most requests are decided', () => {
    let decided = 0;
    let asked = 0;
    for (const seed of SEEDS.slice(0, 60)) {
      const { files, requests } = randomMesh(seed, { features: CLASSIC });
      const model = buildModel(Object.entries(files).flatMap(([name, text]) => parseManifests(text, name)));
      for (const request of requests) {
        asked++;
        if (simulate(model, request).outcome !== 'unsupported') decided++;
      }
    }
    expect(asked).toBe(60 * 20);
    expect(decided / asked).toBeGreaterThan(0.98);
  });

  it('are written so that YAML 1.1 reads the same texts', () => {
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x' },
      data: { a: 'no', b: '012', c: 'y' },
    };
    expect(parseManifests(manifestsOf([object]), 'x.yaml')[0]?.manifest).toEqual(object);
  });
});
