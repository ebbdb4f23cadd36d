import type { World } from '../../src/simulation/registry/world';
import type { CaseRequest, CaseWorkload, Fields } from './simulation-checks';

export function reach(_world: World, _workloads: readonly CaseWorkload[], _request: CaseRequest): Fields {
  return {};
}
