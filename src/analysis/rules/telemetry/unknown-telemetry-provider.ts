import type { ExtensionProvider } from '../../../model/mesh-config';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A Telemetry names a provider that the mesh configuration does not define: nothing is sent anywhere. */
export const unknownTelemetryProvider: Rule = {
  name: 'unknown-telemetry-provider',
  severity: 'error',
  summary: 'Every provider that a Telemetry names must be defined in the mesh configuration.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    const { extensionProviders, known, source } = model.meshConfig;
    for (const { resource, name, field } of usedProviders(model)) {
      if (extensionProviders.some(provider => provider.name === name)) continue;
      findings.push({
        resource,
        field,
        // The mesh configuration may be in another repository.
        severity: known ? 'error' : 'warning',
        problem: `provider "${name}" is not defined; ${known ? 'the mesh configuration' : 'Istio itself'} has ${quoted(extensionProviders.flatMap(provider => provider.name ?? []))}`,
        fix: `define "${name}" in extensionProviders of the mesh configuration`,
        related: source === undefined ? [] : [source],
      });
    }
    return findings;
  },
};

export type Signal = 'tracing' | 'metrics' | 'accessLogging';

/** The providers that Telemetries name, and for what. */
export function* usedProviders(model: MeshModel): Iterable<{
  readonly resource: Resource<'Telemetry'>;
  readonly name: string;
  readonly field: string;
  readonly signal: Signal;
}> {
  for (const resource of model.all('Telemetry')) {
    for (const signal of ['tracing', 'metrics', 'accessLogging'] as const) {
      for (const [i, { providers = [] }] of (resource.spec[signal] ?? []).entries()) {
        for (const [j, { name = '' }] of providers.entries()) {
          if (name !== '') yield { resource, name, signal, field: `spec.${signal}[${i}].providers[${j}].name` };
        }
      }
    }
  }
}

const TYPES: Readonly<Record<Signal, readonly (keyof ExtensionProvider)[]>> = {
  tracing: ['zipkin', 'lightstep', 'datadog', 'opencensus', 'skywalking', 'opentelemetry', 'stackdriver'],
  metrics: ['prometheus', 'stackdriver'],
  accessLogging: ['envoyFileAccessLog', 'envoyHttpAls', 'envoyTcpAls', 'envoyOtelAls', 'stackdriver'],
};

/** The types of providers that serve a purpose. */
export function typesFor(signal: Signal): readonly (keyof ExtensionProvider)[] {
  return TYPES[signal];
}
