import type { Construct } from 'constructs';
import { ConfigError } from '../values/config-error';

const OUTPUT_PATH = 'cdk8s-istio:output-path';

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

/** The path that was declared last for a chart, if any. */
export function outputPathOf(chart: Construct): string | undefined {
  const entry = chart.node.metadata.findLast(({ type }) => type === OUTPUT_PATH);
  return entry === undefined ? undefined : String(entry.data);
}
