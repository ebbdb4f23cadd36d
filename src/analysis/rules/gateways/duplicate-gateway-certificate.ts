import { matchesLabels, printLabels } from '../../../model/labels';
import type { Resource } from '../../../model/resource';
import type { ServerTls } from '../../../model/shapes/traffic';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';

/**
 * Two Gateways on the same pods serve one certificate. Browsers reuse an HTTP/2 connection for every host of the
 * certificate and then get 404 for the hosts of the other Gateway.
 */
export const duplicateGatewayCertificate: Rule = {
  name: 'duplicate-gateway-certificate',
  severity: 'warning',
  summary: 'Gateways on the same pods should not serve the same certificate.',
  equivalents: ['IST0138'],
  istioAnalyzers: ['gateway.CertificateAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const users = new Map<string, Map<string, Resource<'Gateway'>[]>>();
    for (const gateway of model.all('Gateway')) {
      const selector = printLabels(gateway.spec.selector);
      for (const certificate of certificatesOf(gateway)) {
        const bySelector = users.get(certificate) ?? new Map<string, Resource<'Gateway'>[]>();
        users.set(certificate, bySelector);
        addTo(bySelector, selector, gateway);
      }
    }
    for (const resource of model.all('Gateway')) {
      for (const other of others(resource, users, model.istioParity)) {
        findings.push({
          resource,
          field: model.istioParity ? undefined : 'spec.servers',
          problem: `Gateway "${other.fullName}" serves the same certificate on the same pods; clients that reuse connections get 404`,
          fix: 'define the hosts of one certificate in one Gateway',
          related: [other],
        });
      }
    }
    return findings;
  },
};

/** The Gateways that serve a certificate of this one on its pods; only the first of them where one says enough. */
function others(
  resource: Resource<'Gateway'>,
  users: ReadonlyMap<string, ReadonlyMap<string, readonly Resource<'Gateway'>[]>>,
  all: boolean,
): ReadonlySet<Resource<'Gateway'>> {
  const found = new Set<Resource<'Gateway'>>();
  for (const certificate of certificatesOf(resource)) {
    for (const gateways of users.get(certificate)?.values() ?? []) {
      const [first] = gateways;
      if (first === undefined || !matchesLabels(resource.spec.selector, first.spec.selector ?? {})) continue;
      if (all) {
        for (const other of gateways) if (other !== resource) found.add(other);
      } else if (first.position < resource.position) {
        return new Set([first]);
      }
    }
  }
  return found;
}

/** What tells the certificates of a Gateway apart. */
function certificatesOf({ spec }: Resource<'Gateway'>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { tls } of spec.servers ?? []) {
    const certificate = certificateOf(tls);
    if (certificate !== undefined) found.add(certificate);
  }
  return found;
}

function certificateOf(tls: ServerTls | undefined): string | undefined {
  const { credentialName = '', serverCertificate = '', privateKey = '' } = tls ?? {};
  if (credentialName !== '') return `secret ${credentialName}`;
  return serverCertificate !== '' && privateKey !== '' ? `files ${serverCertificate} ${privateKey}` : undefined;
}
