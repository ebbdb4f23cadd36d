import { effectiveMeshOf } from '../istio/effective-mesh';
import type { MeshModel } from '../model/mesh-model';
import { SYSTEM_NAMESPACES } from '../model/namespaces';
import type { Acceptance } from '../tree/accept';
import type { LocatedCheck } from '../tree/check';
import { type Diagnostic, locatedRef, type ResourceRef, type Severity } from '../values/diagnostic';
import { compareText } from '../values/order';
import { Acceptances, type OnAccepted } from './acceptances';
import { ISTIO_SEVERITIES } from './istio-severities';
import { RULES } from './registry';
import { type Finding, findingsOf, type Rule, type RuleContext } from './rule';
import type { AcceptedFinding } from './stated-acceptances';

/** How a mesh is analysed. */
export interface AnalyzeOptions {
  /** @default - all rules of the library */
  readonly rules?: readonly Rule[];
  /** Findings that are accepted. @default - only those that annotations of the objects suppress */
  readonly acceptances?: readonly Acceptance[];
  /** Findings that files accept. @default - none */
  readonly accepted?: readonly AcceptedFinding[];
  /** Told of each finding that a construct accepts. @default - nobody is told */
  readonly onAccepted?: OnAccepted;
  /** What constructs check beside the rules. @default - nothing */
  readonly checks?: readonly LocatedCheck[];
  /** The time by which certificates are valid or not. @default - now */
  readonly now?: Date;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/**
 * Finds what is wrong between the objects of a set: references that lead nowhere, objects that contradict each other,
 * settings without effect.
 *
 * A model that was built in parity with istioctl is analysed with istioctl's severities and rules.
 *
 * @returns the findings, the worst first and then in the order of namespace, kind, name and field
 */
export function analyze(model: MeshModel, options: AnalyzeOptions = {}): Diagnostic[] {
  const rules = options.rules ?? RULES.filter(rule => isRun(rule, model.istioParity));
  const context: RuleContext = {
    istioVersion: model.istioVersion,
    now: options.now ?? new Date(),
  };
  const { checks = [] } = options;
  const named = [...rules, ...checks.map(({ name }) => ({ name, equivalents: [] }))];
  const acceptances = new Acceptances(model, named, options.acceptances ?? [], options.accepted, options.onAccepted);
  const mesh = effectiveMeshOf(model);
  // A HelmChart of k3s is of the user, though its place is the namespace of the system.
  const installers = new Set<ResourceRef>(model.charts.map(({ resource }) => resource));
  const found = new Map<string, Diagnostic>();
  const report = (rule: FindingRule, finding: Finding): void => {
    if ((isForeign(finding.resource) && !installers.has(finding.resource)) || acceptances.covers(rule, finding)) return;
    const diagnostic = diagnosticOf(rule, finding, model.istioParity);
    const key = keyOf(diagnostic);
    if (!found.has(key)) found.set(key, diagnostic);
  };
  for (const rule of rules) for (const finding of findingsOf(rule, mesh, context)) report(rule, finding);
  for (const check of checks) {
    const { name, severity, constructPath } = check;
    const resource = { kind: 'Construct', name: constructPath, origin: { constructPath } };
    for (const finding of check.check(mesh)) {
      report({ name, severity, equivalents: [] }, { ...finding, resource: finding.resource ?? resource });
    }
  }
  const all = model.istioParity ? [...found.values()] : [...found.values(), ...acceptances.unmatched()];
  return all.sort(compare);
}

/** What of a rule its findings carry. */
type FindingRule = Pick<Rule, 'name' | 'severity' | 'equivalents'>;

/** In parity with istioctl, rules that it does not have stay out. */
function isRun({ when = 'always', istioAnalyzers }: Rule, istioParity: boolean): boolean {
  return istioParity ? when !== 'asked' && istioAnalyzers !== undefined : when === 'always';
}

/** The code by which a finding of a rule is suppressed and reported. */
export function codeOf(rule: Pick<Rule, 'equivalents'>, finding: Pick<Finding, 'code'>): string | undefined {
  return finding.code ?? rule.equivalents[0];
}

function diagnosticOf(rule: FindingRule, finding: Finding, istioParity: boolean): Diagnostic {
  const code = codeOf(rule, finding);
  const own = finding.severity ?? rule.severity;
  const { field, fix, related = [], trace } = finding;
  return {
    rule: rule.name,
    ...(code === undefined ? {} : { code }),
    severity: istioParity ? (ISTIO_SEVERITIES.get(code ?? '') ?? own) : own,
    resource: locatedRef(finding.resource, field),
    ...(field === undefined ? {} : { field }),
    message: finding.problem,
    ...(fix === undefined ? {} : { fix }),
    ...(related.length === 0 ? {} : { related: related.map(resource => locatedRef(resource)) }),
    ...(trace === undefined ? {} : { trace }),
  };
}

/** Objects that nobody who reads the findings has written. */
function isForeign(resource: ResourceRef & { readonly assumed?: boolean }): boolean {
  const namespace = resource.kind === 'Namespace' ? resource.name : (resource.namespace ?? '');
  return resource.assumed === true || SYSTEM_NAMESPACES.has(namespace);
}

function keyOf({ rule, code, resource, field, message }: Diagnostic): string {
  // The rule stays out where istioctl has a code: it reports one text once, whichever analyzer found it.
  const { kind, namespace, name } = resource;
  return `${code ?? rule}\n${kind}\n${namespace}\n${name}\n${field}\n${message}`;
}

function compare(a: Diagnostic, b: Diagnostic): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    compareText(a.resource.namespace, b.resource.namespace) ||
    compareText(a.resource.kind, b.resource.kind) ||
    compareText(a.resource.name, b.resource.name) ||
    byField(a.field, b.field) ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

/** Orders `http[10]` behind `http[9]`. */
function byField(a = '', b = ''): number {
  const pad = (field: string) => field.replace(/\d+/g, digits => digits.padStart(6, '0'));
  return compareText(pad(a), pad(b));
}
