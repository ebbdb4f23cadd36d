import { readdirSync, statSync } from 'node:fs';
import type { ChangePlan, PlanStep } from '../plan/change-plan';
import { planChanges } from '../plan/plan-changes';
import { renderPlan } from '../plan/render-plan';
import type { FileContent } from '../synth/replace-folder';
import { ConfigError } from '../values/config-error';
import { type Diagnostic, refText } from '../values/diagnostic';
import type { LocatedManifest, Origin } from '../values/manifest';
import { NAMESPACE_OPTION, READ_OPTIONS, readObjects } from './read-objects';
import { summaryOf } from './report/report';
import { FORMAT_OPTIONS, formatOf, reporting, writeReport } from './report/write-report';
import { uncheckedKinds } from './unchecked-kinds';
import { defineVerb } from './verb';

const DROPPED = 'traffic-dropped';

/** Plans the change between two sets of manifests. */
export const verb = defineVerb({
  name: 'plan',
  arguments: 'OLD NEW',
  about: `Orders the change from one set of manifests to another so that no request is lost on the way, and marks what drops
traffic in whatever order. OLD and NEW are files or folders, which are read recursively; one of them may be "-".`,
  options: {
    ...FORMAT_OPTIONS,
    write: {
      type: 'string',
      value: 'DIR',
      help: 'also write what each step applies and deletes, for kubectl apply -f and kubectl delete -f',
    },
    'istio-version': { type: 'string', value: 'VERSION', help: 'the release of Istio that the manifests are for' },
    namespace: NAMESPACE_OPTION,
    ...READ_OPTIONS,
  },
  exit: '0 nothing drops traffic, 1 something does, 2 the manifests cannot be read',
  count: { least: 2, most: 2 },
  run({ values, paths: [before = '', after = ''] }) {
    formatOf(values);
    if (values.write !== undefined) requireEmptyFolder(values.write);
    return reporting('plan', values, () => {
      const [old, young] = [readObjects([before], values), readObjects([after], values)];
      const plan = planChanges(old, young, {
        ...(values.namespace === undefined ? {} : { defaultNamespace: values.namespace }),
        ...(values['istio-version'] === undefined ? {} : { istioVersion: values['istio-version'] }),
      });
      if (values.write !== undefined) writeSteps(plan, values.write);
      const origins = originsOf([...old, ...young]);
      const diagnostics = plan.steps.flatMap((step, i) => dropsOf(step, i, origins));
      const text = renderPlan(plan);
      writeReport(
        {
          verb: 'plan',
          page: 'docs/plan.md',
          diagnostics,
          summary: summaryOf(diagnostics, young.length, uncheckedKinds(young)),
          extra: { steps: listedSteps(plan) },
          text,
          markdown: `### Order of the change\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`,
          descriptions: { [DROPPED]: 'A change must not make requests fail that were answered before.' },
        },
        values,
      );
      return diagnostics.length > 0 ? 1 : 0;
    });
  },
});

function dropsOf({ drops }: PlanStep, step: number, origins: ReadonlyMap<string, Origin>): readonly Diagnostic[] {
  return drops.map(({ resource, reason, until }) => {
    const end = until === undefined ? '' : `, until step ${until}`;
    const origin = origins.get(refText(resource));
    return {
      rule: DROPPED,
      severity: 'error',
      resource: origin === undefined ? resource : { ...resource, origin },
      message: `step ${step + 1} drops traffic${end}: ${reason}`,
    };
  });
}

/** Where each object is written; that of the new set where both have it. */
function originsOf(objects: readonly LocatedManifest[]): ReadonlyMap<string, Origin> {
  return new Map(
    objects.map(({ manifest: { kind, metadata }, origin }) => [
      refText({ kind, namespace: metadata.namespace ?? '', name: metadata.name ?? '' }),
      origin,
    ]),
  );
}

/** Objects that are applied in their final form are found in the new set; interim forms are in the plan. */
function listedSteps({ steps }: ChangePlan) {
  return steps.map(step => ({
    ...step,
    changes: step.changes.map(({ manifest, isInterim, ...change }) => ({
      ...change,
      isInterim,
      ...(isInterim ? { manifest } : {}),
    })),
  }));
}

/** @throws ConfigError if there is a file, or files in the folder: steps of an earlier plan would be applied with those of this one */
function requireEmptyFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  const [name] = found.isDirectory() ? readdirSync(folder) : [];
  if (found.isDirectory() && name === undefined) return;
  const got = name === undefined ? 'a file' : `one with "${name}"`;
  throw new ConfigError(`Cannot write the steps to "${folder}": wanted an empty folder, got ${got}`);
}

/** Writes all steps or none. */
function writeSteps({ steps }: ChangePlan, folder: string): void {
  const files = steps.flatMap(({ changes }, i) => {
    const number = String(i + 1).padStart(2, '0');
    const applied = changes.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]));
    const deleted = changes.filter(({ action }) => action === 'delete').map(identityOf);
    return [
      ...(applied.length > 0 ? [listFile(`${number}-apply.json`, applied)] : []),
      ...(deleted.length > 0 ? [listFile(`${number}-delete.json`, deleted)] : []),
    ];
  });
  // Loaded here, since most plans are only read.
  const { replaceFolder } = require('../synth/replace-folder') as typeof import('../synth/replace-folder');
  replaceFolder(folder, files);
}

function identityOf({ resource, apiVersion }: PlanStep['changes'][number]) {
  const { kind, namespace, name } = resource;
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

/** JSON rather than YAML, since kubectl reads it in one way only. */
function listFile(path: string, items: readonly unknown[]): FileContent {
  return { path, chunks: [Buffer.from(`${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)}\n`)] };
}
