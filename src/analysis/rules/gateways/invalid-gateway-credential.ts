import { X509Certificate } from 'node:crypto';
import type { Resource } from '../../../model/resource';
import { fromBase64 } from '../../../text/base64';
import type { Finding, Rule } from '../../rule';
import { credentialsOf } from './missing-gateway-credential';

/** The Secret of a Gateway holds no usable certificate: TLS connections are reset. */
export const invalidGatewayCredential: Rule = {
  name: 'invalid-gateway-credential',
  severity: 'error',
  summary: 'The Secret that a Gateway names must hold a certificate that is valid now, and its key.',
  equivalents: ['IST0161'],
  istioAnalyzers: ['gateway.SecretAnalyzer'],

  check({ model }, { now }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Gateway')) {
      for (const { name, field, namespace } of credentialsOf(resource, model)) {
        const secret = model.credentials.secret(namespace, name);
        const problem = secret === undefined ? undefined : problemOf(secret, now, model.istioParity);
        if (secret === undefined || problem === undefined) continue;
        findings.push({
          resource,
          field,
          problem: `Secret "${namespace}/${name}" ${problem}`,
          fix: 'put a valid certificate into "tls.crt" and its key into "tls.key"',
          related: [secret],
        });
      }
    }
    return findings;
  },
};

function problemOf({ spec }: Resource<'Secret'>, now: Date, onlyData: boolean): string | undefined {
  const { data = {}, stringData = {} } = spec;
  const read = (key: string) => {
    const plain = onlyData ? undefined : stringData[key];
    return plain ?? fromBase64(data[key] ?? '');
  };
  const pair = [
    { certificate: read('cert'), key: read('key') },
    { certificate: read('tls.crt'), key: read('tls.key') },
  ].find(({ certificate, key }) => certificate !== '' && key !== '');
  if (pair === undefined) return 'has no "tls.crt" with a "tls.key"';
  const certificate = parse(pair.certificate);
  if (certificate === undefined) return 'holds no certificate that can be read';
  const { validFrom, validTo } = certificate;
  if (now < new Date(validFrom)) return `holds a certificate that is not valid before ${validFrom}`;
  if (now > new Date(validTo)) return `holds a certificate that expired on ${validTo}`;
  return undefined;
}

function parse(pem: string): X509Certificate | undefined {
  const block = /-----BEGIN [^-]+-----[\s\S]+?-----END [^-]+-----/.exec(pem);
  if (block === null) return undefined;
  try {
    return new X509Certificate(block[0]);
  } catch {
    return undefined;
  }
}
