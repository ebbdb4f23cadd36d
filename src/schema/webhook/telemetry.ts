import { parseCel } from '../../text/cel/parse';
import { CelSyntaxError } from '../../text/cel/syntax';
import { entriesOf, type Fields, fieldsOf, itemsOf, objectsOf, textOf } from '../reading';
import type { WebhookReport } from './report';
import { checkSelector, checkTargets } from './value-checks';

export function checkTelemetry(spec: Fields, report: WebhookReport): void {
  checkSelector(spec.selector, 'spec.selector', 'matchLabels', report);
  checkTargets(spec, report);
  for (const [metrics, path] of objectsOf(spec.metrics, 'spec.metrics')) checkMetrics(metrics, path, report);
  if (itemsOf(spec.tracing).length > 1)
    report.add('telemetry-several-tracing', 'spec.tracing', `${itemsOf(spec.tracing).length} items`);
  for (const [tracing, path] of objectsOf(spec.tracing, 'spec.tracing')) checkTracing(tracing, path, report);
  for (const [logging, path] of objectsOf(spec.accessLogging, 'spec.accessLogging')) {
    const filter = fieldsOf(logging.filter);
    if (filter !== undefined) checkFilter(textOf(filter.expression), `${path}.filter.expression`, report);
  }
}

function checkMetrics(metrics: Fields, path: string, report: WebhookReport): void {
  for (const [override, at] of objectsOf(metrics.overrides, `${path}.overrides`)) {
    for (const [name, tag] of entriesOf(override.tagOverrides)) {
      if (name === '') report.add('telemetry-override-name', `${at}.tagOverrides[]`);
      const { operation, value } = fieldsOf(tag) ?? {};
      // UPSERT is what is done without an operation; where it is written, the CRD asks for the value.
      if (fieldsOf(tag) !== undefined && operation === undefined && textOf(value) === '')
        report.add('telemetry-override-value', `${at}.tagOverrides[${name}].value`);
    }
  }
}

function checkTracing(tracing: Fields, path: string, report: WebhookReport): void {
  const providers = itemsOf(tracing.providers);
  if (providers.length > 1) report.add('telemetry-several-providers', `${path}.providers`, `${providers.length}`);
  for (const [name] of entriesOf(tracing.customTags)) {
    if (name === '') report.add('telemetry-tag-name', `${path}.customTags[]`);
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
