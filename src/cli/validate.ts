import { parseArgs } from 'node:util';
import type { ObjectIssue } from '../schema/object-issue';
import { uncheckedKinds, uncheckedText } from '../schema/unchecked-kinds';
import { createValidator } from '../schema/validate-object';
import { ConfigError } from '../values/config-error';
import { type LocatedManifest, type Origin, originOfField } from '../values/manifest';
import { readObjects } from './read-objects';
import type { Verb } from './verb';

const USAGE = `usage: cdk8s-istio validate FILE|DIR|- ... [options]

Checks each object by itself: metadata, structure, CEL rules, the rules of Istio's webhook, and whether the release of
Istio has what it uses. Folders are read recursively; "-" is standard input.

  --istio-version VERSION  the release of Istio that the manifests are for, such as 1.30
  --json                   write the findings as JSON
  --fail-on SEVERITY       exit with 1 from this severity on: error (default) or warning

exit code: 0 nothing found, 1 findings at or above the severity, 2 the manifests cannot be read
`;

const OPTIONS = {
  'istio-version': { type: 'string' },
  json: { type: 'boolean' },
  'fail-on': { type: 'string', default: 'error' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** An object and what is wrong with it. */
interface Result {
  readonly located: LocatedManifest;
  readonly issues: readonly ObjectIssue[];
}

/** Validates manifests that are given as files, folders or standard input. */
export const verb: Verb = args => {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (positionals.length === 0) throw new ConfigError(`Cannot validate: wanted a file, a folder or "-"\n${USAGE}`);
  const threshold = values['fail-on'];
  if (threshold !== 'error' && threshold !== 'warning') {
    throw new ConfigError(`Cannot fail on "${threshold}": wanted error or warning`);
  }
  const version = values['istio-version'];
  const validate = createValidator(version === undefined ? {} : { istioVersion: version });
  const results = readObjects(positionals).map(located => ({ located, issues: validate(located.manifest) }));
  process.stdout.write(values.json === true ? renderJson(results) : renderText(results));
  const fails = ({ severity }: ObjectIssue): boolean => severity === 'error' || threshold === 'warning';
  return results.some(({ issues }) => issues.some(fails)) ? 1 : 0;
};

function renderJson(results: readonly Result[]): string {
  const listed = results.map(({ located: { manifest, origin }, issues }) => ({
    file: origin.file ?? '',
    document: origin.document ?? 0,
    kind: manifest.kind,
    namespace: manifest.metadata.namespace ?? '',
    name: manifest.metadata.name ?? '',
    errors: issues.filter(({ severity }) => severity === 'error').map(issue => shown(issue, origin)),
    warnings: issues.filter(({ severity }) => severity === 'warning').map(issue => shown(issue, origin)),
  }));
  return `${JSON.stringify({ results: listed, unchecked: uncheckedOf(results) }, null, 2)}\n`;
}

function shown({ path, message, source }: ObjectIssue, origin: Origin) {
  return { path, line: originOfField(origin, path).line ?? 0, message, source };
}

function uncheckedOf(results: readonly Result[]) {
  return uncheckedKinds(results.map(({ located }) => located.manifest));
}

function renderText(results: readonly Result[]): string {
  const found = results.filter(({ issues }) => issues.length > 0);
  const unchecked = uncheckedText(uncheckedOf(results));
  const rest = unchecked === undefined ? '' : `${unchecked}\n`;
  if (found.length === 0) return rest;
  const blocks = found.flatMap(({ located, issues }) => issues.map(issue => renderIssue(issue, located)));
  const all = found.flatMap(({ issues }) => issues);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const counts = [count(errors, 'error'), count(all.length - errors, 'warning')]
    .filter(text => text !== '')
    .join(' and ');
  return `${blocks.join('\n\n')}\n\n${counts} in ${found.length} of ${count(results.length, 'object')}\n${rest}`;
}

function renderIssue(issue: ObjectIssue, { manifest, origin }: LocatedManifest): string {
  const { namespace, name } = manifest.metadata;
  const object =
    name === undefined
      ? `${manifest.kind} without a name`
      : `${manifest.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const { file = '', line } = originOfField(origin, issue.path);
  const place = `${file}${line === undefined ? '' : `:${line}`}`;
  const lines = [`${issue.severity} ${issue.rule}: ${issue.message}`, `  at ${object}, ${place}`];
  if (issue.fix !== undefined) lines.push(`  fix: ${issue.fix}`);
  return lines.join('\n');
}

function count(amount: number, noun: string): string {
  return amount === 0 ? '' : `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
