// Generated from the CRDs of the Flux source controller 1.10.1 (8d343a0f3792df0d) by `npm run import`; do not edit.
export * from './git-repository';
export * from './helm-repository';
export * from './oci-repository';
export * from './shared-types';
