import type { Finding, Rule } from '../../rule';
import { typesFor, usedProviders } from './unknown-telemetry-provider';

/** A Telemetry uses a provider for something that its type cannot do: nothing is sent. */
export const wrongTelemetryProvider: Rule = {
  name: 'wrong-telemetry-provider',
  severity: 'error',
  summary: 'The type of a provider must support the purpose for which a Telemetry uses it.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    const { extensionProviders, source } = model.meshConfig;
    for (const { resource, name, field, signal } of usedProviders(model)) {
      const provider = extensionProviders.find(other => other.name === name);
      const types = typesFor(signal);
      if (provider === undefined || types.some(type => provider[type] !== undefined)) continue;
      const own = Object.keys(provider).filter(key => key !== 'name');
      findings.push({
        resource,
        field,
        problem: `provider "${name}" is of type ${own.join(', ') || 'none that is known'}, which does not support ${signal}`,
        fix: `name a provider of type ${types.filter(type => type !== 'lightstep').join(', ')}`,
        related: source === undefined ? [] : [source],
      });
    }
    return findings;
  },
};
