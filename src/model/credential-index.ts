import { addTo } from '../values/multimap';
import type { Resource } from './resource';

/** A Secret that something makes at run time, so that its content is not in the set. */
export interface PromisedSecret {
  readonly resource: Resource;
}

/** The Secrets of a set, and those that cert-manager and other controllers are going to make. */
export class CredentialIndex {
  readonly #secrets = new Map<string, Resource<'Secret'>>();
  readonly #namespacesOf = new Map<string, string[]>();
  readonly #promised = new Map<string, PromisedSecret>();

  public constructor(
    secrets: readonly Resource<'Secret'>[],
    certificates: readonly Resource<'Certificate'>[],
    externalSecrets: readonly Resource<'ExternalSecret'>[],
    sealedSecrets: readonly Resource<'SealedSecret'>[],
  ) {
    for (const secret of secrets) {
      this.#secrets.set(secret.fullName, secret);
      addTo(this.#namespacesOf, secret.name, secret.namespace);
    }
    for (const resource of certificates) this.#promise(resource, resource.spec.secretName);
    for (const resource of externalSecrets) this.#promise(resource, resource.spec.target?.name ?? resource.name);
    for (const resource of sealedSecrets) this.#promise(resource, resource.name);
  }

  /** The Secret of this name, if the set holds it. */
  public secret(namespace: string, name: string): Resource<'Secret'> | undefined {
    return this.#secrets.get(namespace === '' ? name : `${namespace}/${name}`);
  }

  /** What is going to make a Secret of this name, if the set says so. */
  public promised(namespace: string, name: string): PromisedSecret | undefined {
    return this.#promised.get(`${namespace}/${name}`);
  }

  /** The namespaces that hold, or are going to hold, a Secret of this name. */
  public namespacesOf(name: string): readonly string[] {
    return [...(this.#namespacesOf.get(name) ?? [])].sort();
  }

  #promise(resource: Resource, name: string | undefined): void {
    if (name === undefined || name === '') return;
    this.#promised.set(`${resource.namespace}/${name}`, { resource });
    addTo(this.#namespacesOf, name, resource.namespace);
  }
}
