import type { Diagnostic, ResourceRef } from '../values/diagnostic';

/** Renders findings as text, the worst first. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const ranks = { error: 0, warning: 1, info: 2 };
  return [...diagnostics]
    .sort((a, b) => ranks[a.severity] - ranks[b.severity])
    .map(renderDiagnostic)
    .join('\n\n');
}

function renderDiagnostic({ severity, rule, message, resource, field, related, fix }: Diagnostic): string {
  const lines = [
    `${severity} ${rule}: ${message}`,
    `  at ${nameOf(resource)}${field === undefined ? '' : ` ${field}`}`,
  ];
  if (resource.origin?.constructPath !== undefined) lines.push(`  defined by ${resource.origin.constructPath}`);
  for (const other of related ?? []) {
    const by = other.origin?.constructPath;
    lines.push(`  see ${nameOf(other)}${by === undefined ? '' : `, defined by ${by}`}`);
  }
  if (fix !== undefined) lines.push(`  fix: ${fix}`);
  return lines.join('\n');
}

function nameOf({ kind, namespace, name }: ResourceRef): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
