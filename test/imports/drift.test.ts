import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { condenseHistory, condenseMessages } from '../../src/codegen/condense-facts';
import { emitGroupTable, generate } from '../../src/codegen/generate';
import { readIstioFacts } from '../../src/codegen/istio-facts';
import { generateKubernetes, kubernetesGroups } from '../../src/codegen/kubernetes';
import { newestFiles, newestKubernetes } from '../../src/codegen/local-files';
import { readCrds } from '../../src/codegen/read-crds';
import { SOURCES } from '../../src/codegen/sources';
import { listFiles } from '../../src/codegen/write-files';

import { definitionFolders } from './definition-folders';

const ROOT = resolve(__dirname, '../..');
const FOLDERS = definitionFolders();

describe('imports/', () => {
  const groups = [...new Set(SOURCES.flatMap(source => source.groups))];

  test('holds a folder per API group and the table of schemas, nothing else', () => {
    expect(readdirSync(join(ROOT, 'imports')).sort()).toEqual([...groups, 'kubernetes', 'schemas.ts'].sort());
  });

  test('holds generated files alone', () => {
    const foreign = listFiles(ROOT, 'imports').filter(
      path => !readFileSync(join(ROOT, path), 'utf8').startsWith('// Generated ') || !path.endsWith('.ts'),
    );
    expect(foreign).toEqual([]);
  });

  test('has the table of schemas that the list of sources asks for', () => {
    const { path, text } = emitGroupTable(groups, kubernetesGroups());
    expect(readFileSync(join(ROOT, 'imports', path), 'utf8')).toBe(text);
  });

  test("weighs less than a fifth of the 1.28 MB that stock import makes of Istio's kinds", () => {
    const istio = SOURCES.find(({ name }) => name === 'istio')?.groups ?? [];
    const bytes = istio
      .flatMap(group => listFiles(ROOT, join('imports', group)))
      .reduce((sum, path) => sum + statSync(join(ROOT, path)).size, 0);
    expect(bytes).toBeLessThan(1_276_846 / 5);
  });
});

if (FOLDERS.length === 0) {
  console.warn('imports drift: skipped, there are no definitions beside the cases (set CONFORMANCE_CASES)');
  test.skip('imports drift: needs definitions beside the cases', () => {});
} else {
  test.each(SOURCES.map(source => [source.title, source] as const))(
    'generating from %s again changes nothing',
    (_, source) => {
      const crds = newestFiles(source, FOLDERS).flatMap(path => readCrds(readFileSync(path, 'utf8'), path));
      const files = generate(source, crds, source.release !== undefined ? readIstioFacts() : undefined);
      const changed = files
        .filter(({ path, text }) => textOf(join(ROOT, 'imports', path)) !== text)
        .map(({ path }) => path);
      const stale = source.groups
        .flatMap(group => listFiles(join(ROOT, 'imports'), group))
        .filter(path => !files.some(file => file.path === path));
      expect({ changed, stale }).toEqual({ changed: [], stale: [] });
    },
  );

  test('generating from the definitions of Kubernetes again changes nothing', () => {
    const { path, text } = generateKubernetes(readFileSync(newestKubernetes(FOLDERS.slice(-1)), 'utf8'));
    expect(textOf(join(ROOT, 'imports', path)) === text).toBe(true);
    expect(listFiles(join(ROOT, 'imports'), 'kubernetes')).toEqual([path]);
  });

  test('a selection of the definitions of Kubernetes gives the same as all of them, with their prose', () => {
    const all = JSON.parse(readFileSync(newestKubernetes(FOLDERS.slice(-1)), 'utf8'));
    for (const definition of Object.values<{ description?: string }>(all.definitions)) definition.description = 'prose';
    all.definitions['io.k8s.api.example.v1.Other'] = { type: 'object', description: 'not taken' };
    all.paths = {};
    const { text } = generateKubernetes(JSON.stringify(all));
    expect(text === readFileSync(join(ROOT, 'imports/kubernetes/schemas.ts'), 'utf8')).toBe(true);
  });

  test("the tables of Istio's facts are those of their sources", () => {
    const newest = FOLDERS.filter(folder => existsSync(join(folder, 'istio-api-history.json'))).at(-1) ?? '';
    const read = (name: string) => JSON.parse(readFileSync(join(newest, name), 'utf8'));
    expect(readIstioFacts()).toMatchObject({
      messages: condenseMessages(read('istio-message-names.json')),
      history: condenseHistory(read('istio-api-history.json')),
    });
  });
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
