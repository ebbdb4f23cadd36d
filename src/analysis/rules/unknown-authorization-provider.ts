import type { Rule } from '../rule';
import { quoted } from '../wording';

/** A policy hands requests to a provider that the mesh configuration does not define: all of them are denied. */
export const unknownAuthorizationProvider: Rule = {
  name: 'unknown-authorization-provider',
  severity: 'error',
  summary: 'The provider of a CUSTOM policy must be an external authorizer of the mesh configuration.',
  equivalents: [],

  *check({ model, settings }) {
    const { known, source } = model.meshConfig;
    const authorizers = settings.externalAuthorizers.filter(({ type }) => type !== 'other');
    for (const resource of model.all('AuthorizationPolicy')) {
      const { action, provider } = resource.spec;
      if (action !== 'CUSTOM' || provider?.name === undefined) continue;
      if (authorizers.some(({ name }) => name === provider.name)) continue;
      yield {
        resource,
        field: 'spec.provider.name',
        // The mesh configuration may be in another repository.
        severity: known ? 'error' : 'warning',
        problem: `provider "${provider.name}" is not an external authorizer of the mesh configuration, which has ${quoted(authorizers.flatMap(({ name }) => name ?? []))}`,
        fix: `define "${provider.name}" as envoyExtAuthzGrpc or envoyExtAuthzHttp in extensionProviders`,
        related: source === undefined ? [] : [source],
      };
    }
  },
};
