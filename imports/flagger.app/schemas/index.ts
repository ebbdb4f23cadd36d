// Generated from the CRDs of Flagger 1.44.0 (3c1da9ccd1ffbda3) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  Canary: () => (require('./canary') as typeof import('./canary')).schema,
};
