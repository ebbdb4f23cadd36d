// Generated from the CRDs of the Flux Kustomize controller 1.9.4 (62949ed0e5b1f82c) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  Kustomization: () => (require('./kustomization') as typeof import('./kustomization')).schema,
};
