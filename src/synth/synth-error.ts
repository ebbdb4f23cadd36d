import { renderDiagnostics, summarize } from '../analysis/render';
import type { Diagnostic } from '../values/diagnostic';

/** More findings than this are not read, and one cause may have thousands. */
const MOST_SHOWN = 100;

/** Findings as text, the worst first and not too many of them. */
export function findingsText(diagnostics: readonly Diagnostic[]): string {
  const ranks = { error: 0, warning: 1, info: 2 };
  const sorted = [...diagnostics].sort((a, b) => ranks[a.severity] - ranks[b.severity]);
  const rest = sorted.slice(MOST_SHOWN);
  const more = rest.length === 0 ? '' : `\n\nand ${summarize(rest)} more`;
  return `${renderDiagnostics(sorted.slice(0, MOST_SHOWN))}${more}`;
}

/** Findings that stop a synth before a byte is written. */
export class SynthError extends Error {
  public override readonly name = 'SynthError';

  // Private, so that Node does not print the findings twice when nobody catches the error.
  readonly #diagnostics: readonly Diagnostic[];

  /** @param diagnostics all findings, those that do not stop the synth too */
  public constructor(diagnostics: readonly Diagnostic[]) {
    super(`Cannot synthesize the app; nothing was written\n\n${findingsText(diagnostics)}`);
    this.#diagnostics = diagnostics;
    // The frames are those of the synthesis; where the trouble was written is in the findings.
    this.stack = `${this.name}: ${this.message}`;
  }

  public get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }
}
