import type { IConstruct } from 'constructs';
import { type Acceptance, acceptancesOf } from '../tree/accept';
import { noticesOf } from '../tree/notice';
import type { Diagnostic } from '../values/diagnostic';

/** What the constructs of an app have to say, without what is accepted, and the acceptances that are left over. */
export function checkNotices(root: IConstruct): {
  readonly diagnostics: readonly Diagnostic[];
  readonly acceptances: readonly Acceptance[];
} {
  const acceptances = acceptancesOf(root);
  const used = new Set<Acceptance>();
  const diagnostics: Diagnostic[] = [];
  for (const { rule, severity, message, fix, constructPath } of noticesOf(root)) {
    const accepted = acceptances.filter(acceptance => acceptance.rule === rule && covers(acceptance, constructPath));
    for (const acceptance of accepted) used.add(acceptance);
    if (accepted.length > 0) continue;
    const resource = { kind: 'Construct', name: constructPath, origin: { constructPath } };
    diagnostics.push({ rule, severity, resource, message, fix });
  }
  return { diagnostics, acceptances: acceptances.filter(acceptance => !used.has(acceptance)) };
}

function covers({ constructPath }: Acceptance, path: string): boolean {
  return constructPath === '' || path === constructPath || path.startsWith(`${constructPath}/`);
}
