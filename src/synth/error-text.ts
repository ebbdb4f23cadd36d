import { ConfigError } from '../values/config-error';

/** The sentence of an error about the app, and the line of the app that it was thrown by; the stack of others. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // By its name, since the class comes with all that renders findings.
  if (error.name === 'SynthError') return error.message;
  if (!(error instanceof ConfigError)) return error.stack ?? error.message;
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  const own = frames.find(line => !/node:internal|node_modules|[\\/]cdk8s-istio[\\/]lib[\\/]/.test(line));
  return own === undefined ? error.message : `${error.message}\n${own}`;
}
