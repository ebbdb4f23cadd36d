import type { IConstruct } from 'constructs';
import type { EffectiveMesh } from '../istio/effective-mesh';
import type { AccessProblem } from '../proof/prove-access';
import type { CheckFinding, LocatedCheck } from '../tree/check';
import { declaredAccessOf } from '../tree/declared-access';
import { type ResourceRef, refText, type Severity } from '../values/diagnostic';

const SEVERITIES: Readonly<Record<AccessProblem['kind'], Severity>> = {
  'declared-call-refused': 'error',
  'undeclared-call-allowed': 'warning',
  'unproven-call': 'info',
};

const FIXES: Readonly<Record<AccessProblem['kind'], string | undefined>> = {
  'declared-call-refused': 'allow these requests, or narrow the declaration to those that get through',
  'undeclared-call-allowed': 'declare the call, or narrow the policy that allows it',
  'unproven-call': undefined,
};

/** Names of the findings that a proof of what constructs declare may have. */
export const ACCESS_FINDINGS: readonly string[] = Object.keys(SEVERITIES);

/** Proves what constructs below `root` declare of requests: that they get through, and that nothing else does. */
export function accessChecksOf(root: IConstruct): readonly LocatedCheck[] {
  let proven: { readonly mesh: EffectiveMesh; readonly problems: readonly AccessProblem[] } | undefined;
  const problemsOf = (mesh: EffectiveMesh): readonly AccessProblem[] => {
    if (proven?.mesh === mesh) return proven.problems;
    // Loaded here, so that an app that proves nothing starts without it.
    const { proveAccess } = require('../proof/prove-access') as typeof import('../proof/prove-access');
    proven = { mesh, problems: proveAccess(mesh, declaredAccessOf(root)) };
    return proven.problems;
  };
  return Object.entries(SEVERITIES).map(([name, severity]) => ({
    name,
    severity,
    constructPath: root.node.path,
    check: mesh => problemsOf(mesh).flatMap(problem => (problem.kind === name ? [findingOf(problem)] : [])),
  }));
}

function findingOf({ kind, constructPath, problem, decidedBy, verdict }: AccessProblem): CheckFinding {
  const { renderTrace } = require('../simulation/render-verdict') as typeof import('../simulation/render-verdict');
  const trace = verdict?.trace ?? [];
  const decided = trace
    .flatMap(({ resource, ruledOut }): readonly (ResourceRef | undefined)[] => [
      resource,
      ...ruledOut.map(one => one.resource),
    ])
    .find(resource => resource !== undefined && refText(resource) === decidedBy?.resource);
  return {
    resource: { kind: 'Construct', name: constructPath, origin: { constructPath } },
    problem,
    fix: FIXES[kind],
    related: decided === undefined ? [] : [decided],
    trace: trace.length === 0 ? undefined : renderTrace(trace),
  };
}
