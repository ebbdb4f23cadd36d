import { readManifests } from '../model/read-manifests';
import type { LocatedManifest } from '../values/manifest';

/** Reads what a verb is to look at, and says so where that is nothing: a mistyped folder must not pass for a clean one. */
export function readObjects(paths: readonly string[]): LocatedManifest[] {
  const objects = readManifests(paths);
  if (objects.length === 0) {
    process.stderr.write(`cdk8s-istio: no Kubernetes objects in ${paths.map(path => `"${path}"`).join(', ')}\n`);
  }
  return objects;
}
