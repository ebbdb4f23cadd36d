import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast } from '../values/istio-version';
import { CodegenError } from './codegen-error';
import type { Source } from './sources';

/** The newest file of each project of a source in some folders, where files are called `<project>-<release>.yaml`. */
export function newestFiles(source: Source, folders: readonly string[]): string[] {
  const paths = folders.flatMap(folder => readdirSync(folder).map(name => join(folder, name)));
  return (source.projects ?? [source.name]).map(project => {
    const found = paths.flatMap(path => {
      const release = new RegExp(`/${project}-(\\d+(?:\\.\\d+)*)(?:-standard)?\\.yaml$`).exec(path)?.[1];
      return release === undefined ? [] : [{ path, release }];
    });
    const [first, ...others] = found;
    if (first === undefined) {
      throw new CodegenError(
        `Cannot find the definitions of ${source.title}: wanted "${project}-<release>.yaml" in ${folders.join(', ')}`,
      );
    }
    return others.reduce((a, b) => (isAtLeast(a.release, b.release) ? a : b), first).path;
  });
}
