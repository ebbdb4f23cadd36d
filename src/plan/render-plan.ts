import type { ResourceRef } from '../values/diagnostic';
import type { ChangePlan, PlannedChange, PlannedDrop } from './change-plan';

/** Writes a plan as text: its steps, what each does, what it drops, and what to wait for after it. */
export function renderPlan({ steps }: ChangePlan): string {
  if (steps.length === 0) return 'nothing to do: the two sets are the same\n';
  const blocks = steps.map(({ title, changes, drops, waitFor }, i) => {
    const lines = [`${i + 1}. ${title}`, ...changes.map(renderChange), ...drops.map(renderDrop)];
    if (i < steps.length - 1) lines.push(`   then wait for ${waitFor}`);
    return lines.join('\n');
  });
  return `${blocks.join('\n\n')}\n\n${summarizePlan({ steps })}\n`;
}

/** How many steps and changes there are, and how many of them drop traffic. */
export function summarizePlan({ steps }: ChangePlan): string {
  const changes = steps.reduce((sum, step) => sum + step.changes.length, 0);
  const drops = steps.reduce((sum, step) => sum + step.drops.length, 0);
  return `${counted(steps.length, 'step')}, ${counted(changes, 'change')}, ${drops === 0 ? 'nothing drops traffic' : `${counted(drops, 'drop')} of traffic`}`;
}

function renderChange({ action, resource, note, isInterim }: PlannedChange): string {
  const remarks = [...(isInterim ? ['for now'] : []), ...(note === undefined ? [] : [note])];
  return `   ${action} ${nameOf(resource)}${remarks.length === 0 ? '' : `: ${remarks.join(', ')}`}`;
}

function renderDrop({ resource, reason, until, isIntended }: PlannedDrop): string {
  const end = isIntended === true ? ' (as the new set says)' : until === undefined ? '' : ` (until step ${until})`;
  return `   DROPS TRAFFIC ${nameOf(resource)}: ${reason}${end}`;
}

function nameOf({ kind, namespace, name }: ResourceRef): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
