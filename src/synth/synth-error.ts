import { renderDiagnostics } from '../analysis/render';
import type { Diagnostic } from '../values/diagnostic';

/** Findings that stop a synth before a byte is written. */
export class SynthError extends Error {
  public override readonly name = 'SynthError';

  // Private, so that Node does not print the findings twice when nobody catches the error.
  readonly #diagnostics: readonly Diagnostic[];

  /** @param diagnostics all findings, those that do not stop the synth too */
  public constructor(diagnostics: readonly Diagnostic[]) {
    super(`Cannot synthesize the app; nothing was written\n\n${renderDiagnostics(diagnostics)}`);
    this.#diagnostics = diagnostics;
    // The frames are those of the synthesis; where the trouble was written is in the findings.
    this.stack = `${this.name}: ${this.message}`;
  }

  public get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }
}
