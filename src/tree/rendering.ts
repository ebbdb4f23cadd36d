import type { IConstruct } from 'constructs';

const RENDERING = Symbol.for('cdk8s-istio.rendering');

interface Rendered {
  [RENDERING]?: Map<object, unknown> | undefined;
}

/** Runs what renders an app; while it runs nothing is declared, so that answers about the tree may be kept. */
export function* whileRendering<T>(root: IConstruct, render: () => Iterable<T>): Generator<T> {
  const rendered = root as Rendered;
  rendered[RENDERING] = new Map();
  try {
    yield* render();
  } finally {
    rendered[RENDERING] = undefined;
  }
}

/** What `find` says of the tree of `scope`, asked once while the app is rendered, and each time otherwise. */
export function onceWhileRendering<T>(scope: IConstruct, find: () => T): T {
  const known = (scope.node.root as Rendered)[RENDERING];
  if (known === undefined) return find();
  if (!known.has(scope)) known.set(scope, find());
  return known.get(scope) as T;
}
