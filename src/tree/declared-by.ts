import type { IConstruct } from 'constructs';

const DECLARED_BY = 'cdk8s-istio:declared-by';

/**
 * Notes that `construct` is what the user wrote to get `object`. Objects of an intent may land in another chart than
 * the intent; errors and findings name the intent.
 */
export function declareBy(object: IConstruct, construct: IConstruct): void {
  object.node.addMetadata(DECLARED_BY, construct.node.path);
}

/** The path of the construct that the user wrote to get `object`: its own unless another was noted. */
export function declaringPathOf(object: IConstruct): string {
  const noted = object.node.metadata.find(entry => entry.type === DECLARED_BY);
  return typeof noted?.data === 'string' ? noted.data : object.node.path;
}
