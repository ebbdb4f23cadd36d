// Brings the module into the program, so that the declaration below can add to it.
import type {} from 'expect';
import { type MeshMatchers, meshMatchers } from './mesh-matchers';

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: a declaration merges only with the same type parameters
    interface Matchers<R, T = {}> extends MeshMatchers<R> {}
  }
}

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends MeshMatchers<R> {}
}

const runner = globalThis as { expect?: { extend?: (matchers: typeof meshMatchers) => void } };

if (runner.expect?.extend === undefined) {
  throw new Error(
    'Cannot register the mesh matchers: wanted the global "expect" of Jest, got none; call expect.extend(meshMatchers) with meshMatchers of "cdk8s-istio/testing" instead',
  );
}
runner.expect.extend(meshMatchers);
