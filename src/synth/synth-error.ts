import { renderDiagnostics, summarize } from '../analysis/render';
import type { Diagnostic } from '../values/diagnostic';
import { errorText } from './error-text';

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

/** What stops a synth before a byte is written: what constructs refuse, and findings. */
export class SynthError extends Error {
  public override readonly name = 'SynthError';

  // Private, so that Node does not print them twice when nobody catches the error.
  readonly #diagnostics: readonly Diagnostic[];
  readonly #errors: readonly Error[];

  /**
   * @param diagnostics all findings, those that do not stop the synth too
   * @param errors what constructs refuse, sorted
   */
  public constructor(diagnostics: readonly Diagnostic[], errors: readonly Error[] = []) {
    const texts = [...errors.map(errorText), ...(diagnostics.length === 0 ? [] : [findingsText(diagnostics)])];
    super(`Cannot synthesize the app; nothing was written\n\n${texts.join('\n\n')}`);
    this.#diagnostics = diagnostics;
    this.#errors = errors;
    // The frames are those of the synthesis; where the trouble was written is in the texts.
    this.stack = `${this.name}: ${this.message}`;
  }

  public get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** What constructs refuse, in the order of the alphabet: validations, objects that cannot be rendered, parts of the program. */
  public get errors(): readonly Error[] {
    return this.#errors;
  }
}
