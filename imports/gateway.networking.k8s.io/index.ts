// Generated from the CRDs of the Gateway API 1.6.1 (e2c73ed6bdf3f316) by `npm run import`; do not edit.
export * from './backend-tls-policy';
export * from './gateway';
export * from './gateway-class';
export * from './grpc-route';
export * from './http-route';
export * from './reference-grant';
export * from './shared-types';
