// Generated from the CRDs of Argo CD 3.6.1 and Argo Rollouts 1.10.2 (d1f9d2c705e02d78) by `npm run import`; do not edit.
export * from './analysis-template';
export * from './app-project';
export * from './application';
export * from './application-set';
export * from './rollout';
export * from './shared-types';
export { type Duration, duration } from '../../src/values/duration';
