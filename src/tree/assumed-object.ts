import type { IConstruct } from 'constructs';
import type { LocatedManifest, Manifest } from '../values/manifest';

const ASSUMED = Symbol.for('cdk8s-istio.assumed-objects');

interface Assuming {
  [ASSUMED]?: readonly (() => readonly Manifest[])[];
}

/**
 * Lets `construct` stand for objects that somebody else writes. They are never part of the output, but analysis and
 * simulation of the app take them for granted.
 */
export function assumeObjects(construct: IConstruct, objects: () => readonly Manifest[]): void {
  const assuming = construct as Assuming;
  assuming[ASSUMED] = [...(assuming[ASSUMED] ?? []), objects];
}

/** What the constructs below `root` assume, in the order of the tree. */
export function assumedObjectsOf(root: IConstruct): LocatedManifest[] {
  return root.node
    .findAll()
    .flatMap(construct =>
      ((construct as Assuming)[ASSUMED] ?? []).flatMap(objects =>
        objects().map(manifest => ({ manifest, origin: { constructPath: construct.node.path } })),
      ),
    );
}
