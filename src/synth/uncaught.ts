import { ConfigError } from '../values/config-error';

let told = false;

/**
 * From now on, what the app is told by an error that nobody catches begins with its sentence and ends with where it was
 * written, instead of a dump of the program. Errors of other kinds are printed as they come.
 */
export function tellOfUncaughtErrors(): void {
  // Who listens already prints errors in a way of their own.
  if (told || process.listenerCount('uncaughtException') > 0) return;
  told = true;
  process.once('uncaughtException', error => {
    process.stderr.write(`${textOf(error)}\n`);
    process.exitCode = 1;
    process.exit();
  });
}

/** The sentence of an error about the app, and the line of the app that it was thrown by; the stack of others. */
export function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // By its name, since the class comes with all that renders findings.
  if (error.name === 'SynthError') return error.message;
  if (!(error instanceof ConfigError)) return error.stack ?? error.message;
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  const own = frames.find(line => !/node:internal|node_modules|[\\/]cdk8s-istio[\\/]lib[\\/]/.test(line));
  return own === undefined ? error.message : `${error.message}\n${own}`;
}
