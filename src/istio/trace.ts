import type { Resource } from '../model/resource';
import type { ResourceRef } from '../values/diagnostic';
import type { FieldsOf, UnsupportedField } from './unsupported-fields';

/** One decision on the way of a request. */
export interface TraceStep {
  /** The stage that decided, such as `route` or `authorization`. */
  readonly stage: string;
  /** What it decided. */
  readonly message: string;
  /** The object that decided. @default - no object decided */
  readonly resource?: ResourceRef;
  /** The field that decided. @default - the object as a whole */
  readonly field?: string;
  /** What was considered before and ruled out, with the reason. */
  readonly ruledOut: readonly RuledOut[];
}

/** An object that might have decided, and why it did not. */
export interface RuledOut {
  readonly resource: ResourceRef;
  readonly field: string;
  readonly reason: string;
}

/** What was noted while something was worked out that holds for every request alike. */
export interface Notes {
  readonly steps: readonly TraceStep[];
  readonly assumptions: readonly string[];
  readonly notModelled: readonly UnsupportedField[];
  readonly pending: readonly RuledOut[];
}

const NOTHING: readonly RuledOut[] = [];

/** What an answer rests on, noted while it is worked out. */
export class Trace implements Notes {
  public readonly steps: TraceStep[] = [];
  public readonly assumptions: string[] = [];
  public readonly notModelled: UnsupportedField[] = [];
  #pending: RuledOut[] = [];

  /**
   * @param fieldsOf The fields of an object that are not modelled.
   * @param explains Whether steps are noted, which only tell why; what an answer rests on is noted always.
   */
  public constructor(
    private readonly fieldsOf: FieldsOf,
    public readonly explains = true,
  ) {}

  /** Notes a decision, with what was ruled out since the last one. */
  public step(stage: string, message: string, resource?: Resource, field?: string): void {
    if (!this.explains) return;
    const ruledOut = this.#pending.length === 0 ? NOTHING : this.#pending;
    if (resource === undefined) this.steps.push({ stage, message, ruledOut });
    else if (field === undefined) this.steps.push({ stage, message, resource: resource.ref, ruledOut });
    else this.steps.push({ stage, message, resource: resource.ref, field, ruledOut });
    if (this.#pending.length > 0) this.#pending = [];
  }

  /** What was ruled out and has no decision behind it yet. */
  public get pending(): readonly RuledOut[] {
    return this.#pending;
  }

  /** Notes an object that did not decide. */
  public ruledOut(resource: Resource, field: string, reason: string): void {
    if (!this.explains) return;
    this.#pending.push({ resource: resource.ref, field, reason });
  }

  /** Adds what was noted elsewhere. */
  public add({ steps, assumptions, notModelled, pending }: Notes): void {
    if (assumptions.length > 0) for (const assumption of assumptions) this.assume(assumption);
    if (notModelled.length > 0) for (const one of notModelled) this.#notModelled(one);
    if (!this.explains) return;
    for (const [i, step] of steps.entries()) {
      if (i > 0 || this.#pending.length === 0) this.steps.push(step);
      else {
        this.steps.push({ ...step, ruledOut: [...this.#pending, ...step.ruledOut] });
        this.#pending = [];
      }
    }
    for (const one of pending) this.#pending.push(one);
  }

  /** Notes that an object bears on the request; what it holds beyond the support table makes it unsupported. */
  public consult(resource: Resource): void {
    const fields = this.fieldsOf(resource);
    if (fields.length > 0) for (const { field, reason } of fields) this.unsupported(resource, field, reason);
  }

  /** Notes a field that is not modelled. */
  public unsupported(resource: Resource, field: string, reason: string): void {
    this.#notModelled({ resource: resource.toString(), field, reason });
  }

  /** Notes something that the manifests leave open and the verdict assumes. */
  public assume(assumption: string): void {
    if (!this.assumptions.includes(assumption)) this.assumptions.push(assumption);
  }

  #notModelled(found: UnsupportedField): void {
    const { resource, field } = found;
    if (!this.notModelled.some(one => one.resource === resource && one.field === field)) this.notModelled.push(found);
  }
}
