// Generated from the CRDs of the Flux Kustomize controller 1.9.4 (62949ed0e5b1f82c) by `npm run import`; do not edit.
export * from './kustomization';
