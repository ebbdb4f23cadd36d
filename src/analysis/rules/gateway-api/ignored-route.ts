import type { Finding, Rule } from '../../rule';

/** One thing that Istio does not understand makes it leave out a whole route, with all of its rules. */
export const ignoredRoute: Rule = {
  name: 'ignored-route',
  severity: 'error',
  summary: 'A route must not contain anything that makes Istio ignore the whole route.',
  equivalents: [],

  check({ gatewayApi }) {
    const findings: Finding[] = [];
    for (const read of gatewayApi.routes) {
      const { route, problems } = read;
      const invalid = problems.listener.invalid ?? problems.mesh.invalid;
      if (invalid === undefined || !gatewayApi.isForIstio(route)) continue;
      findings.push({
        resource: route,
        field: invalid.field,
        problem: `Istio leaves out the whole route: ${invalid.message}`,
        fix: 'write it in a way that Istio knows, or take it out',
      });
    }
    for (const { route, reason } of gatewayApi.lost) {
      findings.push({
        resource: route,
        field: 'metadata.name',
        problem: `Istio loses the route: ${reason}`,
        fix: 'give the two routes different names',
      });
    }
    return findings;
  },
};
