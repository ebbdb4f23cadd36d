import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { chooseOutputPaths } from '../tree/output-path';
import { Placement } from '../tree/placement';

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
 * @param applies whether the app is put into folders, asked when it is written
 */
export function placePhases(install: IConstruct, applies: () => boolean): void {
  chooseOutputPaths(install, chart => {
    if (!applies()) return undefined;
    const { installs, mesh } = contentsOf(chart, install);
    if (installs.length + mesh.length === 0) return undefined;
    const needsIstio = mesh.some(({ kind }) => kind !== 'Namespace');
    return `${needsIstio ? PHASE_FOLDERS.mesh : PHASE_FOLDERS.install}/${chart.node.id}`;
  });
}

/** One text per chart that belongs into the folders of both steps. */
export function phaseProblems(install: IConstruct): readonly string[] {
  const charts = install.node.root.node.findAll().filter(construct => Chart.isChart(construct));
  return charts.flatMap(chart => {
    const { installs, mesh } = contentsOf(chart, install);
    const needing = mesh.find(({ kind }) => kind !== 'Namespace');
    if (installs.length === 0 || needing === undefined) return [];
    return `Cannot order chart "${chart.node.path}" at ${install.node.path}: wanted what installs Istio in a chart of its own, since it is applied before everything else, got ${needing.kind} "${needing.name}" beside it`;
  });
}

/** The objects of a chart as it is written: those of the installation, and the rest. */
function contentsOf(chart: Chart, install: IConstruct): { installs: readonly ApiObject[]; mesh: readonly ApiObject[] } {
  if (chart.node.id === PHASES_CHART) return { installs: [], mesh: [] };
  const all = new Placement(chart.node.root).allBelow(chart).filter(construct => ApiObject.isApiObject(construct));
  const isInstall = (object: ApiObject) => object.node.scopes.includes(install);
  return { installs: all.filter(isInstall), mesh: all.filter(object => !isInstall(object)) };
}
