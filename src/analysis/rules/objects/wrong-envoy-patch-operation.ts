import type { Finding, Rule } from '../../rule';
import { patchesOf } from './relative-envoy-patch';

/** An operation that Envoy's configuration does not have at that place. Istio ignores the patch. */
export const wrongEnvoyPatchOperation: Rule = {
  name: 'wrong-envoy-patch-operation',
  severity: 'error',
  summary: 'The operation of an EnvoyFilter patch must be supported for its applyTo.',
  equivalents: ['IST0152', 'IST0153', 'IST0154'],
  istioAnalyzers: ['envoyfilter.EnvoyPatchAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('EnvoyFilter')) {
      for (const { applyTo, operation, field } of patchesOf(resource)) {
        const code = model.istioParity ? codeOfIstioctl(applyTo, operation) : codeOf(applyTo, operation);
        if (code === undefined) continue;
        findings.push({
          resource,
          code,
          field: model.istioParity ? undefined : `${field}.patch.operation`,
          problem: model.istioParity
            ? `${operation} has no effect`
            : `${operation} has no effect on ${applyTo || 'an empty applyTo'}`,
          fix: code === 'IST0152' ? 'use MERGE, or REMOVE and ADD' : 'use MERGE',
        });
      }
    }
    return findings;
  },
};

const ROUTES: ReadonlySet<string> = new Set(['ROUTE_CONFIGURATION', 'HTTP_ROUTE']);
const REPLACEABLE: ReadonlySet<string> = new Set(['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST']);

/** Istio does more than istioctl knows: it adds and removes single routes, and replaces filters of listeners. */
function codeOf(applyTo: string, operation: string): string | undefined {
  if (applyTo === 'HTTP_ROUTE' && (operation === 'ADD' || operation === 'REMOVE')) return undefined;
  if (applyTo === 'LISTENER_FILTER' && operation === 'REPLACE') return undefined;
  return codeOfIstioctl(applyTo, operation);
}

function codeOfIstioctl(applyTo: string, operation: string): string | undefined {
  if (operation === 'ADD' && ROUTES.has(applyTo)) return 'IST0153';
  if (operation === 'REMOVE' && ROUTES.has(applyTo)) return 'IST0154';
  return operation === 'REPLACE' && !REPLACEABLE.has(applyTo) ? 'IST0152' : undefined;
}
