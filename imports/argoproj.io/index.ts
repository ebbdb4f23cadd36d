// Generated from the CRDs of Argo CD 3.5.1 and Argo Rollouts 1.9.1 (3138410a96ecbb10) by `npm run import`; do not edit.
export * from './analysis-template';
export * from './app-project';
export * from './application';
export * from './application-set';
export * from './rollout';
export * from './shared-types';
export { type Duration, duration } from '../../src/values/duration';
