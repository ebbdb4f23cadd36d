export type { Token, TokenPlace } from '../requests/token';
export type { SimulationRequest } from '../simulation/request';
export type { DestinationVerdict, Outcome, RouteVerdict, TargetVerdict, Verdict } from '../simulation/verdict';
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
export type { Destination, ServiceLike, VersionLike } from './destination';
export { expectMesh, MeshExpectation, MeshExpectationError, RouteExpectation } from './expect-mesh';
export { type MatrixEntry, matrix, matrixEntries } from './matrix';
export { type MeshMatchers, meshMatchers } from './mesh-matchers';
export { type MeshSource, meshOf, TestMesh, type TestMeshOptions } from './mesh-under-test';
export type { Probe } from './probes';
