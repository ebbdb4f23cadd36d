/** Self-signed, for example.com, valid until 2126. The key was made for tests and guards nothing. */
const CERTIFICATE = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBgzCCASmgAwIBAgIUeMwJ9X8QKK1F2NiOsAigwLQyKXUwCgYIKoZIzj0EAwIw',
  'FjEUMBIGA1UEAwwLZXhhbXBsZS5jb20wIBcNMjYxMTI2MDkxOTM1WhgPMjEyNjEx',
  'MDIwOTE5MzVaMBYxFDASBgNVBAMMC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYI',
  'KoZIzj0DAQcDQgAErPWEodCj4v5ufAHvHTcgSdBhjR4HT/1c1kqvXaZhSnbXUyTQ',
  'lORVlVou/1cFGvUpKKpAggG0GrTzi9OOa+i1zaNTMFEwHQYDVR0OBBYEFCIBNzMT',
  'ZapFuVSQxRNNWfWanZj9MB8GA1UdIwQYMBaAFCIBNzMTZapFuVSQxRNNWfWanZj9',
  'MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAL46NNhdzix+wP9y',
  'YAA/H/60x9388zn3/bYBQhOz6SjsAiBnrREBpZPjzRyXNgtl7Wfh4liW+tDUeVoK',
  'iZmxTaBouQ==',
  '-----END CERTIFICATE-----',
].join('\n');

const KEY = [
  '-----BEGIN PRIVATE KEY-----',
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrSNoRLiMOSEkSyeo',
  'DPpMqp1xU1V5mLJU0pK6orbu9HqhRANCAASs9YSh0KPi/m58Ae8dNyBJ0GGNHgdP',
  '/VzWSq9dpmFKdtdTJNCU5FWVWi7/VwUa9SkoqkCCAbQatPOL045r6LXN',
  '-----END PRIVATE KEY-----',
].join('\n');

/** A Secret with a server certificate. */
export function certificate(fullName: string): string {
  const [own = '', name = ''] = fullName.split('/');
  const data = { 'tls.crt': encode(CERTIFICATE), 'tls.key': encode(KEY) };
  return `
apiVersion: v1
kind: Secret
metadata: { name: ${name}, namespace: ${own} }
type: kubernetes.io/tls
data: ${JSON.stringify(data)}
`;
}

/** A Secret without one. */
export function password(fullName: string): string {
  const [own = '', name = ''] = fullName.split('/');
  return `
apiVersion: v1
kind: Secret
metadata: { name: ${name}, namespace: ${own} }
data: { password: ${encode('open sesame')} }
`;
}

/** A ConfigMap with the certificate of an authority. */
export function authority(fullName: string): string {
  const [own = '', name = ''] = fullName.split('/');
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: ${own} }
data: { ca.crt: ${JSON.stringify(CERTIFICATE)} }
`;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}
