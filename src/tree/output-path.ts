import type { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { ConfigError } from '../values/config-error';

const OUTPUT_PATH = 'cdk8s-istio:output-path';
const OUTPUT_PATHS = 'cdk8s-istio:output-paths';

/** Letters, digits, dot, dash and underscore in every part, and no part that starts with a dot. */
const PORTABLE_PATH = /^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;

/** Whether `path` is relative, stays inside its folder and is spelled the same on every file system. */
export function isPortablePath(path: string): boolean {
  return PORTABLE_PATH.test(path);
}

/**
 * Chooses where a chart is written: its path in the output folder, without the file extension.
 *
 * A path with folders, such as `10-istio/20-gateways`, puts the chart into a folder of its own stage. Charts without a
 * declared path are named after their id. Only `MeshApp` reads it; a plain `App` names its files as ever.
 *
 * @param chart the chart to place
 * @param path parts of letters, digits, `.`, `-` and `_`, separated by `/`
 * @throws ConfigError if the path is absolute, leaves the output folder or contains other characters
 * @example
 * setOutputPath(new Chart(app, 'canary'), '20-mesh/30-routes');
 */
export function setOutputPath(chart: Construct, path: string): void {
  if (!isPortablePath(path)) {
    throw new ConfigError(
      `Cannot place "${chart.node.path}" at "${path}": wanted a relative path of letters, digits, ".", "-" and "_" whose parts do not start with a dot`,
    );
  }
  chart.node.addMetadata(OUTPUT_PATH, path);
}

/**
 * Lets `pathOf` choose the paths of those charts of the app that declare none, when they are written. It may only read.
 */
export function chooseOutputPaths(scope: IConstruct, pathOf: (chart: Chart) => string | undefined): void {
  scope.node.root.node.addMetadata(OUTPUT_PATHS, pathOf);
}

/** The path that was declared last for a chart, else the one that is chosen for it, if any. */
export function outputPathOf(chart: Chart): string | undefined {
  const declared = chart.node.metadata.findLast(({ type }) => type === OUTPUT_PATH);
  if (declared !== undefined) return String(declared.data);
  for (const { type, data } of chart.node.root.node.metadata) {
    const path = type === OUTPUT_PATHS ? (data as (chart: Chart) => string | undefined)(chart) : undefined;
    if (path !== undefined) return path;
  }
  return undefined;
}
