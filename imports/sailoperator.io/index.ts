// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.
export * from './istio';
export * from './istio-cni';
export * from './istio-revision';
export * from './istio-revision-tag';
export * from './mesh-config';
export * from './shared-types';
export * from './values';
export * from './z-tunnel';
export { type Duration, duration } from '../../src/values/duration';
