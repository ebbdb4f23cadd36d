import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folders of definitions beside the cases, the newest set last; none where there are no cases. */
export function definitionFolders(): string[] {
  const cases = process.env.CONFORMANCE_CASES ?? resolve(__dirname, '../../../shared/cases');
  const beside = join(cases, '..');
  if (!existsSync(cases)) return [];
  return readdirSync(beside)
    .filter(name => /^crds(-[\d.]+)?$/.test(name))
    .sort()
    .map(name => join(beside, name));
}
