import { requireDnsLabel } from './names';

/** A namespace of which only the name matters: the name itself, or an object with it, such as a `MeshNamespace`. */
export type NamespaceName = string | { readonly name: string };

/** The name of a namespace. */
export function nameOfNamespace(namespace: NamespaceName): string {
  return typeof namespace === 'string' ? namespace : namespace.name;
}

/** The namespace as an object: what constructs tell of a namespace always has a `name`. */
export function objectOfNamespace(namespace: NamespaceName): { readonly name: string } {
  return typeof namespace === 'string' ? { name: namespace } : namespace;
}

/** The namespace as an object, when its name is a DNS label; else throws as `requireDnsLabel` does. */
export function requireNamespace(namespace: NamespaceName, what: string, where: string): { readonly name: string } {
  requireDnsLabel(nameOfNamespace(namespace), what, where);
  return objectOfNamespace(namespace);
}
