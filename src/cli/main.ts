#!/usr/bin/env node
import { keepCompiled } from '../loading/compile-cache';
import type { Verb } from './verb';

interface Entry {
  readonly about: string;
  /** Loads the verb, each only when it is called. */
  readonly load: () => Verb;
}

/** The verbs in the order of the help. */
const VERBS: Readonly<Record<string, Entry>> = {
  validate: {
    about: 'checks each object alone',
    load: () => (require('./validate') as typeof import('./validate')).verb,
  },
  analyze: {
    about: 'finds problems between objects',
    load: () => (require('./analyze') as typeof import('./analyze')).verb,
  },
  simulate: {
    about: 'shows what happens to one request, and why',
    load: () => (require('./simulate') as typeof import('./simulate')).verb,
  },
  matrix: {
    about: 'lists who may send what to whom',
    load: () => (require('./matrix') as typeof import('./matrix')).verb,
  },
  explore: {
    about: 'writes an HTML page that shows the mesh',
    load: () => (require('./explore') as typeof import('./explore')).verb,
  },
  diff: {
    about: 'finds the requests that behave differently with other manifests',
    load: () => (require('./diff') as typeof import('./diff')).verb,
  },
  plan: {
    about: 'orders a change so that no request is lost',
    load: () => (require('./plan') as typeof import('./plan')).verb,
  },
  upgrade: {
    about: 'finds what another release of Istio changes',
    load: () => (require('./upgrade') as typeof import('./upgrade')).verb,
  },
  migrate: {
    about: 'plans the move from sidecars to ambient mode, in proven stages',
    load: () => (require('./migrate') as typeof import('./migrate')).verb,
  },
  adopt: {
    about: 'writes a TypeScript project that produces the same manifests',
    load: () => (require('./adopt') as typeof import('./adopt')).verb,
  },
  rules: { about: 'lists the rules of analyze', load: () => (require('./rules') as typeof import('./rules')).verb },
  explain: {
    about: 'explains a rule',
    load: () => (require('./explain') as typeof import('./explain')).verb,
  },
  schema: {
    about: 'writes the JSON Schema of a kind, for editors',
    load: () => (require('./schema') as typeof import('./schema')).verb,
  },
};

const WIDTH = Math.max(...Object.keys(VERBS).map(name => name.length));
const USAGE = `usage: cdk8s-istio <command> [options]

${Object.entries(VERBS)
  .map(([name, { about }]) => `  ${name.padEnd(WIDTH)}  ${about}`)
  .join('\n')}

Each command lists its options with --help.
`;

async function main(args: readonly string[]): Promise<number> {
  const [first, ...others] = args;
  const isHelp = first === '--help' || first === '-h' || first === 'help';
  if (first === undefined || (isHelp && others.length === 0)) {
    (isHelp ? process.stdout : process.stderr).write(USAGE);
    return isHelp ? 0 : 2;
  }
  const [verb = '', ...rest] = isHelp ? [...others, '--help'] : args;
  if (verb === '--version' || verb === '-v' || verb === '-V' || verb === 'version') {
    // By its name, for the compiled program lies deeper than its source.
    process.stdout.write(`${(require('cdk8s-istio/package.json') as { version: string }).version}\n`);
    return 0;
  }
  const entry = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (entry === undefined) {
    const { nearest } = require('../values/nearest') as typeof import('../values/nearest');
    const similar = nearest(verb, verb.startsWith('-') ? ['--help', '--version'] : Object.keys(VERBS));
    const hint = similar === undefined ? `wanted ${Object.keys(VERBS).join(', ')}` : `did you mean "${similar}"?`;
    process.stderr.write(`cdk8s-istio: unknown command "${verb}": ${hint}\n`);
    return 2;
  }
  // Before anything else of the package is loaded.
  keepCompiled(verb);
  return await entry.load()(rest);
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    // Whoever reads the output may stop before its end, as "head" does; the exit code is the same.
    if (code === 'EPIPE') return;
    if (stream === process.stdout) process.stderr.write(`cdk8s-istio: Cannot write the output: ${message}\n`);
    process.exit(2);
  });
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
