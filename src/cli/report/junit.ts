import { renderDiagnostic } from '../../analysis/render';
import { type Diagnostic, refText } from '../../values/diagnostic';
import type { Report } from './report';

/**
 * Writes findings as the results of tests: a test for each object with findings, which fails if one of them is an error,
 * and one that stands for all objects without.
 */
export function renderJunit({ verb, diagnostics, summary }: Report): string {
  const byObject = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const { file = '' } = diagnostic.resource.origin ?? {};
    const key = `${file}\n${refText(diagnostic.resource)}`;
    byObject.set(key, [...(byObject.get(key) ?? []), diagnostic]);
  }
  const failed = [...byObject.values()].filter(isFailed).length;
  const clean = Math.max(0, summary.objects - byObject.size);
  const counts = `tests="${byObject.size + 1}" failures="${failed}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cdk8s-istio" ${counts}>`,
    `  <testsuite name="${verb}" ${counts}>`,
    ...[...byObject].flatMap(([key, found]) => testOf(key, found)),
    `    <testcase classname="" name="${clean} objects without findings"/>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testOf(key: string, found: readonly Diagnostic[]): readonly string[] {
  const [file = '', name = ''] = key.split('\n');
  const [errors, others] = [true, false].map(isError =>
    found.filter(({ severity }) => (severity === 'error') === isError),
  );
  const output = others?.map(renderDiagnostic).join('\n\n') ?? '';
  return [
    `    <testcase classname="${escaped(file)}" name="${escaped(name)}">`,
    ...(errors ?? []).map(
      error =>
        `      <failure type="${escaped(error.rule)}" message="${escaped(error.message)}">${escaped(renderDiagnostic(error))}</failure>`,
    ),
    ...(output === '' ? [] : [`      <system-out>${escaped(output)}</system-out>`]),
    '    </testcase>',
  ];
}

function isFailed(found: readonly Diagnostic[]): boolean {
  return found.some(({ severity }) => severity === 'error');
}

const ENTITIES: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters have no place in XML, not even escaped. */
function escaped(text: string): string {
  return (
    text
      .replace(/[&<>"]/g, sign => ENTITIES[sign] ?? sign)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?')
  );
}
