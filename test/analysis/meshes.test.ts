import { analyze } from '../../src/analysis/analyze';
import { renderDiagnostics } from '../../src/analysis/render';
import { buildModel } from '../../src/model/mesh-model';
import { MESHES } from '../fixtures/meshes';

describe('a correct mesh is silent', () => {
  test.each(Object.entries(MESHES))('%s', (_, manifests) => {
    expect(renderDiagnostics(analyze(buildModel(manifests())))).toBe('');
  });

  test.each(Object.entries(MESHES))('%s, whatever the order of its objects', (_, manifests) => {
    expect(renderDiagnostics(analyze(buildModel(manifests().reverse())))).toBe('');
  });
});
