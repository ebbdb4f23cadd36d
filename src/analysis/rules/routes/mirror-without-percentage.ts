import type { Finding, Rule } from '../../rule';

/** Without a percentage every request is sent twice, and the copies do whatever the requests do. */
export const mirrorWithoutPercentage: Rule = {
  name: 'mirror-without-percentage',
  severity: 'info',
  summary: 'A mirror should say which percentage of the requests it gets.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('VirtualService')) {
      for (const [i, rule] of (resource.spec.http ?? []).entries()) {
        const { mirror, mirrors = [], mirrorPercentage, mirrorPercent } = rule;
        if (mirror !== undefined && mirrorPercentage === undefined && mirrorPercent === undefined) {
          findings.push({ resource, field: `spec.http[${i}].mirror`, ...explain(mirror.host) });
        }
        for (const [j, { destination, percentage }] of mirrors.entries()) {
          if (percentage === undefined)
            findings.push({ resource, field: `spec.http[${i}].mirrors[${j}]`, ...explain(destination?.host) });
        }
      }
    }
    return findings;
  },
};

function explain(host = '') {
  return {
    problem: `"${host}" gets a copy of every request, writes among them, and nothing marks the copies`,
    fix: 'set the percentage; 100 if all requests are meant',
  };
}
