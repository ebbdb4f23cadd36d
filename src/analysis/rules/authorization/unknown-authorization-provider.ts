import { ambiguousNamespaces } from '../../../istio/policies/external-authorizer';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A policy hands requests to a provider that the mesh configuration does not define, or not well: all are denied. */
export const unknownAuthorizationProvider: Rule = {
  name: 'unknown-authorization-provider',
  severity: 'error',
  summary: 'The provider of a CUSTOM policy must be an external authorizer of the mesh configuration.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model, settings } = mesh;
    const { known, source } = model.meshConfig;
    const authorizers = settings.externalAuthorizers.filter(({ type }) => type !== 'other');
    for (const resource of model.all('AuthorizationPolicy')) {
      const { action, provider } = resource.spec;
      if (action !== 'CUSTOM' || provider?.name === undefined) continue;
      const defined = authorizers.find(({ name }) => name === provider.name);
      const namespaces = defined === undefined ? [] : ambiguousNamespaces(mesh, defined);
      if (defined !== undefined && namespaces.length > 0) {
        findings.push({
          resource,
          field: 'spec.provider.name',
          problem: `several namespaces (${namespaces.join(', ')}) declare the host "${defined.service}" of provider "${provider.name}", so that istiod cannot use it and denies all requests`,
          fix: `name the service of the provider with its namespace, such as "${namespaces[0]}/${defined.service}"`,
          related: source === undefined ? [] : [source],
        });
      }
      if (defined !== undefined) continue;
      findings.push({
        resource,
        field: 'spec.provider.name',
        // The mesh configuration may be in another repository.
        severity: known ? 'error' : 'warning',
        problem: `provider "${provider.name}" is not an external authorizer of the mesh configuration, which has ${quoted(authorizers.flatMap(({ name }) => name ?? []))}`,
        fix: `define "${provider.name}" as envoyExtAuthzGrpc or envoyExtAuthzHttp in extensionProviders`,
        related: source === undefined ? [] : [source],
      });
    }
    return findings;
  },
};
