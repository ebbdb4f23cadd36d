import type { Resource } from '../../../model/resource';
import { enforcersOf } from '../../enforcers';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** One proxy is told to ask two external authorizers. Istiod picks neither, and what would be asked about is denied. */
export const conflictingAuthorizers: Rule = {
  name: 'conflicting-authorizers',
  severity: 'error',
  summary: 'The CUSTOM policies of one workload must all name the same provider.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    if (mesh.settings.multipleCustomProviders) return findings;
    if (!mesh.model.all('AuthorizationPolicy').some(({ spec }) => spec.action === 'CUSTOM')) return findings;
    const reported = new Set<Resource>();
    for (const { name, policies } of enforcersOf(mesh)) {
      const custom = policies.authorizations.filter(({ spec }) => spec.action === 'CUSTOM');
      const providers = new Set(custom.map(({ spec }) => spec.provider?.name ?? ''));
      const [first, ...others] = custom;
      if (providers.size < 2 || first === undefined) continue;
      const policy = others.find(({ spec }) => spec.provider?.name !== first.spec.provider?.name) ?? first;
      if (reported.has(policy)) continue;
      reported.add(policy);
      findings.push({
        resource: policy,
        field: 'spec.provider.name',
        problem: `"${name}" would ask ${quoted(providers)}; unless istiod is told to allow several, it denies what their rules match`,
        fix: 'name one provider, or set PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS for istiod',
        related: custom.filter(other => other !== policy),
      });
    }
    return findings;
  },
};
