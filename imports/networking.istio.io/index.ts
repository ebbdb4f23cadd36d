// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
export * from './destination-rule';
export * from './envoy-filter';
export * from './gateway';
export * from './proxy-config';
export * from './service-entry';
export * from './shared-types';
export * from './sidecar';
export * from './virtual-service';
export * from './workload-entry';
export * from './workload-group';
export { type Duration, duration } from '../../src/values/duration';
