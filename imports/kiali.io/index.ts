// Generated from the CRDs of the Kiali operator 2.29.0 (bd92c1fa5adb7574) by `npm run import`; do not edit.
export * from './kiali';
