import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/**
 * Istio merges a rule of a delegate with the rule that leads to it. Where their conditions contradict each other, or the
 * delegate cannot be used, it drops the rule without a word.
 */
export const droppedDelegate: Rule = {
  name: 'dropped-delegate',
  severity: 'warning',
  summary: 'A root must delegate to each delegate, and the rules of both must not contradict each other.',
  equivalents: [],

  check({ virtualServices, model }) {
    const findings: Finding[] = [];
    const reported = new Set<string>();
    for (const { resource: root, leftOut } of virtualServices) {
      for (const { resource, field, reason, delegate } of leftOut) {
        // That a delegate must not delegate again is for the webhook to say.
        if (resource !== root && field.endsWith('.delegate')) continue;
        const key = `${resource.fullName} ${field} ${reason}`;
        if (reported.has(key)) continue;
        reported.add(key);
        const isOfRoot = resource === root;
        findings.push({
          resource,
          field,
          problem: isOfRoot
            ? `Istio ignores the delegate: it ${reason}`
            : `Istio ignores the rule in ${root}: it ${reason}`,
          fix: isOfRoot
            ? 'name a VirtualService that has no hosts and is exported to this namespace'
            : 'repeat the conditions of the root or narrow them: a prefix to a longer one, and no condition on what the root matches by a regex; set ignoreUriCase in both or in neither',
          related: [
            ...(isOfRoot ? [] : [root]),
            ...(delegate === undefined || delegate === resource ? [] : [delegate]),
          ],
        });
      }
    }
    const all = model.all('VirtualService');
    const named = new Set(all.flatMap(root => delegatesOf(root, model)));
    // Roots may be in another set, above all if there is none in this one.
    const severity = all.every(isDelegate) ? 'info' : 'warning';
    for (const resource of all) {
      if (!isDelegate(resource) || named.has(resource)) continue;
      findings.push({
        resource,
        severity,
        problem: 'it has no hosts, and no VirtualService delegates to it: none of its rules is used',
        fix: 'write its hosts, or name it as a delegate in a rule of another VirtualService',
      });
    }
    return findings;
  },
};

function isDelegate({ spec }: Resource<'VirtualService'>): boolean {
  return (spec.hosts ?? []).length === 0;
}

/** The VirtualServices to which one delegates. */
function delegatesOf({ spec, namespace }: Resource<'VirtualService'>, model: MeshModel): readonly Resource[] {
  return (spec.http ?? []).flatMap(({ delegate }) => {
    const target =
      delegate === undefined
        ? undefined
        : model.find('VirtualService', delegate.namespace || namespace, delegate.name ?? '');
    return target === undefined ? [] : [target];
  });
}
