import { type Fields, isSet, itemsOf, objectsOf, textOf, textsOf } from '../reading';
import { quote, type WebhookReport } from './report';

const CIPHER_SUITES = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'DES-CBC3-SHA',
]);

const CERTIFICATE_FIELDS = [
  'serverCertificate',
  'privateKey',
  'caCertificates',
  'tlsCertificates',
  'credentialName',
  'credentialNames',
];

/** The TLS settings of a server: of a Gateway, or of a listener of a Sidecar. */
export function checkServerTls(tls: Fields, path: string, report: WebhookReport): void {
  checkCiphers(tls, path, report);
  const mode = textOf(tls.mode);
  const given = CERTIFICATE_FIELDS.filter(field => isGiven(tls[field]));
  if (mode === 'ISTIO_MUTUAL') {
    if (given.length > 0) report.add('tls-istio-mutual', path, given.join(', '), `remove ${given.join(', ')}`);
    return;
  }
  const passesThrough = mode === '' || mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  if (passesThrough && (given.length > 0 || isGiven(tls.caCrl))) {
    const got = [...given, ...(isGiven(tls.caCrl) ? ['caCrl'] : [])].join(', ');
    report.add(
      'tls-passthrough',
      path,
      `mode ${mode || 'PASSTHROUGH'} with ${got}`,
      'write mode SIMPLE or MUTUAL to terminate TLS',
    );
  }
  const sources = ['credentialName', 'credentialNames', 'tlsCertificates'].filter(field => isGiven(tls[field]));
  if (isGiven(tls.serverCertificate) && isGiven(tls.privateKey)) sources.push('serverCertificate');
  if (sources.length > 1) report.add('tls-certificate-source', path, sources.join(', '));
  if (passesThrough) {
    if (isGiven(tls.credentialName) && isGiven(tls.caCrl)) report.add('tls-crl', `${path}.caCrl`);
    return;
  }
  if (isGiven(tls.credentialName) || isGiven(tls.credentialNames)) return;
  checkFiles(tls, mode, path, report);
}

/** Certificates from files, which the modes need in full if there is no credential. */
function checkFiles(tls: Fields, mode: string, path: string, report: WebhookReport): void {
  if (mode !== 'SIMPLE' && !isGiven(tls.caCertificates)) {
    report.add('tls-ca-certificates', `${path}.caCertificates`, `mode ${mode}`);
  }
  const pairs = [...objectsOf(tls.tlsCertificates, `${path}.tlsCertificates`)];
  if (pairs.length === 0) pairs.push([tls, path]);
  for (const [pair, at] of pairs) {
    const certificate = isGiven(pair.serverCertificate);
    const key = isGiven(pair.privateKey);
    const fix = 'write credentialName: <name of the secret>';
    // Where both are missing there is one thing to say.
    if (!certificate) report.add('tls-server-certificate', `${at}.serverCertificate`, `mode ${mode}`, fix);
    else if (!key) report.add('tls-private-key', `${at}.privateKey`, `mode ${mode}`, fix);
  }
  if (isGiven(tls.caCrl) && mode === 'SIMPLE') report.add('tls-crl', `${path}.caCrl`);
}

function checkCiphers(tls: Fields, path: string, report: WebhookReport): void {
  const oldest = textOf(tls.minProtocolVersion);
  if ((oldest === 'TLSV1_0' || oldest === 'TLSV1_1') && itemsOf(tls.cipherSuites).length === 0) {
    report.add('tls-version-ciphers', `${path}.minProtocolVersion`, oldest);
  }
  const seen = new Set<string>();
  for (const [suite, at] of textsOf(tls.cipherSuites, `${path}.cipherSuites`)) {
    // What begins with an operator is an expression of OpenSSL.
    const known = suite === '' || suite === 'ALL' || !/^[\p{L}\p{N}]/u.test(suite) || CIPHER_SUITES.has(suite);
    if (!known) report.add('tls-cipher-unknown', at, quote(suite));
    else if (seen.has(suite)) report.add('tls-cipher-duplicate', at, quote(suite));
    seen.add(suite);
  }
}

function isGiven(value: unknown): boolean {
  return isSet(value) && value !== '' && !(Array.isArray(value) && value.length === 0);
}
