/** One Kubernetes object as plain JSON, the only form in which analysis and simulation see a mesh. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

/** The part of an object's metadata that the library reads. */
export interface ManifestMetadata {
  /** @default - none */
  readonly name?: string;
  /** @default - none */
  readonly namespace?: string;
  /** @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** @default - none */
  readonly annotations?: { readonly [key: string]: string };
  readonly [field: string]: unknown;
}

/** Where an object was written: a construct of an app, or a document of a file. */
export interface Origin {
  /** Path of the construct that defines the object. @default - the object comes from a file */
  readonly constructPath?: string;
  /** The file that holds the object, as given by the user. @default - the object comes from a construct */
  readonly file?: string;
  /** Position of the document in its file, counted from 0. @default - the object comes from a construct */
  readonly document?: number;
  /** First line of the document in its file, counted from 1. @default - the object comes from a construct */
  readonly line?: number;
  /**
   * The line of a field of the object in its file, counted from 1; of the nearest field around it, if it is not
   * written there.
   *
   * @param field Path of the field, such as `spec.http[0].route`.
   */
  lineOf?(field: string): number;
}

/** Where a field of an object was written: like the object, but for the line. */
export function originOfField(origin: Origin, field: string | undefined): Origin {
  if (field === undefined || origin.lineOf === undefined) return origin;
  const { file, document } = origin;
  return {
    ...(file === undefined ? {} : { file }),
    ...(document === undefined ? {} : { document }),
    line: origin.lineOf(field),
  };
}

/** A manifest and where it came from. */
export interface LocatedManifest {
  readonly manifest: Manifest;
  readonly origin: Origin;
}

/** The API group of an `apiVersion`: empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
