import type { HttpMatch } from '../../../model/shapes/traffic';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A request that the server may have carried out is sent again, also if it pays or orders something. */
export const unsafeRetries: Rule = {
  name: 'unsafe-retries',
  severity: 'warning',
  summary: 'Retries after an answer of the server must be limited to methods that may be repeated.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('VirtualService')) {
      for (const [i, { retries, match = [], route = [] }] of (resource.spec.http ?? []).entries()) {
        if (retries === undefined || retries.attempts === 0 || route.length === 0) continue;
        const unsafe = (retries.retryOn ?? '').split(',').filter(condition => isUnsafe(condition.trim()));
        if (unsafe.length === 0 || (match.length > 0 && match.every(isSafe))) continue;
        // A rule for the methods that are not repeated may come first.
        const earlier = (resource.spec.http ?? []).slice(0, i);
        if (earlier.some(rule => (rule.match ?? []).some(({ method }) => method !== undefined))) continue;
        findings.push({
          resource,
          field: `spec.http[${i}].retries.retryOn`,
          problem: `${quoted(unsafe.map(condition => condition.trim()))} repeats requests that the server has answered, POST among them, which may be processed twice`,
          fix: 'match the methods that may be repeated in a separate rule, or retry on "connect-failure,refused-stream,unavailable,503" only',
        });
      }
    }
    return findings;
  },
};

/** 503 is among Istio's own conditions, since it means that no server took the request. */
function isUnsafe(condition: string): boolean {
  return condition === '5xx' || condition === 'gateway-error' || /^5(?!03)\d\d$/.test(condition);
}

const IDEMPOTENT = /^(?:GET|HEAD|OPTIONS|TRACE|PUT|DELETE)$/;

function isSafe({ method }: HttpMatch): boolean {
  if (method === undefined) return false;
  const named = method.exact ?? method.prefix ?? '';
  if (method.regex === undefined) return IDEMPOTENT.test(named);
  return method.regex
    .replace(/[()^$]|\?:/g, '')
    .split('|')
    .every(name => IDEMPOTENT.test(name));
}
