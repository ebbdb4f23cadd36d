import type { MeshModel } from '../model/mesh-model';
import { ACCEPT_ANNOTATION, acceptedIn } from '../tree/accept';
import { type Diagnostic, type ResourceRef, refText } from '../values/diagnostic';

/** A finding that a file of acceptances names: by rule, and by object where it is not meant for all. */
export interface AcceptedFinding {
  readonly rule: string;
  readonly reason: string;
  /** Kind, namespace and name such as `VirtualService shop/web`; `*` stands for any text. @default - every object */
  readonly resource?: string | undefined;
  /** The file that says so. */
  readonly file: string;
}

interface Annotated {
  readonly resource: ResourceRef;
  readonly reasons: ReadonlyMap<string, string>;
  readonly used: Set<string>;
}

interface Listed {
  readonly accepted: AcceptedFinding;
  readonly pattern: RegExp;
  isUsed: boolean;
}

/** What is accepted by annotations of objects and by files, and whether it was ever needed. */
export class StatedAcceptances {
  readonly #annotated = new Map<string, Annotated>();
  readonly #listed = new Map<string, Listed[]>();

  public constructor(model: MeshModel, accepted: readonly AcceptedFinding[]) {
    for (const resource of model.resources) {
      const text = resource.annotations[ACCEPT_ANNOTATION];
      if (text === undefined) continue;
      this.#annotated.set(refText(resource), { resource: resource.ref, reasons: acceptedIn(text), used: new Set() });
    }
    for (const one of accepted) {
      const pattern = new RegExp(`^${(one.resource ?? '*').split('*').map(escaped).join('.*')}$`);
      this.#listed.set(one.rule, [...(this.#listed.get(one.rule) ?? []), { accepted: one, pattern, isUsed: false }]);
    }
  }

  /** Whether a finding of a rule about an object is accepted. */
  public covers(rule: string, resource: ResourceRef): boolean {
    const name = refText(resource);
    const annotated = this.#annotated.get(name);
    if ((annotated?.reasons.get(rule) ?? '') !== '') {
      annotated?.used.add(rule);
      return true;
    }
    const listed = this.#listed.get(rule)?.find(({ pattern }) => pattern.test(name));
    if (listed === undefined) return false;
    listed.isUsed = true;
    return true;
  }

  /**
   * A finding for each acceptance without a reason, and for each that nothing needed.
   *
   * @param rule the name of the findings
   * @param known the names of the rules that ran
   */
  public *unmatched(rule: string, known: ReadonlySet<string>): Iterable<Diagnostic> {
    for (const { resource, reasons, used } of this.#annotated.values()) {
      const field = `metadata.annotations["${ACCEPT_ANNOTATION}"]`;
      for (const [name, reason] of reasons) {
        if (used.has(name)) continue;
        if (reason === '') {
          const message = `"${name}" is accepted without a reason, which does not count`;
          yield { rule, severity: 'warning', resource, field, message, fix: `write "${name}: <reason>"` };
        } else if (known.has(name)) {
          // Less than a warning: a part of the files may be all that was read.
          const message = `"${name}" is accepted, but finds nothing here`;
          yield { rule, severity: 'info', resource, field, message, fix: `remove "${name}" from the annotation` };
        }
      }
    }
    for (const { accepted, isUsed } of [...this.#listed.values()].flat()) {
      if (isUsed) continue;
      const { rule: name, resource = 'all objects', file } = accepted;
      const isKnown = known.has(name);
      yield {
        rule,
        severity: 'warning',
        resource: { kind: 'Acceptance', name, origin: { file } },
        message: isKnown
          ? `"${name}" is accepted for ${resource}, but finds nothing there`
          : `"${name}" is accepted, but there is no rule of this name`,
        fix: isKnown ? 'remove the entry' : 'correct the name of the rule',
      };
    }
  }
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
