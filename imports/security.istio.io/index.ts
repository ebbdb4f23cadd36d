// Generated from the CRDs of Istio 1.32.0 (5920f651c6559262) by `npm run import`; do not edit.
export * from './authorization-policy';
export * from './peer-authentication';
export * from './request-authentication';
export * from './shared-types';
export { type Duration, duration } from '../../src/values/duration';
