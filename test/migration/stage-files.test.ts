import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrationFiles, writeMigration } from '../../src/migration/stage-files';
import { buildModel } from '../../src/model/mesh-model';
import { readManifests } from '../../src/model/read-manifests';
import { diffMeshes } from '../../src/proof/diff-meshes';
import { ALLOW_SHOP, BACKEND, from, objectsOf, planOf, policy, SHOP } from './meshes';

const MESH = [
  ...SHOP,
  ALLOW_SHOP,
  policy(
    'no-delete',
    `{ ${BACKEND}, action: DENY, rules: [{ ${from('docs')}, to: [{ operation: { methods: [DELETE] } }] }] }`,
  ),
];

describe('the files of a migration', () => {
  const plan = planOf(MESH);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'migration-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('are a folder for each stage, and the same each time', () => {
    const files = migrationFiles(plan);
    expect(migrationFiles(planOf(MESH))).toEqual(files);
    const stages = [...new Set(files.map(({ path }) => path.split('/')[0]))].sort();
    expect(stages).toEqual(['00-prepare', '10-dual', '20-shop', '21-shop-2', '90-clean-up', 'README.md']);
  });

  test('lead from each stage to the next one, and back', () => {
    writeMigration(plan, join(folder, 'out'));
    const keyOf = ({ manifest: { kind, metadata } }: ReturnType<typeof readManifests>[number]) =>
      `${kind} ${metadata.namespace} ${metadata.name}`;
    const apply = (state: Map<string, ReturnType<typeof readManifests>[number]>, steps: string) => {
      const names = existsSync(steps) ? readdirSync(steps).sort() : [];
      for (const name of names) {
        for (const object of readManifests([join(steps, name)])) {
          if (name.endsWith('-delete.yaml')) state.delete(keyOf(object));
          else state.set(keyOf(object), object);
        }
      }
      return buildModel([...state.values()]);
    };
    let before = objectsOf(MESH);
    for (const { name, manifests } of plan.stages) {
      const stage = join(folder, 'out', name);
      const read = readManifests([join(stage, 'manifests.yaml')]);
      expect(read.map(({ manifest }) => manifest)).toEqual(
        JSON.parse(JSON.stringify(manifests.map(one => one.manifest))),
      );
      const forward = apply(new Map(before.map(one => [keyOf(one), one])), join(stage, 'steps'));
      const backward = apply(new Map(read.map(one => [keyOf(one), one])), join(stage, 'back'));
      for (const [reached, wanted] of [
        [forward, buildModel(read)],
        [backward, buildModel(before)],
      ] as const) {
        expect([name, diffMeshes(wanted, reached).objects]).toEqual([name, { gone: 0, new: 0, changed: 0 }]);
      }
      before = read;
    }
  });

  test('say what to run: restarts of pods that do not restart by themselves, checks and requests to ask about', () => {
    const guide = migrationFiles(plan).find(({ path }) => path === '20-shop/README.md')?.text ?? '';
    expect(guide).toContain('kubectl rollout restart deployment/web-v1 -n shop');
    expect(guide).not.toContain('rollout restart deployment/backend-v1');
    expect(guide).toContain('istioctl ztunnel-config workloads --workload-namespace shop');
    expect(guide).toContain('kubectl apply -f back/01-apply.yaml');
    const later = migrationFiles(plan).find(({ path }) => path === '21-shop-2/README.md')?.text ?? '';
    // Their templates lose the label by which they kept their sidecars, so that they restart.
    expect(later).toContain('kubectl rollout status deployment/backend-v1 -n shop');
    expect(later).not.toContain('kubectl rollout restart deployment/backend-v1');
  });

  test('name what is not kept, with a request that shows it', () => {
    const overview = migrationFiles(plan).find(({ path }) => path === 'README.md')?.text ?? '';
    expect(overview).toContain('Only defaults that no configuration asks for; nothing must be accepted.');
    expect(overview).toContain('- `default-retries:shop` (need not be accepted): ');
    expect(overview).toMatch(
      /`shop\/docs-v1 -> GET http:\/\/docs\.shop\.svc\.cluster\.local:80\/`: before 2 on .*, after none/,
    );
  });

  test('replace those of an earlier run, and nothing else', () => {
    const out = join(folder, 'out');
    writeMigration(plan, out);
    mkdirSync(join(out, '22-gone'));
    writeFileSync(join(out, '22-gone/README.md'), 'of an earlier run');
    writeMigration(plan, out);
    expect(readdirSync(out)).toEqual(['00-prepare', '10-dual', '20-shop', '21-shop-2', '90-clean-up', 'README.md']);

    const foreign = join(folder, 'foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'README.md'), 'mine');
    expect(() => writeMigration(plan, foreign)).toThrow(/wanted a new or empty folder, .* got one with "README\.md"/);
    writeFileSync(join(out, 'notes.txt'), 'mine');
    expect(() => writeMigration(plan, out)).toThrow(/got one with "notes\.txt"/);
    expect(readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
    expect(() => writeMigration(plan, join(foreign, 'README.md'))).toThrow('wanted a folder, got a file');
  });
});
