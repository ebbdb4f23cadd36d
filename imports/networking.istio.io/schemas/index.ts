// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  DestinationRule: () => (require('./destination-rule') as typeof import('./destination-rule')).schema,
  EnvoyFilter: () => (require('./envoy-filter') as typeof import('./envoy-filter')).schema,
  Gateway: () => (require('./gateway') as typeof import('./gateway')).schema,
  ProxyConfig: () => (require('./proxy-config') as typeof import('./proxy-config')).schema,
  ServiceEntry: () => (require('./service-entry') as typeof import('./service-entry')).schema,
  Sidecar: () => (require('./sidecar') as typeof import('./sidecar')).schema,
  VirtualService: () => (require('./virtual-service') as typeof import('./virtual-service')).schema,
  WorkloadEntry: () => (require('./workload-entry') as typeof import('./workload-entry')).schema,
  WorkloadGroup: () => (require('./workload-group') as typeof import('./workload-group')).schema,
};
