import type { Report } from './report';

/** Writes a report as JSON: `diagnostics` and `summary`, and what else the verb has. Every resource has a namespace. */
export function renderJson({ diagnostics, summary, extra = {} }: Report): string {
  const listed = diagnostics.map(diagnostic => ({
    ...diagnostic,
    resource: { namespace: '', ...diagnostic.resource },
    related: (diagnostic.related ?? []).map(resource => ({ namespace: '', ...resource })),
  }));
  return `${JSON.stringify({ diagnostics: listed, summary, ...extra }, null, 2)}\n`;
}
