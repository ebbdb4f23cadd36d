import { buildModel } from '../model/mesh-model';
import { matrixOf, renderMatrix } from '../proof/access-matrix';
import { ConfigError } from '../values/config-error';
import type { MatrixEntry } from '../values/matrix-entry';
import { NAMESPACE_OPTION, PATHS, READ_OPTIONS, readObjects } from './read-objects';
import { defineVerb } from './verb';

/** Prints who may send what to whom. */
export const verb = defineVerb({
  name: 'matrix',
  arguments: PATHS,
  about: `Lists who may send which requests to whom: from every workload, from clients outside, and from unknown pods in the
cluster.`,
  options: {
    denied: { type: 'boolean', help: 'also list denied requests' },
    base: {
      type: 'string',
      value: 'OLD',
      help: 'print only what differs from the manifests OLD: - for removed lines, + for new ones',
    },
    namespace: NAMESPACE_OPTION,
    json: { type: 'boolean', help: 'write the entries as JSON' },
    ...READ_OPTIONS,
  },
  exit: '0; with --base 1 where lines differ; 2 the manifests cannot be read',
  run({ values, paths }) {
    if (values.base !== undefined && values.json === true) {
      throw new ConfigError('Cannot print the difference as JSON: wanted --base or --json, got both');
    }
    const entries = (of: readonly string[]): readonly MatrixEntry[] => {
      const { namespace } = values;
      const model = buildModel(readObjects(of, values), namespace === undefined ? {} : { defaultNamespace: namespace });
      return matrixOf(model, { denied: values.denied === true });
    };
    const found = entries(paths);
    if (values.base === undefined) {
      process.stdout.write(`${values.json === true ? JSON.stringify(found, undefined, 2) : renderMatrix(found)}\n`);
      return 0;
    }
    const [old, young] = [renderMatrix(entries([values.base])), renderMatrix(found)].map(text => text.split('\n'));
    const [oldLines, youngLines] = [new Set(old), new Set(young)];
    const lines = [
      ...(old ?? []).filter(line => !youngLines.has(line)).map(line => `- ${line}`),
      ...(young ?? []).filter(line => !oldLines.has(line)).map(line => `+ ${line}`),
    ];
    process.stdout.write(lines.map(line => `${line}\n`).join(''));
    return lines.length === 0 ? 0 : 1;
  },
});
