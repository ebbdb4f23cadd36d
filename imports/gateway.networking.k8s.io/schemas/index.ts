// Generated from the CRDs of the Gateway API 1.6.1 (e2c73ed6bdf3f316) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  BackendTLSPolicy: () => (require('./backend-tls-policy') as typeof import('./backend-tls-policy')).schema,
  GRPCRoute: () => (require('./grpc-route') as typeof import('./grpc-route')).schema,
  Gateway: () => (require('./gateway') as typeof import('./gateway')).schema,
  GatewayClass: () => (require('./gateway-class') as typeof import('./gateway-class')).schema,
  HTTPRoute: () => (require('./http-route') as typeof import('./http-route')).schema,
  ReferenceGrant: () => (require('./reference-grant') as typeof import('./reference-grant')).schema,
};
