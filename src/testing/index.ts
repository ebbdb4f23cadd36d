export type { AccessOptions } from '../proof/access';
export type { Token, TokenPlace } from '../requests/token';
export type { SimulationRequest } from '../simulation/request';
export type { DestinationVerdict, Outcome, RouteVerdict, TargetVerdict, Verdict } from '../simulation/verdict';
export type { AccessEntry } from '../values/access-entry';
export {
  type CheckResult,
  checkAllowed,
  checkDenied,
  checkMutualTls,
  checkNoFindings,
  checkRedirect,
  checkRoute,
  checkSplit,
  checkStatus,
  checkTimeout,
  type MutualTlsMode,
  type Split,
  verdictOf,
} from './check';
export {
  type AllRequests,
  type Caller,
  checkAlways,
  checkBehavesLike,
  checkNever,
  checkOnlyCallers,
  type ForbiddenRequests,
} from './check-all';
export type { Destination, ServiceLike, VersionLike } from './destination';
export { AlwaysExpectation, expectMesh, MeshExpectation, MeshExpectationError, RouteExpectation } from './expect-mesh';
export { matrix, matrixEntries } from './matrix';
export { type MeshMatchers, meshMatchers } from './mesh-matchers';
export { type MeshSource, meshOf, TestMesh, type TestMeshOptions } from './mesh-under-test';
export { type RuleCases, type RuleInput, runRule, testRule } from './test-rule';
