import type { Diagnostic, ResourceRef } from '../values/diagnostic';
import type { Origin } from '../values/manifest';

/** Writes findings as text, with an empty line between two. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(renderDiagnostic).join('\n\n');
}

/** Writes one finding: severity, rule and problem; resource and field; where it is defined; what else is involved; the fix. */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { severity, rule, code, message, resource, field, related, fix, trace } = diagnostic;
  const lines = [
    `${severity} ${rule}${code === undefined ? '' : ` [${code}]`}: ${message}`,
    `  at ${nameOf(resource)}${field === undefined ? '' : ` ${field}`}`,
  ];
  const origin = originOf(resource.origin);
  if (origin !== undefined) lines.push(`  defined ${origin}`);
  for (const other of related ?? []) {
    const by = originOf(other.origin);
    lines.push(`  see ${nameOf(other)}${by === undefined ? '' : `, defined ${by}`}`);
  }
  if (trace !== undefined) lines.push('  trace', ...trace.map(line => `    ${line}`));
  if (fix !== undefined) lines.push(`  fix: ${fix}`);
  return lines.join('\n');
}

/** How many findings of each severity there are, such as `2 errors, 1 warning`. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  const counts = (['error', 'warning', 'info'] as const).flatMap(severity => {
    const count = diagnostics.filter(diagnostic => diagnostic.severity === severity).length;
    if (count === 0) return [];
    return [`${count} ${severity === 'info' || count === 1 ? severity : `${severity}s`}`];
  });
  return counts.length === 0 ? 'no findings' : counts.join(', ');
}

function nameOf({ kind, namespace, name }: ResourceRef): string {
  return `${kind} ${namespace === undefined || namespace === '' ? '' : `${namespace}/`}${name}`;
}

function originOf(origin: Origin | undefined): string | undefined {
  if (origin?.constructPath !== undefined) return `by ${origin.constructPath}`;
  if (origin?.file === undefined) return undefined;
  return `in ${origin.file}${origin.line === undefined ? '' : `:${origin.line}`}`;
}
