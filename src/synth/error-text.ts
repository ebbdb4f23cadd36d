import { ConfigError } from '../values/config-error';

/** What they throw is about the app as well, such as two constructs with one id. */
const CDK8S = /[\\/]node_modules[\\/](constructs|cdk8s)[\\/]/;

/** The sentence of an error about the app, and the line of the app that it was thrown by; the stack of others. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // By its name, since the class comes with all that renders findings.
  if (error.name === 'SynthError') return error.message;
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  const isAboutApp = error instanceof ConfigError || CDK8S.test(frames[0] ?? '');
  if (!isAboutApp) return error.stack ?? error.message;
  const own = frames.find(line => !/node:internal|node_modules|[\\/]cdk8s-istio[\\/]lib[\\/]/.test(line));
  return own === undefined ? error.message : `${error.message}\n${own}`;
}
