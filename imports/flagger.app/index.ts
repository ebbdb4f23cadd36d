// Generated from the CRDs of Flagger 1.44.0 (3c1da9ccd1ffbda3) by `npm run import`; do not edit.
export * from './canary';
export { type Duration, duration } from '../../src/values/duration';
