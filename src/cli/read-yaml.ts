import { readFileSync } from 'node:fs';
import { parseDocumentText } from '../text/yaml-documents';
import { ConfigError } from '../values/config-error';
import { isMapping } from '../values/plain-data';

/**
 * Reads a file that an option names.
 *
 * @param what What is wanted of the file, such as `mesh configuration`.
 * @throws ConfigError if it cannot be read, or holds anything else than one mapping in YAML or JSON
 */
export function readYaml(file: string, what: string): { readonly [key: string]: unknown } {
  const fail = (problem: string): never => {
    throw new ConfigError(`Cannot read ${what} of "${file}": ${problem}`);
  };
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    fail(code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'wanted a file, got a folder' : message);
  }
  const { value, error } = parseDocumentText(text);
  if (error !== undefined) return fail(`line ${error.line + 1} ${error.problem}`);
  return isMapping(value) ? value : fail('wanted a YAML mapping');
}
