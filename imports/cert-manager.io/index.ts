// Generated from the CRDs of cert-manager 1.21.2 (8a7b828ca4f2425d) by `npm run import`; do not edit.
export * from './certificate';
export * from './cluster-issuer';
export * from './issuer';
export * from './shared-types';
export { type Duration, duration } from '../../src/values/duration';
