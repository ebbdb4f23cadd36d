// Generated from the CRDs of Istio 1.32.0 (048c48d5c8562df4) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  TrafficExtension: () => (require('./traffic-extension') as typeof import('./traffic-extension')).schema,
  WasmPlugin: () => (require('./wasm-plugin') as typeof import('./wasm-plugin')).schema,
};
