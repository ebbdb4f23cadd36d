import { parseArgs } from 'node:util';
import { buildModel } from '../model/mesh-model';
import { accessOf, accessText } from '../proof/access';
import type { AccessEntry } from '../values/access-entry';
import { ConfigError } from '../values/config-error';
import { readObjects } from './read-objects';
import type { Verb } from './verb';

const USAGE = `usage: cdk8s-istio matrix FILE|DIR|- ... [options]

Lists who may send what to whom, of all requests: of every workload, of clients outside, and of pods in the cluster of
which nothing is known.

  --denied               list what does not get through as well
  --base OLD             print only what differs from the manifests OLD: - for lines that are gone, + for new ones
  --namespace NAME       where objects without a namespace are created (default: default)
  --json                 write the entries as JSON

exit code: 0; with --base 1 where lines differ; 2 the manifests cannot be read
`;

const OPTIONS = {
  denied: { type: 'boolean' },
  base: { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Prints who may send what to whom. */
export const verb: Verb = args => {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (positionals.length === 0) {
    process.stderr.write(`cdk8s-istio matrix: wanted files or folders, got none\n\n${USAGE}`);
    return 2;
  }
  if (values.base !== undefined && values.json === true) {
    throw new ConfigError('Cannot print the difference as JSON: wanted --base or --json, got both');
  }
  const entries = (paths: readonly string[]): readonly AccessEntry[] => {
    const { namespace } = values;
    const model = buildModel(readObjects(paths), namespace === undefined ? {} : { defaultNamespace: namespace });
    return accessOf(model, { denied: values.denied === true });
  };
  const found = entries(positionals);
  if (values.base === undefined) {
    process.stdout.write(`${values.json === true ? JSON.stringify(found, undefined, 2) : accessText(found)}\n`);
    return 0;
  }
  const [old, young] = [accessText(entries([values.base])), accessText(found)].map(text => text.split('\n'));
  const lines = [
    ...(old ?? []).filter(line => young?.includes(line) !== true).map(line => `- ${line}`),
    ...(young ?? []).filter(line => old?.includes(line) !== true).map(line => `+ ${line}`),
  ];
  process.stdout.write(lines.map(line => `${line}\n`).join(''));
  return lines.length === 0 ? 0 : 1;
};
