import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verb } from '../../src/cli/explore';
import { writeOutput } from '../../src/cli/write-output';
import { runVerb } from './run-verb';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const content = (file: string) => readFileSync(join(folder, file), 'utf8');

test('writes a file with the folders that it lacks, and nothing beside it', () => {
  writeOutput(join(folder, 'new/deep/mesh.html'), 'page');
  expect(content('new/deep/mesh.html')).toBe('page');
  expect(readdirSync(join(folder, 'new/deep'))).toEqual(['mesh.html']);
});

test('writes to where a link points', () => {
  writeFileSync(join(folder, 'page.html'), 'old');
  symlinkSync('page.html', join(folder, 'link.html'));
  writeOutput(join(folder, 'link.html'), 'page');
  expect(content('page.html')).toBe('page');
});

test('says what it cannot write', () => {
  mkdirSync(join(folder, 'page'));
  const write = (file: string) => () => writeOutput(join(folder, file), 'page');
  expect(write('page')).toThrow('page": wanted a file that can be written, got a folder');
  writeFileSync(join(folder, 'file'), 'old');
  expect(write('file/mesh.html')).toThrow('mesh.html": wanted a file that can be written, got ');
  expect(readdirSync(folder).sort()).toEqual(['file', 'page']);
});

test('explore leaves the old page where the manifests cannot be read', async () => {
  writeFileSync(join(folder, 'mesh.html'), 'old');
  const run = runVerb(verb, { 'broken.yaml': 'a: [' }, ['broken.yaml', '--out', join(folder, 'mesh.html')]);
  await expect(run).rejects.toThrow('Cannot read manifests of');
  expect(content('mesh.html')).toBe('old');
  expect(readdirSync(folder)).toEqual(['mesh.html']);
});
