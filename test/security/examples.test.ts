import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { WrittenObject } from '../mesh/declare';

const ROOT = resolve(__dirname, '../..');

jest.setTimeout(60_000);

/** Runs an example in an empty folder. */
function run(example: string): { stderr: string; objects: readonly WrittenObject[]; page: string; mtls: string } {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    const tsx = join(ROOT, 'node_modules/.bin/tsx');
    const arguments_ = ['--tsconfig', join(ROOT, 'tsconfig.json'), join(ROOT, 'examples', example)];
    const env = { PATH: process.env.PATH ?? '' };
    const { status, stderr } = spawnSync(tsx, arguments_, { cwd: folder, env, encoding: 'utf8' });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).sort();
    const text = (file: string) => readFileSync(join(folder, 'dist', file), 'utf8');
    return {
      stderr,
      objects: files
        .filter(file => file.endsWith('.yaml'))
        .flatMap(file => parseAllDocuments(text(file)).map(document => document.toJS() as WrittenObject)),
      page: files.includes('MESH.md') ? text('MESH.md') : '',
      mtls: files.includes('mtls.txt') ? text('mtls.txt') : '',
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('zero-trust.ts closes both layers from the same calls, and tells who may do what', () => {
  const { stderr, objects, mtls } = run('zero-trust.ts');
  const kinds = new Set(objects.map(({ kind }) => kind));
  expect(stderr).not.toMatch(/undefined-namespace|path-bypass/);
  for (const kind of [
    'PeerAuthentication',
    'AuthorizationPolicy',
    'RequestAuthentication',
    'EnvoyFilter',
    'Sidecar',
    'NetworkPolicy',
  ]) {
    expect(kinds).toContain(kind);
  }
  expect(stderr).toContain('| shop/web | 8080/http GET POST `/cart/items*` | – |');
  expect(mtls).toBe('phase strict; closed: istio-ingress, shop\n');
  expect(stderr).toContain('sidecars of shop/web know 1 of 2 services\n');
});

test('observability.ts installs the providers that its telemetry uses, and writes the page', () => {
  const { objects, page } = run('observability.ts');
  const release = (name: string) =>
    objects.find(({ kind, metadata }) => kind === 'HelmRelease' && metadata.name === name);
  const { meshConfig } = release('istiod')?.spec.values ?? {};
  expect(meshConfig.extensionProviders.map(({ name }: { name: string }) => name)).toEqual(['json-log', 'tempo']);
  expect(meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps).toEqual(['.*outlier_detection.*']);
  const telemetry = objects.filter(({ kind }) => kind === 'Telemetry').map(({ metadata }) => metadata.name);
  expect(telemetry.sort()).toEqual(['cart', 'default']);
  expect(release('kiali')?.spec.values.external_services.tracing.provider).toBe('tempo');
  expect(page).toContain('| tempo | tracing | tempo.observability.svc.cluster.local:4317 |');
});
