import type { ObjectIssue } from '../schema/object-issue';
import { createValidator } from '../schema/validate-object';
import type { Diagnostic, ResourceRef } from '../values/diagnostic';
import { type LocatedManifest, originOfField } from '../values/manifest';
import { PATHS, READ_OPTIONS, readObjects } from './read-objects';
import { isAtLeast, summaryOf } from './report/report';
import { FORMAT_OPTIONS, formatOf, writeReport } from './report/write-report';
import { uncheckedKinds } from './unchecked-kinds';
import { defineVerb } from './verb';

/** Validates manifests that are given as files, folders or standard input. */
export const verb = defineVerb({
  name: 'validate',
  arguments: PATHS,
  about: `Checks each object alone: metadata, structure, CEL rules, the rules of Istio's webhook, and whether the release of
Istio has what it uses. Folders are read recursively; "-" is standard input.`,
  options: {
    'istio-version': {
      type: 'string',
      value: 'VERSION',
      help: 'the release of Istio that the manifests are for, such as 1.30',
    },
    ...FORMAT_OPTIONS,
    'fail-on': {
      type: 'string',
      value: 'SEVERITY',
      choices: ['error', 'warning'],
      help: 'exit with 1 from this severity on: error (default) or warning',
    },
    ...READ_OPTIONS,
  },
  exit: '0 nothing found, 1 findings at or above the severity, 2 the manifests cannot be read',
  run({ values, paths }) {
    formatOf(values);
    const { 'istio-version': istioVersion, 'fail-on': failOn } = values;
    const validate = createValidator(istioVersion === undefined ? {} : { istioVersion });
    const objects = readObjects(paths, values);
    const diagnostics = objects.flatMap(located =>
      validate(located.manifest).map(issue => diagnosticOf(issue, located)),
    );
    const summary = summaryOf(diagnostics, objects.length, uncheckedKinds(objects));
    writeReport({ verb: 'validate', diagnostics, summary }, values);
    const threshold = failOn === 'warning' ? 'warning' : 'error';
    return diagnostics.some(({ severity }) => isAtLeast(severity, threshold)) ? 1 : 0;
  },
});

function diagnosticOf({ severity, rule, path, message, fix }: ObjectIssue, located: LocatedManifest): Diagnostic {
  return {
    rule,
    severity,
    resource: resourceOf(located, path),
    ...(path === '' ? {} : { field: path }),
    message,
    ...(fix === undefined ? {} : { fix }),
  };
}

function resourceOf({ manifest: { kind, metadata }, origin }: LocatedManifest, path: string): ResourceRef {
  const { namespace, name } = metadata;
  return {
    kind,
    ...(typeof namespace === 'string' && namespace !== '' ? { namespace } : {}),
    name: typeof name === 'string' ? name : '(without a name)',
    origin: originOfField(origin, path),
  };
}
