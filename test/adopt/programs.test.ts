import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Adoption, adopt } from '../../src/api/adopt';
import { readManifests } from '../../src/model/read-manifests';
import { CASES } from '../conformance/cases-folder';
import { randomMesh } from '../oracle/generate/mesh';

const ROOT = resolve(__dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/adopted');
const SAMPLES = join(CASES, 'adopt');
/** Random meshes to adopt. A run with more of them, such as `ADOPT_MESHES=200`, takes about two seconds for each. */
const MESHES = Number(process.env.ADOPT_MESHES ?? 6);
const SEEDS = Array.from({ length: MESHES }, (_, index) => index + 1);

jest.setTimeout(Math.max(300_000, MESHES * 10_000));

/** Every program that these tests make, by name. */
const programs = new Map<string, Adoption>();

function adoptedFrom(name: string, path: string): Adoption {
  const adoption = adopt(readManifests([path]));
  programs.set(name, adoption);
  return adoption;
}

function ofMesh({ objects }: Adoption) {
  return objects.filter(({ isOfMesh }) => isOfMesh);
}

function shareOfConstructs(adoption: Adoption): number {
  const all = ofMesh(adoption);
  return all.length === 0 ? 1 : all.filter(({ form }) => form === 'construct').length / all.length;
}

describe('what our own apps write, adopted', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'adopted-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const outputOf = (example: string): string => {
    const cwd = join(folder, example);
    mkdirSync(cwd);
    const args = ['--tsconfig', join(ROOT, 'tsconfig.json'), join(ROOT, 'examples', `${example}.ts`)];
    execFileSync(join(ROOT, 'node_modules/.bin/tsx'), args, { cwd, stdio: 'ignore' });
    return join(cwd, 'dist');
  };

  test.each<[output: string, leastShare: number]>([
    ['canary', 0.7],
    ['edge-and-egress', 0.7],
    ['zero-trust', 0.7],
    ['observability', 0.7],
    ['environments/production', 0.7],
    ['install-canary-upgrade', 0.7],
    ['install-istioctl/demo', 0.7],
    ['install-multi-network/west', 0.7],
    ['online-boutique', 0.7],
    ['gateway-api', 0.7],
    ['install-eks', 0.7],
  ])('%s gives the same objects again', (output, leastShare) => {
    const [example = '', part = ''] = output.split('/');
    const adoption = adoptedFrom(example, join(outputOf(example), part));
    expect(adoption.diff.differences).toEqual([]);
    expect(adoption.objects.filter(({ text }) => text !== 'same')).toEqual([]);
    expect(shareOfConstructs(adoption)).toBeGreaterThanOrEqual(leastShare);
  });

  test('dist gives the same objects again', () => {
    const adoption = adoptedFrom('dist', join(ROOT, 'dist'));
    expect(adoption.diff.differences).toEqual([]);
    expect(adoption.objects.filter(({ text }) => text !== 'same')).toEqual([]);
    expect(shareOfConstructs(adoption)).toBeGreaterThanOrEqual(0.7);
  });
});

if (existsSync(SAMPLES)) {
  describe('public samples', () => {
    test.each(['bookinfo', 'httpbin-gateway', 'online-boutique'])('%s behaves the same as a program', name => {
      const adoption = adoptedFrom(name, join(SAMPLES, name));
      expect(adoption.diff.differences).toEqual([]);
      expect(adoption.diff.open).toEqual([]);
      expect(shareOfConstructs(adoption)).toBeGreaterThanOrEqual(0.7);
    });
  });
} else {
  test.skip(`public samples are adopted (skipped: there is no ${SAMPLES})`, () => {});
}

test.each(SEEDS)('random mesh %i behaves the same as a program', seed => {
  const objects = randomMesh(seed).objects.map((manifest, document) => ({
    manifest: JSON.parse(JSON.stringify(manifest)),
    origin: { file: 'mesh.yaml', document },
  }));
  const adoption = adopt(objects);
  programs.set(`random-${seed}`, adoption);
  expect(adoption.diff.differences).toEqual([]);
  const plain = adoption.objects.filter(({ form }) => form !== 'construct');
  expect(plain.filter(({ form }) => form === undefined)).toEqual([]);
});

describe('the text of these programs', () => {
  beforeAll(() => {
    rmSync(CACHE, { recursive: true, force: true });
    for (const [name, { files }] of programs) {
      for (const { path, text } of files) {
        const file = join(CACHE, name, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
  });

  test('compiles with strict types', () => {
    const options = { allowImportingTsExtensions: true, module: 'NodeNext', moduleResolution: 'NodeNext' };
    writeFileSync(join(CACHE, 'package.json'), '{ "type": "module" }\n');
    writeFileSync(
      join(CACHE, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tsconfig.json', compilerOptions: options, include: ['.'] }),
    );
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const { stdout } = spawnSync(tsc, ['-p', CACHE, '--pretty', 'false'], { cwd: CACHE, encoding: 'utf8' });
    expect(stdout.split('\n').filter(line => /^[^ ].*\.ts\(/.test(line))).toEqual([]);
  });

  test('is formatted like ours', () => {
    const folder = mkdtempSync(join(tmpdir(), 'formatted-'));
    cpSync(CACHE, folder, { recursive: true });
    const { formatter, javascript } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));
    // Shell scripts in manifests hold what looks like a template.
    const linter = { rules: { suspicious: { noTemplateCurlyInString: 'off' } } };
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ root: true, formatter, javascript, linter }));
    const sources = [...programs].flatMap(([name, { files }]) =>
      files.filter(({ path }) => path.endsWith('.ts')).map(({ path }) => join(name, path)),
    );
    const biome = join(ROOT, 'node_modules/.bin/biome');
    const { status, stdout, stderr } = spawnSync(biome, ['check', '--max-diagnostics=3', ...sources], {
      cwd: folder,
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect({ status, output: status === 0 ? '' : `${stdout}${stderr}` }).toEqual({ status: 0, output: '' });
  });
});
