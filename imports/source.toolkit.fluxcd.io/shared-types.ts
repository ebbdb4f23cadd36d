// Generated from the CRDs of the Flux source controller 1.10.1 (8d343a0f3792df0d) by `npm run import`; do not edit.

/** `OCIRepository.spec.certSecretRef` */
export interface CertSecretRef {
  readonly name: string;
}

/** `GitRepository.spec.proxySecretRef` */
export interface ProxySecretRef {
  readonly name: string;
}

/** `GitRepository.spec.secretRef` */
export interface SecretRef {
  readonly name: string;
}
