/** A namespace of which only the name matters: the name itself, or an object with it, such as a `MeshNamespace`. */
export type NamespaceName = string | { readonly name: string };

/** The name of a namespace. */
export function nameOfNamespace(namespace: NamespaceName): string {
  return typeof namespace === 'string' ? namespace : namespace.name;
}
