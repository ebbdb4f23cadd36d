// Generated from the CRDs of Istio 1.32.0 (5920f651c6559262) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
  AuthorizationPolicy: () => (require('./authorization-policy') as typeof import('./authorization-policy')).schema,
  PeerAuthentication: () => (require('./peer-authentication') as typeof import('./peer-authentication')).schema,
  RequestAuthentication: () => (require('./request-authentication') as typeof import('./request-authentication')).schema,
};
