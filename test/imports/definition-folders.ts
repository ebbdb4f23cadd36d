import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from '../conformance/cases-folder';

/** The folders of definitions beside the cases, the newest set last; none where there are no cases. */
export function definitionFolders(): string[] {
  const beside = join(CASES, '..');
  if (!existsSync(CASES)) return [];
  return readdirSync(beside)
    .filter(name => /^crds(-[\d.]+)?$/.test(name))
    .sort()
    .map(name => join(beside, name));
}
