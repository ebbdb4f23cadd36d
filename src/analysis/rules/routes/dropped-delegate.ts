import type { Rule } from '../../rule';

/**
 * Istio merges a rule of a delegate with the rule that leads to it. Where their conditions contradict each other, or the
 * delegate cannot be used, it drops the rule without an error.
 */
export const droppedDelegate: Rule = {
  name: 'dropped-delegate',
  severity: 'warning',
  summary: 'A rule of a delegate must not contradict the rule of the root that delegates to it.',
  equivalents: [],

  *check({ virtualServices }) {
    const reported = new Set<string>();
    for (const { resource: root, leftOut } of virtualServices) {
      for (const { resource, field, reason, delegate } of leftOut) {
        const key = `${resource.fullName} ${field} ${reason}`;
        if (reported.has(key)) continue;
        reported.add(key);
        const isOfRoot = resource === root;
        yield {
          resource,
          field,
          problem: isOfRoot
            ? `the delegate is left out: it ${reason}`
            : `Istio ignores the rule in ${root}: it ${reason}`,
          fix: isOfRoot
            ? 'name a VirtualService that has no hosts and is exported to this namespace'
            : 'repeat the conditions of the root or narrow them: a prefix to a longer one, and no condition on what the root matches by a regex; set ignoreUriCase in both or in neither',
          related: [
            ...(isOfRoot ? [] : [root]),
            ...(delegate === undefined || delegate === resource ? [] : [delegate]),
          ],
        };
      }
    }
  },
};
