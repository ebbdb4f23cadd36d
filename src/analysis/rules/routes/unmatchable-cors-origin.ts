import { allowedOrigins, allowsNoOrigin } from '../../../istio/routes/cors';
import type { Finding, Rule } from '../../rule';

/** A CORS policy allows an origin in a form in which no browser sends it: pages from there are refused. */
export const unmatchableCorsOrigin: Rule = {
  name: 'unmatchable-cors-origin',
  severity: 'warning',
  summary: 'An origin of a CORS policy must be written as browsers send it.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('VirtualService')) {
      for (const [i, { corsPolicy }] of (resource.spec.http ?? []).entries()) {
        for (const [j, origin] of allowedOrigins(corsPolicy).entries()) {
          if (!allowsNoOrigin(origin, mesh)) continue;
          const kind = origin.exact !== undefined ? 'exact' : origin.prefix !== undefined ? 'prefix' : 'regex';
          findings.push({
            resource,
            field: `spec.http[${i}].corsPolicy.allowOrigins[${j}].${kind}`,
            problem: `no browser sends an origin that is ${kind} "${origin[kind] ?? ''}"`,
            fix: 'write scheme and host without a path, in small letters and without the port that the scheme has by itself, such as "https://shop.example.com"',
          });
        }
      }
    }
    return findings;
  },
};
