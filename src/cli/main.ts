#!/usr/bin/env node
import type { Verb } from './verb';

/** The verbs by name, each loaded only when it is called. */
const VERBS: Readonly<Record<string, () => Verb>> = {
  adopt: () => (require('./adopt') as typeof import('./adopt')).verb,
  validate: () => (require('./validate') as typeof import('./validate')).verb,
  analyze: () => (require('./analyze') as typeof import('./analyze')).verb,
  plan: () => (require('./plan') as typeof import('./plan')).verb,
  diff: () => (require('./diff') as typeof import('./diff')).verb,
  upgrade: () => (require('./upgrade') as typeof import('./upgrade')).verb,
  matrix: () => (require('./matrix') as typeof import('./matrix')).verb,
  simulate: () => (require('./simulate') as typeof import('./simulate')).verb,
};

const USAGE = `usage: cdk8s-istio <verb> [options]\n\nverbs: ${Object.keys(VERBS).join(', ')}; each tells more with --help\n`;

async function main(args: readonly string[]): Promise<number> {
  const [verb, ...rest] = args;
  if (verb === undefined || verb === '--help' || verb === '-h') {
    process.stdout.write(USAGE);
    return verb === undefined ? 2 : 0;
  }
  if (verb === '--version') {
    // By its name, for the compiled program lies deeper than its source.
    process.stdout.write(`${(require('cdk8s-istio/package.json') as { version: string }).version}\n`);
    return 0;
  }
  const load = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (load === undefined) {
    process.stderr.write(`cdk8s-istio: unknown verb "${verb}"\n${USAGE}`);
    return 2;
  }
  return await load()(rest);
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`cdk8s-istio: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
