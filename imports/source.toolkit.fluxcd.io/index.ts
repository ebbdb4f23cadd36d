// Generated from the CRDs of the Flux source controller 1.9.1 (091965eef121da72) by `npm run import`; do not edit.
export * from './git-repository';
export * from './helm-repository';
export * from './oci-repository';
export * from './shared-types';
