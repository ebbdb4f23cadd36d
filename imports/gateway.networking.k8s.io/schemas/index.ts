// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  BackendTLSPolicy: () => (require('./backend-tls-policy') as typeof import('./backend-tls-policy')).schema,
  GRPCRoute: () => (require('./grpc-route') as typeof import('./grpc-route')).schema,
  Gateway: () => (require('./gateway') as typeof import('./gateway')).schema,
  GatewayClass: () => (require('./gateway-class') as typeof import('./gateway-class')).schema,
  HTTPRoute: () => (require('./http-route') as typeof import('./http-route')).schema,
  ListenerSet: () => (require('./listener-set') as typeof import('./listener-set')).schema,
  ReferenceGrant: () => (require('./reference-grant') as typeof import('./reference-grant')).schema,
  TCPRoute: () => (require('./tcp-route') as typeof import('./tcp-route')).schema,
  TLSRoute: () => (require('./tls-route') as typeof import('./tls-route')).schema,
  UDPRoute: () => (require('./udp-route') as typeof import('./udp-route')).schema,
};
