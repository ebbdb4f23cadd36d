// Generated from the CRDs of cert-manager 1.21.2 (8a7b828ca4f2425d) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  Certificate: () => (require('./certificate') as typeof import('./certificate')).schema,
  ClusterIssuer: () => (require('./cluster-issuer') as typeof import('./cluster-issuer')).schema,
  Issuer: () => (require('./issuer') as typeof import('./issuer')).schema,
};
