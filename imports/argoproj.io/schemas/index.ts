// Generated from the CRDs of Argo CD 3.5.1 and Argo Rollouts 1.9.1 (3138410a96ecbb10) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  AnalysisTemplate: () => (require('./analysis-template') as typeof import('./analysis-template')).schema,
  AppProject: () => (require('./app-project') as typeof import('./app-project')).schema,
  Application: () => (require('./application') as typeof import('./application')).schema,
  ApplicationSet: () => (require('./application-set') as typeof import('./application-set')).schema,
  Rollout: () => (require('./rollout') as typeof import('./rollout')).schema,
};
