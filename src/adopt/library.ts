import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as Library from 'cdk8s-istio';
import type { IConstruct } from 'constructs';
import { parseManifests } from '../model/read-manifests';
import type { Manifest } from '../values/manifest';
import { groupOf } from '../values/manifest';
import { LIBRARY } from './code';
import type { ModuleLoader } from './run-statements';
import type { WrittenObjects } from './unit';

type MeshApp = InstanceType<typeof Library.MeshApp>;

/**
 * Loads a module by its name, as a program of a user does. What is adopted is run against the public API and nothing
 * else, so that a program that works here works there.
 */
export const loadModule: ModuleLoader = name => require(name) as { readonly [name: string]: unknown };

/** The library as its users see it. */
export function library(): typeof Library {
  return require(LIBRARY) as typeof Library;
}

/** The folder of the library's package. */
export function packageRoot(): string {
  return dirname(require.resolve(`${LIBRARY}/package.json`));
}

/** Whether the library has a typed class for a kind. */
export function hasClass(group: string, kind: string): boolean {
  if (group === '') return false;
  try {
    return typeof loadModule(`${LIBRARY}/imports/${group}`)[kind] === 'function';
  } catch {
    return false;
  }
}

/** A new app that checks nothing and writes nothing of itself. */
export function newApp(istioVersion: string, checks: boolean): MeshApp {
  const { MeshApp } = library();
  // Nothing is written there, and no folder of the user is looked at.
  const outdir = join(tmpdir(), 'cdk8s-istio-adopt-unused');
  return new MeshApp({ outdir, istioVersion, validate: checks, analyze: checks });
}

/** What the app would write. */
export function writtenBy(app: MeshApp): WrittenObjects {
  const all = parseManifests(app.synthYaml(), 'app').map(({ manifest }) => manifest);
  const byKey = new Map(all.map(manifest => [keyOf(manifest), manifest]));
  return {
    all,
    find: (kind, group, namespace, name) => byKey.get(`${group}/${kind} ${namespace}/${name}`),
  };
}

/** The key by which a written object is found. */
export function keyOf({ apiVersion, kind, metadata }: Manifest): string {
  return `${groupOf(apiVersion)}/${kind} ${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}

/** What the constructs below `root` find wrong with themselves, by path. */
export function* problemsOf(root: IConstruct): Iterable<{ readonly path: string; readonly problem: string }> {
  for (const { node } of root.node.findAll()) {
    try {
      for (const problem of node.validate()) yield { path: node.path, problem };
    } catch (error) {
      // What it declares is only looked at as a whole when it is validated.
      yield { path: node.path, problem: error instanceof Error ? error.message : String(error) };
    }
  }
}
