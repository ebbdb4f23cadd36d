// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
export * from './backend-tls-policy';
export * from './gateway';
export * from './gateway-class';
export * from './grpc-route';
export * from './http-route';
export * from './listener-set';
export * from './reference-grant';
export * from './shared-types';
export * from './tcp-route';
export * from './tls-route';
export * from './udp-route';
