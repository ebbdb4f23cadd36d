import type { ApiObject } from 'cdk8s';
import type { Manifest } from '../values/manifest';

/** One object of an app, in the form in which it is checked and written. */
export interface RenderedObject {
  readonly object: ApiObject;
  readonly manifest: Manifest;
  /** Path of the construct that the user wrote to get the object. */
  readonly constructPath: string;
}
