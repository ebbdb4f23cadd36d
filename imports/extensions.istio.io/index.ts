// Generated from the CRDs of Istio 1.32.0 (048c48d5c8562df4) by `npm run import`; do not edit.
export * from './shared-types';
export * from './traffic-extension';
export * from './wasm-plugin';
