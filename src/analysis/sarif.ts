import type { Diagnostic, Severity } from '../values/diagnostic';
import { RULES } from './registry';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * Writes findings in the form that code hosts show beside the lines of a change.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(diagnostics: readonly Diagnostic[]): string {
  const used = new Set(diagnostics.map(({ rule }) => rule));
  const rules = RULES.filter(({ name }) => used.has(name)).map(({ name, summary, severity }) => ({
    id: name,
    shortDescription: { text: summary },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'cdk8s-istio', rules } }, results: diagnostics.map(resultOf) }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf({ rule, severity, message, fix, field, resource }: Diagnostic) {
  const { kind, namespace, name, origin } = resource;
  const object = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const line = origin?.line === undefined ? {} : { region: { startLine: origin.line } };
  const physical =
    origin?.file === undefined
      ? {}
      : { physicalLocation: { artifactLocation: { uri: origin.file.replaceAll('\\', '/') }, ...line } };
  return {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: `${object}: ${message}${fix === undefined ? '' : `. Fix: ${fix}`}` },
    locations: [
      {
        ...physical,
        logicalLocations: [{ fullyQualifiedName: field === undefined ? object : `${object} ${field}`, kind: 'object' }],
      },
    ],
  };
}
