import { MeshService } from '../mesh/mesh-service';
import { longestMilliseconds, patienceMilliseconds } from '../routing/retry-budget';
import type { Notice } from '../tree/notice';

/** The callers of a service that are themselves given up on before it has to answer. */
export function chainNotices(service: MeshService): readonly Notice[] {
  const longest = longestMilliseconds(service.routing.commonSettings);
  if (longest === undefined) return [];
  const callers = new Map<string, number>();
  for (const { caller } of service.mesh.callsTo(service)) {
    if (!(caller instanceof MeshService)) continue;
    const patience = patienceMilliseconds(caller.routing.commonSettings);
    if (patience !== undefined && patience < longest) callers.set(caller.label, patience);
  }
  return [...callers].sort().map(([caller, patience]) => ({
    rule: 'timeout-exceeds-caller',
    severity: 'warning',
    message: `a call to "${service.label}" may take ${longest / 1000}s, but its caller "${caller}" must itself answer within ${patience / 1000}s: whoever called that has gone by then`,
    fix: `give "${service.label}" less time than "${caller}" has, or "${caller}" more`,
  }));
}
