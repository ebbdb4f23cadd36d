import type { Diagnostic } from '../values/diagnostic';
import { renderDiagnostics } from './render-diagnostics';

/** Findings that stop a synth before a byte is written. */
export class SynthError extends Error {
  public override readonly name = 'SynthError';

  /** @param diagnostics all findings, those that do not stop the synth too */
  public constructor(public readonly diagnostics: readonly Diagnostic[]) {
    super(`Cannot synthesize the app; nothing was written\n\n${renderDiagnostics(diagnostics)}`);
    // The frames are those of the synthesis; where the trouble was written is in the findings.
    this.stack = `${this.name}: ${this.message}`;
  }
}
