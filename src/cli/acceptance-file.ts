import type { AcceptedFinding } from '../analysis/stated-acceptances';
import { ConfigError } from '../values/config-error';
import { nearest } from '../values/nearest';
import { isMapping } from '../values/plain-data';
import { readYaml } from './read-yaml';

const FIELDS = ['rule', 'reason', 'resource'];

/**
 * Reads what a file accepts: `accept`, a list of `rule`, `reason` and, unless all objects are meant, `resource`.
 *
 * @throws ConfigError if the file is something else, a reason is missing, or a field is unknown
 */
export function readAcceptances(file: string): readonly AcceptedFinding[] {
  const wanted = 'wanted "accept" as a list of mappings with "rule", "reason" and perhaps "resource"';
  const fail = (got: string): never => {
    throw new ConfigError(`Cannot read what "${file}" accepts: ${wanted}, got ${got}`);
  };
  const list = readYaml(file, 'accepted findings').accept;
  if (!Array.isArray(list)) return fail('no such list');
  return list.map((entry: unknown, i) => {
    const { rule, reason, resource, ...rest } = isMapping(entry) ? entry : {};
    // An entry with a mistyped "resource" would accept the findings of all objects.
    for (const field of Object.keys(rest)) {
      const similar = nearest(field, FIELDS);
      fail(`entry ${i + 1} with "${field}"${similar === undefined ? '' : `, did you mean "${similar}"?`}`);
    }
    if (typeof rule !== 'string' || typeof reason !== 'string' || reason.trim() === '')
      return fail(`entry ${i + 1}: ${JSON.stringify(entry)}`);
    if (resource !== undefined && typeof resource !== 'string') return fail(`entry ${i + 1}: ${JSON.stringify(entry)}`);
    return { rule, reason, resource, file };
  });
}
