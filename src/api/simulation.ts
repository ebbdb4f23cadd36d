export type { Fault } from '../istio/routes/fault';
export type { HeaderOperations } from '../istio/routes/header-operations';
export type { RetryPolicy } from '../istio/routes/retry-policy';
export type { Rewrite } from '../istio/routes/rewrite';
export type { RuledOut, TraceStep } from '../istio/trace';
export type { NotModelled, UnsupportedField } from '../istio/unsupported-fields';
export { ManifestReadError } from '../model/manifest-read-error';
export { buildModel, type MeshModel, type MeshModelOptions } from '../model/mesh-model';
export { parseManifests, type ReadOptions, readManifests } from '../model/read-manifests';
export type { Claims } from '../requests/claims';
export type { Token, TokenPlace } from '../requests/token';
export type { ExternalAnswers } from '../simulation/authorization';
export { renderVerdict } from '../simulation/render-verdict';
export type { NamedObject, SimulationRequest } from '../simulation/request';
export { simulate } from '../simulation/simulate';
export type {
  Decision,
  DestinationVerdict,
  Outcome,
  RouteVerdict,
  TargetVerdict,
  Verdict,
} from '../simulation/verdict';
export type { LocatedManifest, Manifest, Origin } from '../values/manifest';
export type { MutualTlsMode } from '../values/mutual-tls-mode';
