import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import type { Acceptance } from '../tree/accept';
import type { Diagnostic, ResourceRef } from '../values/diagnostic';
import type { Finding, Rule } from './rule';
import { type AcceptedFinding, StatedAcceptances } from './stated-acceptances';

/** What of a rule acceptances name it by. */
type NamedRule = Pick<Rule, 'name' | 'equivalents'>;

/** The annotation with which istioctl is told to leave an object alone: codes or rule names, or `*`. */
export const SUPPRESS_ANNOTATION = 'galley.istio.io/analyze-suppress';

/** The name under which acceptances that match nothing are reported. */
export const UNMATCHED_ACCEPTANCE = 'unmatched-acceptance';

/** Told of an acceptance and the object of the finding that it covers. */
export type OnAccepted = (acceptance: Acceptance, resource: ResourceRef) => void;

interface Suppression {
  readonly resource: Resource;
  readonly codes: readonly string[];
  readonly used: Set<string>;
}

/** What users have accepted, by construct or by annotation, and whether it was ever needed. */
export class Acceptances {
  readonly #byConstruct = new Map<string, Map<string, Acceptance>>();
  readonly #byResource = new Map<string, Suppression>();
  readonly #used = new Set<Acceptance>();
  readonly #codes = new Set<string>();
  readonly #names: ReadonlySet<string>;
  readonly #stated: StatedAcceptances;

  /**
   * @param accepted what constructs accept
   * @param listed what files accept
   * @param onAccepted told of each finding that a construct accepts
   */
  public constructor(
    model: MeshModel,
    rules: readonly NamedRule[],
    accepted: readonly Acceptance[],
    listed: readonly AcceptedFinding[] = [],
    private readonly onAccepted: OnAccepted = () => undefined,
  ) {
    this.#stated = new StatedAcceptances(model, listed);
    this.#names = new Set(rules.map(({ name }) => name));
    for (const { equivalents } of rules) for (const code of equivalents) this.#codes.add(code);
    for (const acceptance of accepted) {
      const { constructPath, rule } = acceptance;
      const rulesOfPath = this.#byConstruct.get(constructPath) ?? new Map<string, Acceptance>();
      rulesOfPath.set(rule, acceptance);
      this.#byConstruct.set(constructPath, rulesOfPath);
    }
    for (const resource of model.resources) {
      const value = resource.annotations[SUPPRESS_ANNOTATION];
      if (value === undefined) continue;
      this.#byResource.set(keyOf(resource), { resource, codes: value.split(','), used: new Set() });
    }
  }

  /** Whether a finding is accepted. */
  public covers(rule: NamedRule, finding: Finding): boolean {
    const code = finding.code ?? rule.equivalents[0];
    const { resource } = finding;
    return (
      this.#isSuppressed(rule, code, resource) ||
      this.#isAccepted(rule, resource) ||
      this.#stated.covers(rule.name, resource)
    );
  }

  /** A finding for each acceptance that no other finding needed. */
  public unmatched(): Diagnostic[] {
    const found: Diagnostic[] = [];
    for (const rules of this.#byConstruct.values()) {
      for (const acceptance of rules.values()) {
        if (this.#used.has(acceptance)) continue;
        const { rule, constructPath } = acceptance;
        const known = this.#names.has(rule);
        found.push({
          rule: UNMATCHED_ACCEPTANCE,
          severity: 'warning',
          resource: { kind: 'Construct', name: constructPath, origin: { constructPath } },
          message: known
            ? `"${rule}" is accepted, but finds nothing here`
            : `"${rule}" is accepted, but there is no rule of this name`,
          fix: known ? 'remove the acceptance' : 'correct the name of the rule',
        });
      }
    }
    for (const { resource, codes, used } of this.#byResource.values()) {
      for (const code of codes) {
        // What a rule of another tool finds in a cluster may still need the annotation.
        if (code === '*' || used.has(code) || !(this.#codes.has(code) || this.#names.has(code))) continue;
        const { kind, namespace, name, origin } = resource;
        found.push({
          rule: UNMATCHED_ACCEPTANCE,
          severity: 'info',
          resource: { kind, ...(namespace === '' ? {} : { namespace }), name, origin },
          field: `metadata.annotations["${SUPPRESS_ANNOTATION}"]`,
          message: `"${code}" is suppressed, but finds nothing here`,
          fix: `remove "${code}" from the annotation`,
        });
      }
    }
    return [...found, ...this.#stated.unmatched(UNMATCHED_ACCEPTANCE, this.#names)];
  }

  #isSuppressed(rule: NamedRule, code: string | undefined, resource: ResourceRef): boolean {
    const suppression = this.#byResource.get(keyOf(resource));
    const match = suppression?.codes.find(entry => entry === '*' || entry === code || entry === rule.name);
    if (match === undefined) return false;
    suppression?.used.add(match);
    return true;
  }

  #isAccepted(rule: NamedRule, resource: ResourceRef): boolean {
    let path = resource.origin?.constructPath;
    while (path !== undefined) {
      const acceptance = this.#byConstruct.get(path)?.get(rule.name);
      if (acceptance !== undefined) {
        this.#used.add(acceptance);
        this.onAccepted(acceptance, resource);
        return true;
      }
      if (path === '') return false;
      const slash = path.lastIndexOf('/');
      // The root of an app has the empty path.
      path = slash < 0 ? '' : path.slice(0, slash);
    }
    return false;
  }
}

function keyOf({ kind, namespace = '', name }: ResourceRef): string {
  return `${kind} ${namespace}/${name}`;
}
