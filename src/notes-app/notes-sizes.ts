/** The images of the Notes App, each with its tag or digest. */
export interface NotesImages {
  readonly frontend: string;
  /** The backend's stable version. */
  readonly backendV1: string;
  /** The backend's version under trial. */
  readonly backendV2: string;
  readonly mysql: string;
}

/** The number of pods of each workload that is replicated. */
export interface NotesReplicas {
  readonly frontend: number;
  readonly backendV1: number;
  readonly backendV2: number;
}
