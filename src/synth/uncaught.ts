import { errorText } from './error-text';
import { PartFailed, type Parts } from './parts';

const programs: Parts[] = [];

/**
 * From now on, what the app is told by an error that nobody catches begins with its sentence and ends with where it was
 * written, instead of a dump of the program. Errors of other kinds are printed as they come. What parts of the program
 * refuse is told as well, also where the program ends without a synth.
 *
 * @param parts the parts of one app
 */
export function tellOfUncaughtErrors(parts: Parts): void {
  programs.push(parts);
  // Who listens already prints errors in a way of their own.
  if (programs.length > 1 || process.listenerCount('uncaughtException') > 0) return;
  process.once('uncaughtException', error => {
    tell(error instanceof PartFailed ? untold() : [...untold(), error]);
    process.exit();
  });
  process.once('exit', () => tell(untold()));
}

function untold(): readonly Error[] {
  return programs.flatMap(parts => (parts.isTold ? [] : parts.tell()));
}

function tell(errors: readonly unknown[]): void {
  if (errors.length === 0) return;
  process.stderr.write(`${errors.map(errorText).join('\n\n')}\n`);
  process.exitCode = 1;
}
