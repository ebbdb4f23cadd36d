// Generated from the CRDs of Istio 1.32.0 (e2e0681f16673150) by `npm run import`; do not edit.
export * from './telemetry';
export { type Duration, duration } from '../../src/values/duration';
