import { parseCel } from '../../values/cel/parse';
import { CelSyntaxError } from '../../values/cel/syntax';
import { entriesOf, type Fields, fieldsOf, itemsOf, objectsOf, textOf } from './reading';
import type { WebhookReport } from './report';
import { checkPercentage, checkSelector, checkTargets } from './value-checks';

export function checkTelemetry(spec: Fields, report: WebhookReport): void {
  checkSelector(spec.selector, 'spec.selector', 'matchLabels', report);
  checkTargets(spec, report);
  for (const [metrics, path] of objectsOf(spec.metrics, 'spec.metrics')) checkMetrics(metrics, path, report);
  if (itemsOf(spec.tracing).length > 1)
    report.add('telemetry-several-tracing', 'spec.tracing', `${itemsOf(spec.tracing).length} items`);
  for (const [tracing, path] of objectsOf(spec.tracing, 'spec.tracing')) checkTracing(tracing, path, report);
  for (const [logging, path] of objectsOf(spec.accessLogging, 'spec.accessLogging')) {
    checkProviders(logging.providers, `${path}.providers`, report);
    const filter = fieldsOf(logging.filter);
    if (filter !== undefined) checkFilter(textOf(filter.expression), `${path}.filter.expression`, report);
  }
}

function checkProviders(providers: unknown, path: string, report: WebhookReport): void {
  for (const [provider, at] of objectsOf(providers, path)) {
    if (textOf(provider.name) === '') report.add('telemetry-provider', `${at}.name`);
  }
}

function checkMetrics(metrics: Fields, path: string, report: WebhookReport): void {
  checkProviders(metrics.providers, `${path}.providers`, report);
  for (const [override, at] of objectsOf(metrics.overrides, `${path}.overrides`)) {
    for (const [name] of entriesOf(override.tagOverrides)) {
      if (name === '') report.add('telemetry-override-name', `${at}.tagOverrides[]`);
    }
  }
}

function checkTracing(tracing: Fields, path: string, report: WebhookReport): void {
  const providers = itemsOf(tracing.providers);
  if (providers.length > 1) report.add('telemetry-several-providers', `${path}.providers`, `${providers.length}`);
  checkProviders(providers, `${path}.providers`, report);
  checkPercentage(tracing.randomSamplingPercentage, `${path}.randomSamplingPercentage`, 'telemetry-sampling', report);
  for (const [name, value] of entriesOf(tracing.customTags)) {
    const at = `${path}.customTags[${name}]`;
    const tag = fieldsOf(value);
    if (name === '') report.add('telemetry-tag-name', at);
    for (const [type, field] of [
      ['literal', 'value'],
      ['header', 'name'],
      ['environment', 'name'],
      ['formatter', 'value'],
    ] as const) {
      const content = fieldsOf(tag?.[type]);
      if (content !== undefined && textOf(content[field]) === '')
        report.add('telemetry-tag-value', `${at}.${type}.${field}`);
    }
  }
}

function checkFilter(expression: string, path: string, report: WebhookReport): void {
  try {
    parseCel(expression);
  } catch (error) {
    if (!(error instanceof CelSyntaxError)) throw error;
    report.add('telemetry-filter', path, error.problem);
  }
}
