import { valueAt } from '../../values/value-tree';
import type { InstallPlan } from '../install-plan';

/** What istioctl would do otherwise than the plan says, each with a way out. */
export function istioctlProblems(plan: InstallPlan): readonly string[] {
  return [...defaultTagProblems(plan), ...globalProblems(plan)];
}

/** Without a tag there, istioctl points `default` to the first revision that it installs, which is the newest. */
function* defaultTagProblems({ controlPlanes: [first, second], model }: InstallPlan): Iterable<string> {
  if (second === undefined || first.revision === undefined || model.given.tags?.default !== undefined) return;
  yield `istioctl would point the tag "default" to whichever revision comes first into an empty cluster; say where it points: tags: { default: '${first.revision}' }`;
}

/** All charts get the same `global` of istioctl. */
function* globalProblems({ model }: InstallPlan): Iterable<string> {
  for (const chart of ['base', 'cni', 'ztunnel'] as const) {
    const values = model.given.extraValues?.[chart];
    if (values === undefined || valueAt(values, 'global') === undefined) continue;
    yield `istioctl gives extraValues.${chart}.global to all charts; write it to extraValues.istiod.global where all may have it, or take a delivery by charts`;
  }
}
