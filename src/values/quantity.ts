const QUANTITY = /^(\d+(\.\d*)?|\.\d+)(m|[kMGTPE]|[KMGTPE]i)?$/;

/** Whether `text` is an amount as Kubernetes writes it, such as `100m`, `0.5` or `128Mi`. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}
