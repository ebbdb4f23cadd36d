export type { MatrixOptions } from '../proof/access-matrix';
export type { Token, TokenPlace } from '../requests/token';
export type { SimulationRequest } from '../simulation/request';
export type { DestinationVerdict, Outcome, RouteVerdict, TargetVerdict, Verdict } from '../simulation/verdict';
export type { MatrixEntry } from '../values/matrix-entry';
export type { MutualTlsMode } from '../values/mutual-tls-mode';
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
  type Split,
  verdictOf,
} from './check';
export {
  type AllRequests,
  type CallerLike,
  checkAlways,
  checkBehavesLike,
  checkNever,
  checkOnlyCallers,
  type ForbiddenRequests,
} from './check-all';
export type { DestinationLike, ServiceLike, VersionLike } from './destination';
export { AlwaysExpectation, expectMesh, MeshExpectation, MeshExpectationError, RouteExpectation } from './expect-mesh';
export { matrix, matrixEntries } from './matrix';
export { type MeshMatchers, meshMatchers } from './mesh-matchers';
export { type MeshSource, meshOf, TestMesh, type TestMeshOptions } from './mesh-under-test';
export { type RuleCases, type RuleInput, runRule, testRule } from './test-rule';
