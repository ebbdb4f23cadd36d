import { compareReleases, type ReleaseComparison } from '../upgrade/compare-releases';
import { renderComparisonMarkdown, renderComparisonText } from '../upgrade/render-comparison';
import { ConfigError } from '../values/config-error';
import { NAMESPACE_OPTION, PATHS, READ_OPTIONS, readObjects } from './read-objects';
import { defineVerb } from './verb';

const FORMATS: { readonly [format: string]: ((comparison: ReleaseComparison) => string) | undefined } = {
  text: renderComparisonText,
  markdown: renderComparisonMarkdown,
  json: comparison => JSON.stringify(comparison, undefined, 2),
};

/** Prints what the release of Istio alone changes about manifests. */
export const verb = defineVerb({
  name: 'upgrade',
  arguments: `${PATHS} --from RELEASE --to RELEASE`,
  about: `Finds what another release of Istio changes for unchanged manifests: requests that behave differently, objects that are
rejected or accepted, findings, and fields that begin to work.`,
  options: {
    from: { type: 'string', value: 'RELEASE', help: 'the release that runs, such as 1.30' },
    to: { type: 'string', value: 'RELEASE', help: 'the next release, such as 1.32' },
    format: {
      type: 'string',
      value: 'FORMAT',
      choices: Object.keys(FORMATS),
      help: 'text, markdown or json (default: text)',
    },
    json: { type: 'boolean', help: 'the same as --format json' },
    namespace: NAMESPACE_OPTION,
    ...READ_OPTIONS,
  },
  exit: '0 no request behaves differently and no error is new; 1 if one does or is; 2 the input cannot be read',
  run({ values, paths }) {
    const { from, to, namespace } = values;
    if (from === undefined || to === undefined) {
      throw new ConfigError('Cannot compare releases: wanted --from and --to; see cdk8s-istio upgrade --help');
    }
    const render = FORMATS[values.json === true ? 'json' : (values.format ?? 'text')] ?? renderComparisonText;
    const options = namespace === undefined ? {} : { defaultNamespace: namespace };
    const comparison = compareReleases(readObjects(paths, values), from, to, options);
    process.stdout.write(`${render(comparison)}\n`);
    const isWorse = comparison.findings.new.some(({ severity }) => severity === 'error');
    return comparison.requests.differences.length > 0 || isWorse ? 1 : 0;
  },
});
