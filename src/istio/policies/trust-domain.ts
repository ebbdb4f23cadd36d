/**
 * The principals that a principal of a policy stands for: itself, and where its trust domain is one of the mesh's, the
 * same identity under all of them.
 *
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/
 */
export function aliasedPrincipals(principal: string, trustDomains: readonly string[]): readonly string[] {
  const [only = ''] = trustDomains;
  if (trustDomains.length === 1 && principal.startsWith(`${only}/`)) return [principal];
  const segments = principal.split('/');
  const [domain = '', ...rest] = segments;
  if (segments.length !== 5 || domain === '*' || !isKnown(domain, trustDomains)) return [principal];
  // A pattern such as `*-td` stays as it is for the trust domains that it covers.
  const covers = (alias: string) => domain.startsWith('*') && alias.endsWith(domain.slice(1));
  return [...new Set(trustDomains.map(alias => (covers(alias) ? principal : [alias, ...rest].join('/'))))];
}

/** The trust domains that one named by a policy stands for. */
export function aliasedTrustDomains(domain: string, trustDomains: readonly string[]): readonly string[] {
  return isKnown(domain, trustDomains) && domain !== '*' ? [...new Set([domain, ...trustDomains])] : [domain];
}

function isKnown(domain: string, trustDomains: readonly string[]): boolean {
  if (domain === 'cluster.local') return true;
  const suffix = domain.startsWith('*') && domain.length > 1 ? domain.slice(1) : undefined;
  return trustDomains.some(known => (suffix === undefined ? known === domain : known.endsWith(suffix)));
}
