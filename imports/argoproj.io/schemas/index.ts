// Generated from the CRDs of Argo CD 3.6.1 and Argo Rollouts 1.10.2 (d1f9d2c705e02d78) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  AnalysisTemplate: () => (require('./analysis-template') as typeof import('./analysis-template')).schema,
  AppProject: () => (require('./app-project') as typeof import('./app-project')).schema,
  Application: () => (require('./application') as typeof import('./application')).schema,
  ApplicationSet: () => (require('./application-set') as typeof import('./application-set')).schema,
  Rollout: () => (require('./rollout') as typeof import('./rollout')).schema,
};
