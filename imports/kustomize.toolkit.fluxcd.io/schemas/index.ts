// Generated from the CRDs of the Flux Kustomize controller 1.10.1 (122046976efae3a0) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  Kustomization: () => (require('./kustomization') as typeof import('./kustomization')).schema,
};
