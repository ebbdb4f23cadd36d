import { parseArgs } from 'node:util';
import { buildModel, type MeshModel } from '../model/mesh-model';
import { diffMeshes, type MeshDiff } from '../proof/diff-meshes';
import { DIFFERENCE_KINDS, type DifferenceKind } from '../proof/effect';
import { renderDiffMarkdown, renderDiffText } from '../proof/render-diff';
import { ConfigError } from '../values/config-error';
import { readObjects } from './read-objects';
import type { Verb } from './verb';

const USAGE = `usage: cdk8s-istio diff OLD NEW [options]

Finds the requests that behave otherwise with the manifests NEW than with OLD. Each is a file, a folder, or - for
standard input; git needs no special support: git worktree, or git show into a folder, gives the old state.

  --format FORMAT        text, markdown or json (default: text)
  --json                 the same as --format json
  --fail-on KIND,...     only these kinds make the exit code 1 (default: all)
  --old-version RELEASE  the Istio release that OLD runs on (default: that of the library)
  --new-version RELEASE  the Istio release that NEW runs on
  --namespace NAME       where objects without a namespace are created (default: default)

kinds: ${DIFFERENCE_KINDS.join(', ')}

exit code: 0 no request behaves otherwise, or only in kinds that are not named; 1 some do; 2 the input cannot be read
`;

const OPTIONS = {
  format: { type: 'string' },
  json: { type: 'boolean' },
  'fail-on': { type: 'string' },
  'old-version': { type: 'string' },
  'new-version': { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  help: { type: 'boolean', short: 'h' },
} as const;

const FORMATS: { readonly [format: string]: ((diff: MeshDiff) => string) | undefined } = {
  text: renderDiffText,
  markdown: renderDiffMarkdown,
  json: diff => JSON.stringify(diff, undefined, 2),
};

/** Prints what becomes otherwise of requests between two sets of manifests. */
export const verb: Verb = args => {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [old, young, ...others] = positionals;
  if (old === undefined || young === undefined || others.length > 0) {
    process.stderr.write(`cdk8s-istio diff: wanted two sets of manifests, got ${positionals.length}\n\n${USAGE}`);
    return 2;
  }
  const format = values.json === true ? 'json' : (values.format ?? 'text');
  const render = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (render === undefined) {
    throw new ConfigError(`Cannot print as "${format}": wanted ${Object.keys(FORMATS).join(', ')}`);
  }
  const failing = kindsOf(values['fail-on']);
  const model = (path: string, istioVersion: string | undefined): MeshModel =>
    buildModel(readObjects([path]), {
      ...(values.namespace === undefined ? {} : { defaultNamespace: values.namespace }),
      ...(istioVersion === undefined ? {} : { istioVersion }),
    });
  const diff = diffMeshes(model(old, values['old-version']), model(young, values['new-version']));
  process.stdout.write(`${render(diff)}\n`);
  return diff.differences.some(({ kind }) => failing.has(kind)) ? 1 : 0;
};

function kindsOf(text: string | undefined): ReadonlySet<DifferenceKind> {
  if (text === undefined) return new Set(DIFFERENCE_KINDS);
  const known: readonly string[] = DIFFERENCE_KINDS;
  const kinds = text.split(',').map(kind => kind.trim());
  const unknown = kinds.filter(kind => !known.includes(kind));
  if (unknown.length > 0) {
    const got = unknown.map(kind => `"${kind}"`).join(', ');
    throw new ConfigError(`Cannot fail on ${got}: wanted kinds of differences out of ${DIFFERENCE_KINDS.join(', ')}`);
  }
  return new Set(kinds as DifferenceKind[]);
}
