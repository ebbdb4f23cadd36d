import type { Finding, Rule } from '../../rule';

/** Istio no longer speaks to Lightstep: no traces arrive. */
export const deprecatedLightstepProvider: Rule = {
  name: 'deprecated-lightstep-provider',
  severity: 'warning',
  summary: 'Tracing must not use the Lightstep provider; use OpenTelemetry.',
  equivalents: ['IST0002'],
  istioAnalyzers: ['telemetry.LightstepAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const providers = model.meshConfig.extensionProviders.filter(({ lightstep }) => lightstep !== undefined);
    const names = new Set(providers.map(({ name }) => name));
    for (const resource of model.all('Telemetry')) {
      for (const [i, { providers: used = [] }] of (resource.spec.tracing ?? []).entries()) {
        for (const [j, { name }] of used.entries()) {
          if (!names.has(name)) continue;
          findings.push({
            resource,
            field: model.istioParity ? undefined : `spec.tracing[${i}].providers[${j}].name`,
            problem: `provider "${name}" is of type lightstep, which Istio has removed`,
            fix: 'define a provider of type opentelemetry in the mesh configuration, and use it',
          });
        }
      }
    }
    return findings;
  },
};
