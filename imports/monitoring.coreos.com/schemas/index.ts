// Generated from the CRDs of the Prometheus operator 0.93.0 (49a6319eb3fe06ee) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  PodMonitor: () => (require('./pod-monitor') as typeof import('./pod-monitor')).schema,
  PrometheusRule: () => (require('./prometheus-rule') as typeof import('./prometheus-rule')).schema,
  ServiceMonitor: () => (require('./service-monitor') as typeof import('./service-monitor')).schema,
};
