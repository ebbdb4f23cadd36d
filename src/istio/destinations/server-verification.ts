import type { TrafficPolicy } from '../../model/shapes/traffic';
import type { Release } from '../release';

/** What a client that begins TLS finds out about the server: who has signed its certificate, and whether its name fits. */
export type ServerVerification = 'nothing' | 'authority' | 'authority-and-name';

/** The release from which on the authorities of the system are trusted where no others are named. */
const SYSTEM_AUTHORITIES_SINCE = '1.21';

/**
 * How the server is verified by a client with these settings of a DestinationRule; undefined where TLS is not begun, or
 * is that of the mesh.
 *
 * @param names the names that the ServiceEntry of the host says its certificates have
 */
export function serverVerification(
  tls: TrafficPolicy['tls'],
  names: readonly string[],
  release: Release,
): ServerVerification | undefined {
  if (tls === undefined || (tls.mode !== 'SIMPLE' && tls.mode !== 'MUTUAL')) return undefined;
  if (tls.insecureSkipVerify === true) return 'nothing';
  const isGiven = (text: string | undefined) => text !== undefined && text !== '';
  const trusts =
    isGiven(tls.caCertificates) || isGiven(tls.credentialName) || release.isAtLeast(SYSTEM_AUTHORITIES_SINCE);
  if (!trusts) return 'nothing';
  // Without a name for the server to be asked by, both come from the request.
  const named = (tls.subjectAltNames ?? []).length > 0 || names.length > 0 || !isGiven(tls.sni);
  return named ? 'authority-and-name' : 'authority';
}
