import { MeshService } from '../mesh/mesh-service';
import { longestMilliseconds, patienceMilliseconds } from '../routing/retry-budget';
import type { CheckFinding, ConstructCheck } from '../tree/check';

/**
 * Finds callers of a service that are themselves given up on before it has to answer.
 *
 * @param applies whether it is looked for, asked when the app is synthesized
 */
export function timeoutChain(service: MeshService, applies = () => true): ConstructCheck {
  return {
    name: 'timeout-exceeds-caller',
    severity: 'warning',
    check: () => (applies() ? impatientCallers(service) : []),
  };
}

function impatientCallers(service: MeshService): readonly CheckFinding[] {
  const longest = longestMilliseconds(service.routing.commonSettings);
  if (longest === undefined) return [];
  const callers = new Map<string, number>();
  for (const { caller } of service.mesh.callsTo(service)) {
    if (!(caller instanceof MeshService)) continue;
    const patience = patienceMilliseconds(caller.routing.commonSettings);
    if (patience !== undefined && patience < longest) callers.set(caller.label, patience);
  }
  return [...callers].sort().map(([caller, patience]) => ({
    problem: `a call to "${service.label}" may take ${longest / 1000}s, but its caller "${caller}" must itself answer within ${patience / 1000}s: whoever called that has gone by then`,
    fix: `give "${service.label}" less time than "${caller}" has, or "${caller}" more`,
  }));
}
