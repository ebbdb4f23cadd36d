import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** Whoever may write a RequestAuthentication can make istiod fetch any address that it reaches. */
export const unrestrictedJwksFetch: Rule = {
  name: 'unrestricted-jwks-fetch',
  severity: 'warning',
  summary: 'Where RequestAuthentications exist, istiod should have a list of networks from which it fetches no keys.',
  equivalents: ['IST0175'],
  istioAnalyzers: ['authn.BlockedCIDRsAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const authentications = model.all('RequestAuthentication');
    if (authentications.length === 0) return findings;
    for (const resource of model.all('Deployment')) {
      if (resource.labels.app !== 'istiod') continue;
      const containers = resource.spec.template?.spec?.containers ?? [];
      const isSet = containers.some(({ env = [] }) =>
        env.some(({ name, value = '' }) => name === 'BLOCKED_CIDRS_IN_JWKS_URIS' && value !== ''),
      );
      if (isSet) continue;
      findings.push({
        resource,
        field: 'spec.template.spec.containers',
        problem: `BLOCKED_CIDRS_IN_JWKS_URIS is not set, and RequestAuthentication ${quoted(
          authentications.map(({ fullName }) => fullName),
          5,
        )} may name any address to fetch keys from`,
        fix: 'set BLOCKED_CIDRS_IN_JWKS_URIS to the networks that istiod must not call',
      });
    }
    return findings;
  },
};
