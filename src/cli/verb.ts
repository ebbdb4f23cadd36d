import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ConfigError } from '../values/config-error';
import { nearest } from '../values/nearest';

/** A verb of the command line: reads its own arguments and answers with the exit code. */
export type Verb = (args: readonly string[]) => Promise<number> | number;

/** An option of a verb, and what the help says about it. */
export interface VerbOption {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for the value in the help, such as `FILE`. */
  readonly value?: string;
  readonly help: string;
  /** The values that may be given. */
  readonly choices?: readonly string[];
  /** Throws if the value cannot be taken. @default - every value can */
  readonly check?: (value: string) => void;
}

type Options = { readonly [name: string]: VerbOption };

type Value<O extends VerbOption> = O['type'] extends 'boolean'
  ? boolean
  : O['multiple'] extends true
    ? readonly string[]
    : string;

/** What was given on the command line. */
export interface VerbInput<O extends Options> {
  readonly values: { readonly [name in keyof O]?: Value<O[name]> };
  readonly paths: readonly string[];
}

/** A verb as data, of which its help and the reading of its arguments are made. */
export interface VerbSpec<O extends Options> {
  readonly name: string;
  /** What stands for the arguments in the help, such as `OLD NEW`. */
  readonly arguments: string;
  /** What it does, in lines as they are printed. */
  readonly about: string;
  readonly options: O;
  /** What the exit codes mean. */
  readonly exit: string;
  /** How many arguments there must be. @default - at least one */
  readonly count?: { readonly least: number; readonly most: number };
  run(input: VerbInput<O>): Promise<number> | number;
}

/**
 * Makes a verb that answers `--help` and refuses what it does not know, with the nearest name that it does.
 *
 * @throws ConfigError when it is called with wrong arguments
 */
export function defineVerb<const O extends Options>(spec: VerbSpec<O>): Verb {
  return args => {
    const { values, positionals } = parse(spec, args);
    if (values.help === true) {
      process.stdout.write(helpOf(spec));
      return 0;
    }
    const { least, most } = spec.count ?? { least: 1, most: Number.POSITIVE_INFINITY };
    if (positionals.length < least || positionals.length > most) {
      const got = positionals.length === 0 ? 'nothing' : positionals.map(path => `"${path}"`).join(', ');
      throw new ConfigError(
        `${cannot(spec)}: wanted ${spec.arguments || 'no arguments'}, got ${got}; ${seeHelp(spec)}`,
      );
    }
    if (positionals.filter(path => path === '-').length > 1) {
      throw new ConfigError(`${cannot(spec)}: wanted "-" once, since standard input can be read once only`);
    }
    for (const [name, { choices, check }] of Object.entries(spec.options)) {
      const value = values[name];
      if (typeof value !== 'string') continue;
      if (choices !== undefined) checkChoice(name, value, choices);
      check?.(value);
    }
    return spec.run({ values: values as VerbInput<O>['values'], paths: positionals });
  };
}

/** The help of a verb. */
export function helpOf(spec: VerbSpec<Options>): string {
  const options = Object.entries({ ...spec.options, help: HELP }).map(([name, option]): [string, string] => {
    const { short, value = option.type === 'string' ? 'VALUE' : '', help } = option;
    return [`${short === undefined ? '' : `-${short}, `}--${name}${value === '' ? '' : ` ${value}`}`, help];
  });
  const width = Math.max(...options.map(([name]) => name.length));
  const lines = options.map(([name, help]) => `  ${name.padEnd(width)}  ${help}`);
  const usage = `usage: cdk8s-istio ${spec.name} ${spec.arguments === '' ? '' : `${spec.arguments} `}[options]`;
  return `${usage}\n\n${spec.about}\n\n${lines.join('\n')}\n\nexit code: ${spec.exit}\n`;
}

const HELP: VerbOption = { type: 'boolean', short: 'h', help: 'print this help' };

function parse<O extends Options>(spec: VerbSpec<O>, args: readonly string[]) {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, { type, short, multiple = false }] of Object.entries({ ...spec.options, help: HELP })) {
    options[name] = short === undefined ? { type, multiple } : { type, multiple, short };
  }
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('ERR_PARSE_ARGS') !== true) throw error;
    const wrong = /Unknown option '(-+([^'=]+))/.exec(message);
    if (wrong === null) throw new ConfigError(`${cannot(spec)}: ${message.split('\n')[0]}; ${seeHelp(spec)}`);
    const similar = nearest(wrong[2] ?? '', Object.keys(options));
    const hint = similar === undefined ? seeHelp(spec) : `did you mean "--${similar}"?`;
    throw new ConfigError(`${cannot(spec)}: wanted one of its options, got "${wrong[1]}"; ${hint}`);
  }
}

/** @throws ConfigError if the value is not one of the choices */
export function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const similar = nearest(value, choices);
  const hint = similar === undefined ? '' : `, did you mean "${similar}"?`;
  throw new ConfigError(`Cannot take "${value}" as --${name}: wanted ${choices.join(', ')}${hint}`);
}

function cannot({ name }: { readonly name: string }): string {
  return `Cannot run "cdk8s-istio ${name}"`;
}

function seeHelp({ name }: { readonly name: string }): string {
  return `see cdk8s-istio ${name} --help`;
}
