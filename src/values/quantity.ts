const QUANTITY = /^\+?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/;

/** Whether `text` is an amount as Kubernetes reads it, such as `100m`, `0.5` or `128Mi`; none is negative. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

/** Like `isQuantity`, negative amounts included. */
export function isSignedQuantity(text: string): boolean {
  return QUANTITY.test(text.replace(/^-(?=[\d.])/, ''));
}
