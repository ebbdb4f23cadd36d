import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

jest.setTimeout(60_000);

/** What a program that uses the library prints when nobody catches its error. */
function errorOf(program: string): { status: number | null; lines: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'uncaught-'));
  try {
    writeFileSync(
      join(folder, 'main.ts'),
      `import { Mesh, MeshApp, MeshNamespace } from 'cdk8s-istio';\nconst app = new MeshApp();\n${program}\n`,
    );
    const arguments_ = ['--tsconfig', join(ROOT, 'tsconfig.json'), join(folder, 'main.ts')];
    const { status, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/tsx'), arguments_, {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '' },
      encoding: 'utf8',
    });
    return { status, lines: stderr.trim().split('\n') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('an error about a property is a sentence and the line of the app', () => {
  const { status, lines } = errorOf("const mesh = new Mesh(app, 'mesh');\nnew MeshNamespace(mesh, 'Shop');");
  expect(status).toBe(1);
  expect(lines[0]).toMatch(/^Cannot use "Shop" as name of a namespace at mesh\/Shop: wanted /);
  expect(lines).toHaveLength(2);
});

test('an error of a program is printed as it comes', () => {
  const { status, lines } = errorOf("throw new TypeError('broken');");
  expect(status).toBe(1);
  expect(lines[0]).toBe('TypeError: broken');
  expect(lines[1]).toMatch(/^\s+at .*main\.ts:3/);
});
