import {
  type ExpressionProblem,
  expressionProblem,
  type TelemetryExpression,
  telemetryExpressions,
} from '../../../istio/policies/telemetry-expressions';
import { nearest } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** An expression of a Telemetry asks for what proxies do not know: tags are "unknown", and filters let nothing through. */
export const unknownTelemetryAttribute: Rule = {
  name: 'unknown-telemetry-attribute',
  severity: 'warning',
  summary: 'Expressions of a Telemetry must be about attributes that proxies know.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Telemetry')) {
      for (const expression of telemetryExpressions(resource)) {
        const found = expressionProblem(expression);
        // That a filter is no expression is for the webhook to say. Plugins add names of their own.
        if (found === undefined || (found.kind === 'syntax' && expression.use === 'filter')) continue;
        if (found.kind === 'name' && (found.name.startsWith('istio_') || model.all('WasmPlugin').length > 0)) continue;
        findings.push({ resource, field: expression.field, ...wordsOf(found, expression) });
      }
    }
    return findings;
  },
};

function wordsOf(
  found: ExpressionProblem,
  { text, use }: TelemetryExpression,
): { readonly problem: string; readonly fix: string } {
  const effect = use === 'tag' ? 'the tag has no value of its own' : 'the filter lets nothing through by it';
  switch (found.kind) {
    case 'syntax':
      return {
        problem: `"${text}" is no expression, since ${found.problem}: ${effect}`,
        fix: `write an expression, such as request.host, or a text in quotes, such as "'${text}'"`,
      };
    case 'name':
      return {
        problem: `"${found.name}" is no attribute: ${effect}`,
        fix: `write an attribute, such as request.host, or a text in quotes, such as "'${found.name}'"`,
      };
    case 'attribute': {
      const [root = ''] = found.name.split('.');
      const meant = nearest(found.name.slice(root.length + 1), found.known);
      return {
        problem: `there is no attribute "${found.name}": ${effect}`,
        fix:
          meant === undefined
            ? `use one of ${quoted(
                found.known.map(name => `${root}.${name}`),
                20,
              )}`
            : `write "${root}.${meant}"`,
      };
    }
    case 'comparison':
      return {
        problem: `"${found.name}" is no text and never compares with "${found.text}": ${effect}`,
        fix: 'write the value without quotes',
      };
  }
}
