import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { renderDiagnostic } from '../../src/analysis/render';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/parse-manifests';
import { readManifests } from '../../src/model/read-manifests';
import { NotesAppMesh } from '../../src/notes-app/notes-app-mesh';
import { diffMeshes } from '../../src/proof/diff-meshes';
import { renderDiffText } from '../../src/proof/render-diff';
import { MeshApp } from '../../src/synth/mesh-app';
import { checkOnlyCallers } from '../../src/testing/check-all';
import { findingsOf } from '../findings';

/** The page about the proof shows what the library says of one change. */

const ROOT = join(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/proof.md'), 'utf8');
const block = (language: string, beginning: string) =>
  [...PAGE.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].find(
    ([, own, text = '']) => own === language && text.startsWith(beginning),
  )?.[2] ?? '';
const POLICY = block('yaml', 'apiVersion: security.istio.io/v1');

test('the finding of the synth', () => {
  const app = new MeshApp();
  const { mesh } = new NotesAppMesh(app, 'notes', { host: 'notes.example.com', install: false });
  const [policy] = parseManifests(POLICY, 'policy.yaml');
  new ApiObject(mesh.chart('policies'), 'metrics', policy?.manifest as unknown as ApiObjectProps);
  const [finding] = findingsOf(app).filter(({ rule }) => rule === 'undeclared-call-allowed');
  const shown = block('text', 'warning undeclared-call-allowed').trimEnd().split('\n');
  if (finding === undefined) throw new Error('the synth finds nothing');
  const { trace: _trace, ...rest } = finding;
  const said = renderDiagnostic(rest).split('\n');
  expect(said.filter(line => !line.startsWith('  defined'))).toEqual(shown);
});

test('the difference of the manifests before and after', () => {
  const dist = readManifests([join(ROOT, 'dist')]);
  const after = [...dist, ...parseManifests(POLICY, 'policy.yaml')];
  const shown = block('text', '$ cdk8s-istio diff')
    .replace(/^\$.*\n/, '')
    .trimEnd();
  expect(renderDiffText(diffMeshes(buildModel(dist), buildModel(after)))).toBe(shown);
});

test('the expectation that fails', () => {
  const dist = readManifests([join(ROOT, 'dist')]);
  const check = (objects: typeof dist) =>
    checkOnlyCallers(buildModel(objects), 'notes-app/notes-app-backend', ['notes-app/frontend']);
  expect(check(dist).pass).toBe(true);
  const { pass, message } = check([...dist, ...parseManifests(POLICY, 'policy.yaml')]);
  expect(pass).toBe(false);
  expect(message()).toContain(block('text', 'Expected only notes-app/frontend').trimEnd());
});
