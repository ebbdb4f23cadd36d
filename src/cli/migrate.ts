import type { MigrationDecision } from '../migration/decision';
import { migrateToAmbient } from '../migration/migrate-to-ambient';
import { renderMigration } from '../migration/render-migration';
import { requireOwnFolder, writeMigration } from '../migration/stage-files';
import { requestText } from '../proof/witness-request';
import { ConfigError } from '../values/config-error';
import type { Diagnostic } from '../values/diagnostic';
import { nearest } from '../values/nearest';
import { NAMESPACE_OPTION, PATHS, READ_OPTIONS, readObjects } from './read-objects';
import { summaryOf } from './report/report';
import { FORMAT_OPTIONS, formatOf, reporting, writeReport } from './report/write-report';
import { uncheckedKinds } from './unchecked-kinds';
import { defineVerb } from './verb';

const TARGET = 'ambient';

/** Writes the stages in which a mesh moves to another data plane. */
export const verb = defineVerb({
  name: 'migrate',
  arguments: `ambient ${PATHS} --out DIR`,
  about: `Plans the move of a mesh from sidecars to ambient mode, and proves that requests behave as before at every stage: from
clients with a sidecar, from ambient clients and from outside, and while pods restart. Writes a folder for each stage,
with the manifests, the order to apply them in, commands, checks and the rollback.

Each change of behaviour is listed with an example request, and must be accepted by its name.`,
  options: {
    out: {
      type: 'string',
      short: 'o',
      value: 'DIR',
      help: 'the folder of the stages; new, empty, or of an earlier run',
    },
    only: {
      type: 'string',
      value: 'NAMESPACE',
      multiple: true,
      help: 'a namespace that moves; may be repeated (default: all with injected sidecars)',
    },
    accept: {
      type: 'string',
      value: 'ID',
      multiple: true,
      help: 'the name of something that need not be kept; may be repeated',
    },
    'istio-version': { type: 'string', value: 'VERSION', help: 'the release of Istio that the manifests are for' },
    namespace: NAMESPACE_OPTION,
    ...FORMAT_OPTIONS,
    ...READ_OPTIONS,
  },
  exit: '0 nothing changes, or all changes are accepted; 1 otherwise; 2 the input cannot be read or nothing can move',
  count: { least: 2, most: Number.POSITIVE_INFINITY },
  run({ values, paths: [target = '', ...paths] }) {
    if (target !== TARGET) {
      const hint = nearest(target, [TARGET]) === undefined ? '' : `; did you mean "${TARGET}"?`;
      throw new ConfigError(`Cannot migrate to "${target}": wanted "${TARGET}"${hint}`);
    }
    const { out, only, accept, namespace } = values;
    if (out === undefined) throw new ConfigError('Cannot migrate: wanted --out DIR; see cdk8s-istio migrate --help');
    formatOf(values);
    requireOwnFolder(out);
    return reporting('migrate', values, () => {
      const objects = readObjects(paths, values);
      const plan = migrateToAmbient(objects, {
        ...(only === undefined ? {} : { namespaces: only }),
        ...(accept === undefined ? {} : { accept }),
        ...(namespace === undefined ? {} : { defaultNamespace: namespace }),
        ...(values['istio-version'] === undefined ? {} : { istioVersion: values['istio-version'] }),
      });
      writeMigration(plan, out);
      const diagnostics = plan.decisions.map(diagnosticOf);
      const text = renderMigration(plan);
      const { stages, ...rest } = plan;
      writeReport(
        {
          verb: 'migrate',
          diagnostics,
          summary: summaryOf(diagnostics, objects.length, uncheckedKinds(objects)),
          extra: { ...rest, stages: stages.map(({ name, title }) => ({ name, title })) },
          text,
          markdown: `### From sidecars to ambient\n\n\`\`\`text\n${text.trimEnd().replaceAll('```', "'''")}\n\`\`\`\n`,
        },
        values,
      );
      return plan.decisions.every(({ isAccepted }) => isAccepted) ? 0 : 1;
    });
  },
});

function diagnosticOf({ id, message, differences: [first], isAccepted, obstacle }: MigrationDecision): Diagnostic {
  const rule = id.replace(/:.*$/, '');
  const severity = isAccepted ? 'info' : 'error';
  if (obstacle !== undefined) {
    const { resource, field, fix, related } = obstacle;
    return {
      rule,
      severity,
      resource,
      message: `${message} (${id})`,
      ...(field === undefined ? {} : { field }),
      ...(fix === undefined ? {} : { fix }),
      ...(related === undefined ? {} : { related }),
    };
  }
  const shown = first && `; such as ${requestText(first.witness)}: before ${first.before}, after ${first.after}`;
  return { rule, severity, resource: { kind: 'Decision', name: id }, message: `${message}${shown ?? ''}` };
}
