import { buildModel } from '../model/mesh-model';
import { diffMeshes, type MeshDifference } from '../proof/diff-meshes';
import { DIFFERENCE_KINDS, type DifferenceKind } from '../proof/effect';
import { renderDiffMarkdown, renderDiffText } from '../proof/render-diff';
import { requestText } from '../proof/witness-request';
import { ConfigError } from '../values/config-error';
import type { Diagnostic } from '../values/diagnostic';
import type { LocatedManifest } from '../values/manifest';
import { NAMESPACE_OPTION, READ_OPTIONS, readObjects } from './read-objects';
import { summaryOf } from './report/report';
import { FORMAT_OPTIONS, formatOf, writeReport } from './report/write-report';
import { uncheckedKinds } from './unchecked-kinds';
import { defineVerb } from './verb';

/** What lets requests through that were refused before, or refuses or exposes what was not. */
const GRAVE: ReadonlySet<DifferenceKind> = new Set<DifferenceKind>([
  'newly-allowed',
  'newly-denied',
  'host-gone',
  'mutual-tls-lost',
]);

/** Prints what becomes otherwise of requests between two sets of manifests. */
export const verb = defineVerb({
  name: 'diff',
  arguments: 'OLD NEW',
  about: `Finds the requests that behave differently with the manifests NEW than with OLD. Each is a file or a folder, and one of
them may be "-"; git needs no special support: git worktree, or git show into a folder, gives the old state.

kinds: ${DIFFERENCE_KINDS.join(', ')}`,
  options: {
    ...FORMAT_OPTIONS,
    'fail-on': { type: 'string', value: 'KIND,...', help: 'only these kinds make the exit code 1 (default: all)' },
    'old-version': {
      type: 'string',
      value: 'RELEASE',
      help: 'the Istio release that OLD runs on (default: that of the library)',
    },
    'new-version': { type: 'string', value: 'RELEASE', help: 'the Istio release that NEW runs on' },
    namespace: NAMESPACE_OPTION,
    ...READ_OPTIONS,
  },
  exit: '0 no request behaves differently, or only in kinds that are not named; 1 some do; 2 the input cannot be read',
  count: { least: 2, most: 2 },
  run({ values, paths: [old = '', young = ''] }) {
    formatOf(values);
    const failing = kindsOf(values['fail-on']);
    const model = (objects: readonly LocatedManifest[], istioVersion: string | undefined) =>
      buildModel(objects, {
        ...(values.namespace === undefined ? {} : { defaultNamespace: values.namespace }),
        ...(istioVersion === undefined ? {} : { istioVersion }),
      });
    const [before, after] = [readObjects([old], values), readObjects([young], values)];
    const diff = diffMeshes(model(before, values['old-version']), model(after, values['new-version']));
    const diagnostics = diff.differences.map(diagnosticOf);
    writeReport(
      {
        verb: 'diff',
        diagnostics,
        summary: summaryOf(diagnostics, after.length, uncheckedKinds(after)),
        extra: { ...diff },
        text: renderDiffText(diff),
        markdown: renderDiffMarkdown(diff),
      },
      values,
    );
    return diff.differences.some(({ kind }) => failing.has(kind)) ? 1 : 0;
  },
});

function diagnosticOf({ kind, from, to, requests, before, after, witness }: MeshDifference): Diagnostic {
  return {
    rule: kind,
    severity: GRAVE.has(kind) ? 'error' : kind === 'unsupported' ? 'info' : 'warning',
    resource: { kind: 'Requests', name: `${from.join(', ')} -> ${to}` },
    message: `${requests === '' ? 'all requests' : requests}: before ${before}, after ${after}; such as ${requestText(witness)}`,
  };
}

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
