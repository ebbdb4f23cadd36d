// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  Istio: () => (require('./istio') as typeof import('./istio')).schema,
  IstioCNI: () => (require('./istio-cni') as typeof import('./istio-cni')).schema,
  IstioRevision: () => (require('./istio-revision') as typeof import('./istio-revision')).schema,
  IstioRevisionTag: () => (require('./istio-revision-tag') as typeof import('./istio-revision-tag')).schema,
  ZTunnel: () => (require('./z-tunnel') as typeof import('./z-tunnel')).schema,
};
