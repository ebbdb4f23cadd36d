import type { MeshModelOptions } from '../model/mesh-model';
import type { ManifestText } from '../model/parse-manifests';
import type { OpenQuestion } from '../proof/diff-meshes';
import type { DifferenceKind } from '../proof/effect';
import type { WitnessRequest } from '../proof/witness-request';
import type { SimulationRequest } from '../simulation/request';
import type { Severity } from '../values/diagnostic';

/** How something differs from the mesh that is compared with. */
export type Change = 'new' | 'gone' | 'changed';

/** How the browser makes the model of the texts again. */
export interface ModelOptions extends Pick<MeshModelOptions, 'assumed' | 'defaults' | 'clusterDomain'> {
  readonly istioVersion: string;
  readonly defaultNamespace?: string;
}

/** A request as the page sends it; `from` may also be a stranger, such as `a pod without proxy`. */
export type PageRequest = SimulationRequest & { readonly from: string };

/** Requests that end alike. */
export interface RequestGroup {
  /** Who sends them, as positions in the list of callers. */
  readonly from: readonly number[];
  readonly allowed: boolean;
  /** What they have in common; empty for all requests. */
  readonly requests: string;
  /** How they end: over mutual TLS or without where they get through, else how they are refused. */
  readonly ending: string;
  /** One of them, sent by the first caller; absent where nothing is known of them. */
  readonly witness?: PageRequest;
  readonly change?: Change;
}

/** What happens to the requests to one port. */
export interface MatrixRow {
  /** Host and port, or a URL for requests from outside. */
  readonly to: string;
  /** The node of the graph; absent for hosts that the mesh does not know. */
  readonly node?: string;
  readonly groups: readonly RequestGroup[];
}

/** Who may send what to whom. */
export interface Matrix {
  readonly callers: readonly string[];
  readonly rows: readonly MatrixRow[];
}

/** A box of the graph; its place is its middle. */
export interface GraphNode {
  readonly id: string;
  readonly kind: 'service' | 'workload' | 'gateway' | 'waypoint' | 'external' | 'outside';
  readonly label: string;
  /** Empty outside of the cluster. */
  readonly namespace: string;
  /** Versions of a service, or what else is to be said below its name. */
  readonly notes: readonly string[];
  /** The callers of the matrix that it stands for. */
  readonly callers: readonly string[];
  /** The object, as `Kind namespace/name`. */
  readonly object?: string;
  readonly change?: Change;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What passes between two boxes. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `http`, `tcp`, `tls`, `grpc` or `https`. */
  readonly protocol: string;
  /** Whether all of it is secured by mutual TLS. */
  readonly locked: boolean;
  /** What passes, one text for each class. */
  readonly requests: readonly string[];
  /** How it is shared among versions; empty where it is not. */
  readonly shares: string;
  readonly change?: Change;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** The middle of what is written at it. */
  readonly label: readonly [x: number, y: number];
}

/** The frame of a namespace. */
export interface GraphFrame {
  readonly namespace: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The mesh as boxes and arrows with their places. */
export interface Graph {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly GraphFrame[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A finding of the analysis. */
export interface PageFinding {
  readonly rule: string;
  readonly code?: string;
  readonly severity: Severity;
  /** `Kind namespace/name`. */
  readonly object: string;
  readonly field?: string;
  readonly message: string;
  readonly fix?: string;
}

/** Requests that behave differently than in the mesh that is compared with. */
export interface PageDifference {
  readonly kind: DifferenceKind;
  readonly from: readonly string[];
  readonly to: string;
  readonly requests: string;
  readonly before: string;
  readonly after: string;
  readonly witness: WitnessRequest;
}

/** The mesh that is compared with, and what differs. */
export interface Comparison {
  readonly texts: readonly ManifestText[];
  /** The gravest first. */
  readonly differences: readonly PageDifference[];
  readonly open: readonly OpenQuestion[];
  /** Objects that are not the same in both, as `Kind namespace/name`. */
  readonly objects: { readonly [object: string]: Change };
}

/** Everything that the page shows before the engine is asked. */
export interface PageData {
  readonly title: string;
  readonly options: ModelOptions;
  readonly texts: readonly ManifestText[];
  readonly graph: Graph;
  readonly matrix: Matrix;
  readonly findings: readonly PageFinding[];
  readonly comparison?: Comparison;
}
