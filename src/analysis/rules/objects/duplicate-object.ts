import { canonicalJson } from '../../../values/plain-data';
import type { Finding, Rule } from '../../rule';

/** Two manifests define one object. The one that is applied last replaces the other without an error. */
export const duplicateObject: Rule = {
  name: 'duplicate-object',
  severity: 'error',
  summary: 'Every object must be defined once.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const { resource, by } of model.replaced) {
      if (canonicalJson(resource.manifest) === canonicalJson(by.manifest)) continue;
      findings.push({
        resource: by,
        problem: `${by} is defined more than once; the last definition replaces the others`,
        fix: 'merge the definitions, or give one another name',
        related: [resource],
      });
    }
    return findings;
  },
};
