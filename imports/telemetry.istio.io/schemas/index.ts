// Generated from the CRDs of Istio 1.32.0 (e2e0681f16673150) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  Telemetry: () => (require('./telemetry') as typeof import('./telemetry')).schema,
};
