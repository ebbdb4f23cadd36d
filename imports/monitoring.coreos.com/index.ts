// Generated from the CRDs of the Prometheus operator 0.93.0 (49a6319eb3fe06ee) by `npm run import`; do not edit.
export * from './pod-monitor';
export * from './prometheus-rule';
export * from './service-monitor';
export * from './shared-types';
