// Generated from the CRDs of the Flux Helm controller 1.6.3 (89a439f09746d5ac) by `npm run import`; do not edit.
export * from './helm-release';
