// Generated from the CRDs of the Flux Kustomize controller 1.10.1 (122046976efae3a0) by `npm run import`; do not edit.
export * from './kustomization';
