import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { outputPathOf, setOutputPath } from '../tree/output-path';
import type { PhaseGate } from './delivery/strategy';

/** The folders of the two steps where a controller applies folder by folder. */
export const PHASE_FOLDERS = { install: '10-istio', mesh: '20-mesh' } as const;

/** Chart of what tells the controller about the folders: it lies beside them. */
export const PHASES_CHART = 'kustomizations';

/**
 * Puts the charts of an app into one folder per step. A controller that checks everything before it applies anything
 * never gets past a kind that it does not know yet, so what installs Istio cannot lie in one folder with what needs it.
 *
 * Charts with a path of their own stay there. Only a `MeshApp` writes folders.
 *
 * @returns one text per chart that belongs into both
 */
export function placePhases(root: IConstruct, install: IConstruct, gate: PhaseGate): readonly string[] {
  if (gate !== 'depends-on') return [];
  const problems: string[] = [];
  for (const chart of root.node.findAll().filter(construct => Chart.isChart(construct))) {
    const objects = chart.node.findAll().filter(construct => ApiObject.isApiObject(construct));
    if (objects.length === 0 || chart.node.id === PHASES_CHART) continue;
    const installs = objects.filter(object => object.node.scopes.includes(install));
    const mesh = objects.filter(object => !object.node.scopes.includes(install) && object.kind !== 'Namespace');
    if (installs.length > 0 && mesh.length > 0) {
      problems.push(
        `Cannot order chart "${chart.node.path}" at ${install.node.path}: wanted what installs Istio in a chart of its own, since it is applied before everything else, got ${mesh[0]?.kind} "${mesh[0]?.name}" beside it`,
      );
    } else if (outputPathOf(chart) === undefined) {
      setOutputPath(chart, `${mesh.length > 0 ? PHASE_FOLDERS.mesh : PHASE_FOLDERS.install}/${chart.node.id}`);
    }
  }
  return problems;
}
