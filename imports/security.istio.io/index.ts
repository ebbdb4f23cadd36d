// Generated from the CRDs of Istio 1.30.3 (78dc614ed70cee8d) by `npm run import`; do not edit.
export * from './authorization-policy';
export * from './peer-authentication';
export * from './request-authentication';
export * from './shared-types';
export { type Duration, duration } from '../../src/values/duration';
