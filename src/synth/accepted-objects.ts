import { ACCEPT_ANNOTATION, acceptText } from '../tree/accept';
import { type ResourceRef, refText } from '../values/diagnostic';
import type { RenderedObject } from './rendered-object';

/** Which findings are accepted about which objects, so that those who read the files know it too. */
export class AcceptedObjects {
  readonly #reasons = new Map<string, Map<string, string>>();

  /** Notes that a finding about an object is accepted. */
  public add(resource: ResourceRef, rule: string, reason: string): void {
    const name = refText(resource);
    const reasons = this.#reasons.get(name) ?? new Map<string, string>();
    this.#reasons.set(name, reasons.set(rule, reason));
  }

  /** The object with the annotation that says so, if anything is accepted about it. */
  public annotated(rendered: RenderedObject): RenderedObject {
    const { kind, metadata } = rendered.manifest;
    const { namespace, name = '', annotations } = metadata ?? {};
    const reasons =
      this.#reasons.size === 0
        ? undefined
        : this.#reasons.get(refText({ kind, name, ...(namespace === undefined ? {} : { namespace }) }));
    if (reasons === undefined || annotations?.[ACCEPT_ANNOTATION] !== undefined) return rendered;
    const manifest = {
      ...rendered.manifest,
      metadata: { ...metadata, annotations: { ...annotations, [ACCEPT_ANNOTATION]: acceptText(reasons) } },
    };
    return { ...rendered, manifest };
  }
}
