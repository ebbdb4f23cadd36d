import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast } from '../values/istio-version';
import { CodegenError } from './codegen-error';
import { KUBERNETES } from './kubernetes-source';
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

/** The newest file of the definitions of Kubernetes in some folders, called `kubernetes-<release>-openapi.json`. */
export function newestKubernetes(folders: readonly string[]): string {
  const found = folders
    .flatMap(folder => readdirSync(folder).map(name => join(folder, name)))
    .flatMap(path => {
      const release = KUBERNETES.file.exec(path)?.[1];
      return release === undefined ? [] : [{ path, release }];
    });
  const [first, ...others] = found;
  if (first === undefined) {
    throw new CodegenError(
      `Cannot find the definitions of ${KUBERNETES.title}: wanted "kubernetes-<release>-openapi.json" in ${folders.join(', ')}`,
    );
  }
  return others.reduce((a, b) => (isAtLeast(a.release, b.release) ? a : b), first).path;
}
