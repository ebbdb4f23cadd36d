import { isInRange, isIpAddress } from '../../../values/ip-range';
import type { Finding, Rule } from '../../rule';

/** Where clouds keep the credentials of machines; the last two are outside of the link-local ranges. */
const REFUSED = ['169.254.0.0/16', '224.0.0.0/24', 'fe80::/10', 'ff02::/16', '100.100.100.200/32', 'fd00:ec2::/32'];

/** Istiod fetches no keys from such an address, so that every token is refused. */
export const refusedJwksAddress: Rule = {
  name: 'refused-jwks-address',
  severity: 'error',
  summary: 'Keys must not be fetched from a link-local address or from the metadata service of a cloud.',
  equivalents: [],

  check({ model, release }) {
    const findings: Finding[] = [];
    if (!release.isAtLeast('1.31.1')) return findings;
    for (const resource of model.all('RequestAuthentication')) {
      for (const [i, { jwksUri = '' }] of (resource.spec.jwtRules ?? []).entries()) {
        const address = addressOf(jwksUri);
        if (address === undefined || !REFUSED.some(range => isInRange(address, range))) continue;
        findings.push({
          resource,
          field: `spec.jwtRules[${i}].jwksUri`,
          problem: `istiod fetches no keys from "${address}", which is a link-local address or one of a cloud's metadata service: no token is accepted`,
          fix: 'name a server that publishes the keys, or write them in jwks',
        });
      }
    }
    return findings;
  },
};

/** The address that a URL names its host by. */
function addressOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return isIpAddress(host) ? host : undefined;
}
