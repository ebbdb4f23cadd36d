// Generated from the CRDs of the Flux source controller 1.10.1 (8d343a0f3792df0d) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  GitRepository: () => (require('./git-repository') as typeof import('./git-repository')).schema,
  HelmRepository: () => (require('./helm-repository') as typeof import('./helm-repository')).schema,
  OCIRepository: () => (require('./oci-repository') as typeof import('./oci-repository')).schema,
};
