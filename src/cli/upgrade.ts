import { parseArgs } from 'node:util';
import { compareReleases, type ReleaseComparison } from '../upgrade/compare-releases';
import { renderComparisonMarkdown, renderComparisonText } from '../upgrade/render-comparison';
import { ConfigError } from '../values/config-error';
import { readObjects } from './read-objects';
import type { Verb } from './verb';

const USAGE = `usage: cdk8s-istio upgrade FILE|DIR|- ... --from RELEASE --to RELEASE [options]

Finds what changes about manifests when the release of Istio does and they stay as they are: requests that behave
otherwise, objects that are refused or accepted, findings, and fields that begin to work.

  --from RELEASE         the release that runs, such as 1.30
  --to RELEASE           the release to come, such as 1.32
  --format FORMAT        text, markdown or json (default: text)
  --json                 the same as --format json
  --namespace NAME       where objects without a namespace are created (default: default)

exit code: 0 no request behaves otherwise and no error is new; 1 otherwise; 2 the input cannot be read
`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  format: { type: 'string' },
  json: { type: 'boolean' },
  namespace: { type: 'string', short: 'n' },
  help: { type: 'boolean', short: 'h' },
} as const;

const FORMATS: { readonly [format: string]: ((comparison: ReleaseComparison) => string) | undefined } = {
  text: renderComparisonText,
  markdown: renderComparisonMarkdown,
  json: comparison => JSON.stringify(comparison, undefined, 2),
};

/** Prints what the release of Istio alone changes about manifests. */
export const verb: Verb = args => {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { from, to, namespace } = values;
  if (positionals.length === 0 || from === undefined || to === undefined) {
    process.stderr.write(`cdk8s-istio upgrade: wanted files or folders, --from and --to\n\n${USAGE}`);
    return 2;
  }
  const format = values.json === true ? 'json' : (values.format ?? 'text');
  const render = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (render === undefined) {
    throw new ConfigError(`Cannot print as "${format}": wanted ${Object.keys(FORMATS).join(', ')}`);
  }
  const options = namespace === undefined ? {} : { defaultNamespace: namespace };
  const comparison = compareReleases(readObjects(positionals), from, to, options);
  process.stdout.write(`${render(comparison)}\n`);
  const isWorse = comparison.findings.new.some(({ severity }) => severity === 'error');
  return comparison.requests.differences.length > 0 || isWorse ? 1 : 0;
};
