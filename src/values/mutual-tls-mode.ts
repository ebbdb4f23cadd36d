/**
 * What a server accepts: only mutual TLS (`STRICT`), also plaintext (`PERMISSIVE`), or only plaintext (`DISABLE`).
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export type MutualTlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';
