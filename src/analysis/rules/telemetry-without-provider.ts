import type { Rule } from '../rule';

/** Access logging is asked for, but nobody is told to write it, neither here nor in the mesh configuration. */
export const telemetryWithoutProvider: Rule = {
  name: 'telemetry-without-provider',
  severity: 'warning',
  summary: 'Access logging of a Telemetry needs a provider, its own or a default one of the mesh.',
  equivalents: ['IST0157'],
  istioAnalyzers: ['telemetry.ProviderAnalyzer'],

  *check({ model }) {
    if ((model.meshConfig.defaultProviders?.accessLogging ?? []).length > 0) return;
    for (const resource of model.all('Telemetry')) {
      for (const [i, { providers = [], disabled }] of (resource.spec.accessLogging ?? []).entries()) {
        if (disabled === true || providers.length > 0) continue;
        yield {
          resource,
          field: model.istioParity ? undefined : `spec.accessLogging[${i}].providers`,
          problem: 'access logging names no provider, and the mesh has no default one, so that nothing is logged',
          fix: `name a provider, such as ${model.meshConfig.extensionProviders.map(({ name }) => `"${name}"`).at(-1)}`,
        };
      }
    }
  },
};
