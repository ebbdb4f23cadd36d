import { accessLoggingOf, tracingProviders } from '../../../istio/policies/telemetry-levels';
import type { MeshModel } from '../../../model/mesh-model';
import type { Finding, Rule } from '../../rule';

/**
 * Telemetry is asked for, or turned off, where nobody is told to write it: neither the item itself, nor one before it, nor
 * the Telemetries of the namespace and of the mesh, nor the mesh configuration names a provider.
 */
export const telemetryWithoutProvider: Rule = {
  name: 'telemetry-without-provider',
  severity: 'warning',
  summary: 'Access logging and tracing of a Telemetry need a provider: its own, inherited, or of the mesh.',
  equivalents: ['IST0157'],
  istioAnalyzers: ['telemetry.ProviderAnalyzer'],

  check({ model }) {
    return [...logging(model), ...tracing(model)];
  },

  asIstioctl({ model }) {
    const findings: Finding[] = [];
    if ((model.meshConfig.defaultProviders?.accessLogging ?? []).length > 0) return findings;
    for (const resource of model.all('Telemetry')) {
      for (const { providers = [], disabled } of resource.spec.accessLogging ?? []) {
        if (disabled === true || providers.length > 0) continue;
        findings.push({
          resource,
          problem: 'access logging names no provider, and the mesh has no default one',
          fix: fix(model),
        });
      }
    }
    return findings;
  },
};

function logging(model: MeshModel): readonly Finding[] {
  const findings: Finding[] = [];
  const { accessLogFile = '', known } = model.meshConfig;
  for (const resource of model.all('Telemetry')) {
    for (const { item, index, providers, filter } of accessLoggingOf(model, resource)) {
      if (providers.length > 0) continue;
      // Where nothing is logged anyway, turning it off does what it says.
      if (item.disabled === true && known && accessLogFile === '') continue;
      const what = item.disabled === true ? 'turning access logging off' : 'access logging';
      const field = `spec.accessLogging[${index}]`;
      const remains =
        accessLogFile === ''
          ? 'it logs nothing'
          : `proxies log everything to ${accessLogFile}, as the mesh configuration says`;
      findings.push({
        resource,
        field: `${field}.${filter === 'none' ? 'providers' : 'filter'}`,
        problem: `${what} names no provider, and there is none to inherit, so that ${
          filter === 'none' ? remains : `its filter is not used and ${remains}`
        }`,
        fix: fix(model),
      });
    }
  }
  return findings;
}

/** A Telemetry for tracing takes the place of what the mesh configuration says of it, also without a provider. */
function tracing(model: MeshModel): readonly Finding[] {
  const findings: Finding[] = [];
  for (const resource of model.all('Telemetry')) {
    for (const { item, index, provider } of tracingProviders(model, resource)) {
      if (provider !== undefined || item.disableSpanReporting === true) continue;
      findings.push({
        resource,
        field: `spec.tracing[${index}].providers`,
        problem: 'tracing names no provider, and there is none to inherit, so that nothing is traced',
        fix: 'name a provider of extensionProviders, or set defaultProviders.tracing in the mesh configuration',
      });
    }
  }
  return findings;
}

function fix(model: MeshModel): string {
  return `name a provider, such as ${model.meshConfig.extensionProviders.map(({ name }) => `"${name}"`).at(-1)}`;
}
