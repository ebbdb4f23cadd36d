import { analyze } from '../../src/analysis/analyze';
import { buildModel, type MeshModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import { planChanges } from '../../src/plan/plan-changes';
import { createValidator } from '../../src/schema/validate-object';
import type { SimulationRequest } from '../../src/simulation/request';
import { simulate } from '../../src/simulation/simulate';
import type { DestinationVerdict, Verdict } from '../../src/simulation/verdict';
import type { Diagnostic, ResourceRef, Severity } from '../../src/values/diagnostic';
import type { LocatedManifest } from '../../src/values/manifest';

/** Inputs from practice, each with what is true of them. */
export interface ReportCase {
  readonly id: string;
  readonly topic: string;
  readonly istioVersion?: string;
  /** Texts by path; those of a plan are below `old/` and `new/`. */
  readonly files: { readonly [path: string]: string };
  readonly checks: readonly ReportCheck[];
}

type OneOrMany = string | readonly string[];

interface FindingPattern {
  readonly resource?: OneOrMany;
  readonly rule?: string;
  readonly minSeverity?: Severity;
  readonly mentions?: readonly string[];
}

interface ReportCheck {
  readonly verb: 'simulate' | 'analyze' | 'validate' | 'plan';
  readonly request?: SimulationRequest;
  readonly expect: {
    readonly outcome?: OneOrMany;
    readonly status?: number;
    readonly mtls?: boolean;
    readonly destinations?: { readonly [destination: string]: number };
    readonly deniedBy?: string;
    readonly route?: string;
    readonly path?: string;
    readonly withinSeconds?: number;
    readonly finding?: FindingPattern;
    readonly noFinding?: FindingPattern;
    readonly errors?: 0 | readonly string[];
    readonly noErrors?: readonly string[];
    readonly drops?: boolean;
  };
}

/** The checks of a case that do not hold, by their name, each with the reasons. */
export function failuresOf(one: ReportCase, release: string): ReadonlyMap<string, readonly string[]> {
  const istioVersion = one.istioVersion ?? release;
  const manifestsBelow = (folder: string) =>
    Object.entries(one.files)
      .filter(([path]) => path.startsWith(folder))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([path, text]) => parseManifests(text, path));
  const failures = new Map<string, readonly string[]>();
  const all = manifestsBelow('');
  let model: MeshModel | undefined;
  let diagnostics: readonly Diagnostic[] | undefined;
  const modelOf = () => {
    model ??= buildModel(all, { istioVersion });
    return model;
  };
  for (const [i, { verb, request, expect }] of one.checks.entries()) {
    let faults: readonly string[];
    if (verb === 'simulate' && request !== undefined) {
      const begin = Date.now();
      faults = faultsOfVerdict(simulate(modelOf(), request), expect, (Date.now() - begin) / 1000);
    } else if (verb === 'analyze') {
      diagnostics ??= analyze(modelOf());
      faults = faultsOfFindings(diagnostics, expect);
    } else if (verb === 'validate') faults = faultsOfValidation(all, istioVersion, expect);
    else {
      const { steps } = planChanges(manifestsBelow('old/'), manifestsBelow('new/'), { istioVersion });
      const drops = steps.some(step => step.drops.length > 0);
      faults = drops === expect.drops ? [] : [`drops: ${drops}`];
    }
    if (faults.length > 0) failures.set(`${one.id}#${i + 1}`, faults);
  }
  return failures;
}

function listed(value: OneOrMany | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value;
}

function nameOf({ kind, namespace, name }: ResourceRef): string {
  return `${kind} ${namespace === undefined || namespace === '' ? '' : `${namespace}/`}${name}`;
}

function faultsOfVerdict(verdict: Verdict, expect: ReportCheck['expect'], seconds: number): readonly string[] {
  const faults: string[] = [];
  const compare = (name: string, wanted: unknown, got: unknown) => {
    if (wanted !== undefined && wanted !== got) faults.push(`${name}: wanted ${String(wanted)}, got ${String(got)}`);
  };
  if (listed(expect.outcome)?.includes(verdict.outcome) === false) faults.push(`outcome: ${verdict.outcome}`);
  compare('status', expect.status, verdict.status);
  compare('deniedBy', expect.deniedBy, verdict.decidedBy?.resource);
  compare('route', expect.route, verdict.route?.name);
  compare('path', expect.path, verdict.route?.path);
  if (expect.mtls !== undefined) {
    const seen = [...new Set(targetsOf(verdict.destinations))];
    if (seen.length === 0 ? expect.mtls : seen.length > 1 || seen[0] !== expect.mtls)
      faults.push(`mtls: ${seen.join()}`);
  }
  if (expect.destinations !== undefined) {
    const seen = verdict.destinations.map(
      ({ host, port, subset = '', percent }) => `${host}|${port}|${subset} ${percent}`,
    );
    const wanted = Object.entries(expect.destinations).map(([key, percent]) => `${key} ${percent}`);
    compare('destinations', wanted.sort().join(), seen.sort().join());
  }
  if (expect.withinSeconds !== undefined && seconds > expect.withinSeconds) faults.push(`took ${seconds} s`);
  return faults;
}

function targetsOf(destinations: readonly DestinationVerdict[]): readonly boolean[] {
  return destinations.flatMap(({ targets }) =>
    targets.flatMap(({ onward, mtls }) => (onward === undefined ? [mtls] : targetsOf(onward))),
  );
}

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error'];

function fits(
  { severity, rule, message, field, fix, resource }: Diagnostic,
  { resource: wanted, rule: by, minSeverity = 'info', mentions = [] }: FindingPattern,
): boolean {
  const text = [message, field, fix].join('\n');
  return (
    listed(wanted)?.includes(nameOf(resource)) !== false &&
    (by === undefined || by === rule) &&
    SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(minSeverity) &&
    mentions.every(word => text.includes(word))
  );
}

function faultsOfFindings(
  diagnostics: readonly Diagnostic[],
  { finding, noFinding }: ReportCheck['expect'],
): readonly string[] {
  const shown = ({ rule, resource, message }: Diagnostic) => `${rule} at ${nameOf(resource)}: ${message}`;
  return [
    ...(finding !== undefined && !diagnostics.some(one => fits(one, finding)) ? ['the finding is missing'] : []),
    ...(noFinding === undefined ? [] : diagnostics.filter(one => fits(one, noFinding)).map(shown)),
  ];
}

function faultsOfValidation(
  manifests: readonly LocatedManifest[],
  istioVersion: string,
  { errors, noErrors = [] }: ReportCheck['expect'],
): readonly string[] {
  const validate = createValidator({ istioVersion });
  const found = manifests.flatMap(({ manifest }) =>
    validate(manifest)
      .filter(({ severity }) => severity === 'error')
      .map(({ path }) => ({ object: nameOf({ kind: manifest.kind, name: '', ...manifest.metadata }), path })),
  );
  const missing = (errors === 0 ? [] : (errors ?? [])).filter(wanted => {
    const [kind, name, path = ''] = wanted.split(' ');
    return !found.some(one => one.object === `${kind} ${name}` && one.path.startsWith(path));
  });
  return [
    ...missing.map(wanted => `no error at ${wanted}`),
    ...found
      .filter(({ object }) => errors === 0 || noErrors.includes(object))
      .map(({ object }) => `error at ${object}`),
  ];
}
