import type { Rule } from '../rule';

/** Access logging is asked for, but nobody is told to write it, neither here nor in the mesh configuration. */
export const telemetryWithoutProvider: Rule = {
  name: 'telemetry-without-provider',
  severity: 'warning',
  summary: 'Access logging of a Telemetry needs a provider, its own or a default one of the mesh.',
  reads: ['Telemetry', 'MeshConfig'],
  equivalents: ['IST0157'],
  istioAnalyzers: ['telemetry.ProviderAnalyzer'],

  *check(mesh) {
    if ((mesh.meshConfig.defaultProviders?.accessLogging ?? []).length > 0) return;
    for (const resource of mesh.all('Telemetry')) {
      for (const [i, { providers = [], disabled }] of (resource.spec.accessLogging ?? []).entries()) {
        if (disabled === true || providers.length > 0) continue;
        yield {
          resource,
          field: mesh.istioParity ? undefined : `spec.accessLogging[${i}].providers`,
          problem: 'access logging names no provider, and the mesh has no default one, so that nothing is logged',
          fix: `name a provider, such as ${mesh.meshConfig.extensionProviders.map(({ name }) => `"${name}"`).at(-1)}`,
        };
      }
    }
  },
};
