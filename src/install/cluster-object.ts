import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';

/** Defines an object of a kind that has no namespace; a chart with a default namespace would write one otherwise. */
export function defineClusterObject(scope: Construct, id: string, props: ApiObjectProps): ApiObject {
  const object = new ApiObject(scope, id, props);
  Object.defineProperty(object.metadata, 'namespace', { value: undefined, enumerable: true });
  return object;
}
