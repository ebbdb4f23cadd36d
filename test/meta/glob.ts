import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Files under `root/folder` with this ending, as paths from `root` with `/`, sorted. */
export function globSync(root: string, folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
