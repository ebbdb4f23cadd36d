import type { Resource } from '../model/resource';
import { unsupportedFields } from './unsupported-fields';

/** One decision on the way of a request. */
export interface TraceStep {
  /** The stage that decided, such as `route` or `authorization`. */
  readonly stage: string;
  /** What it decided. */
  readonly message: string;
  /** The object that decided, as `Kind namespace/name`. */
  readonly resource?: string;
  /** The field that decided. */
  readonly field?: string;
  /** What was considered before and ruled out, with the reason. */
  readonly ruledOut: readonly RuledOut[];
}

/** An object that might have decided, and why it did not. */
export interface RuledOut {
  readonly resource: string;
  readonly field: string;
  readonly reason: string;
}

/** A field that bears on the request and is not modelled. */
export interface UnsupportedField {
  readonly resource: string;
  readonly field: string;
  readonly reason: string;
}

const NOTHING: readonly RuledOut[] = [];

/** What happened to one request, noted while it is worked out. */
export class Trace {
  public readonly steps: TraceStep[] = [];
  public readonly assumptions: string[] = [];
  public readonly notModelled: UnsupportedField[] = [];
  readonly #consulted = new Set<Resource>();
  #pending: RuledOut[] = [];

  /** Notes a decision, with what was ruled out since the last one. */
  public step(stage: string, message: string, resource?: Resource, field?: string): void {
    const ruledOut = this.#pending.length === 0 ? NOTHING : this.#pending;
    if (resource === undefined) this.steps.push({ stage, message, ruledOut });
    else if (field === undefined) this.steps.push({ stage, message, resource: resource.toString(), ruledOut });
    else this.steps.push({ stage, message, resource: resource.toString(), field, ruledOut });
    if (this.#pending.length > 0) this.#pending = [];
  }

  /** Notes an object that did not decide. */
  public ruledOut(resource: Resource, field: string, reason: string): void {
    this.#pending.push({ resource: resource.toString(), field, reason });
  }

  /** Notes what an earlier look at the same objects has ruled out. */
  public ruledOutBefore(all: readonly RuledOut[]): void {
    this.#pending.push(...all);
  }

  /** Notes that an object bears on the request; what it holds beyond the support table makes it unsupported. */
  public consult(resource: Resource): void {
    const fields = unsupportedFields(resource);
    if (fields.length === 0 || this.#consulted.has(resource)) return;
    this.#consulted.add(resource);
    for (const { field, reason } of fields) this.unsupported(resource, field, reason);
  }

  /** Notes a field that is not modelled. */
  public unsupported(resource: Resource, field: string, reason: string): void {
    const found = { resource: resource.toString(), field, reason };
    if (this.notModelled.some(one => one.resource === found.resource && one.field === field)) return;
    this.notModelled.push(found);
  }

  /** Notes something that the manifests leave open and the verdict takes for granted. */
  public assume(assumption: string): void {
    if (!this.assumptions.includes(assumption)) this.assumptions.push(assumption);
  }
}
