// Generated from the CRDs of the Flux Helm controller 1.6.3 (89a439f09746d5ac) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  HelmRelease: () => (require('./helm-release') as typeof import('./helm-release')).schema,
};
