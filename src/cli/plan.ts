import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readManifests } from '../model/read-manifests';
import type { ChangePlan, PlanStep } from '../plan/change-plan';
import { planChanges } from '../plan/plan-changes';
import { renderPlan } from '../plan/render-plan';
import { ConfigError } from '../values/config-error';
import type { Verb } from './verb';

const USAGE = `usage: cdk8s-istio plan OLD NEW [options]

Orders the change from one set of manifests to another so that no request is lost on the way, and marks what drops
traffic in whatever order. OLD and NEW are files or folders, which are read recursively.

  --json                   write the plan as JSON
  --write DIR              also write what each step applies and deletes, for kubectl apply -f and kubectl delete -f
  --istio-version VERSION  the release of Istio that the manifests are for
  --namespace NAME         where objects without a namespace are created (default: default)

exit code: 0 nothing drops traffic, 1 something does, 2 the manifests cannot be read
`;

const OPTIONS = {
  json: { type: 'boolean' },
  write: { type: 'string' },
  'istio-version': { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Plans the change between two sets of manifests. */
export const verb: Verb = args => {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [before, after, ...others] = positionals;
  if (before === undefined || after === undefined || others.length > 0) {
    throw new ConfigError(`Cannot plan a change: wanted OLD and NEW, got ${positionals.length} paths\n${USAGE}`);
  }
  const plan = planChanges(readManifests([before]), readManifests([after]), {
    ...(values.namespace === undefined ? {} : { defaultNamespace: values.namespace }),
    ...(values['istio-version'] === undefined ? {} : { istioVersion: values['istio-version'] }),
  });
  if (values.write !== undefined) writeSteps(plan, values.write);
  process.stdout.write(values.json === true ? renderJson(plan) : renderPlan(plan));
  return plan.steps.some(({ drops }) => drops.length > 0) ? 1 : 0;
};

/** Objects that are applied in their final form are found in the new set; interim forms are in the plan. */
function renderJson({ steps }: ChangePlan): string {
  const listed = steps.map(step => ({
    ...step,
    changes: step.changes.map(({ manifest, isInterim, ...change }) => ({
      ...change,
      isInterim,
      ...(isInterim ? { manifest } : {}),
    })),
  }));
  return `${JSON.stringify({ steps: listed }, null, 2)}\n`;
}

/** JSON rather than YAML, since kubectl reads it in one way only. */
function writeSteps({ steps }: ChangePlan, folder: string): void {
  mkdirSync(folder, { recursive: true });
  // Steps of an earlier plan among those of this one would be applied with them.
  if (readdirSync(folder).length > 0) {
    throw new ConfigError(`Cannot write the steps to "${folder}": wanted an empty folder`);
  }
  for (const [i, { changes }] of steps.entries()) {
    const number = String(i + 1).padStart(2, '0');
    const applied = changes.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]));
    if (applied.length > 0) writeList(join(folder, `${number}-apply.json`), applied);
    const deleted = changes.filter(({ action }) => action === 'delete').map(identityOf);
    if (deleted.length > 0) writeList(join(folder, `${number}-delete.json`), deleted);
  }
}

function identityOf({ resource, apiVersion }: PlanStep['changes'][number]) {
  const { kind, namespace, name } = resource;
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

function writeList(file: string, items: readonly unknown[]): void {
  writeFileSync(file, `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)}\n`);
}
