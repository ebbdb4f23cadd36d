import type { ResourceRef } from '../values/diagnostic';
import { groupOf, type LocatedManifest, type Manifest, type Origin } from '../values/manifest';
import { isClusterScoped } from './kind-scope';
import { type KindName, kindNameOf, readSpec, type SpecOf } from './kinds';
import { text, textMap } from './shape';

const NONE: { readonly [key: string]: string } = Object.freeze({});

/** One object of the set, with its identity resolved and its specification read on demand. */
export class Resource<K extends KindName = KindName> implements ResourceRef {
  /** The name under which this kind is asked for; undefined if nothing reads the kind. */
  public readonly type: K | undefined;
  public readonly group: string;
  /** The kind as it is written. */
  public readonly kind: string;
  public readonly name: string;
  /** Empty for an object of the cluster. */
  public readonly namespace: string;
  public readonly labels: { readonly [key: string]: string };
  public readonly annotations: { readonly [key: string]: string };
  public readonly manifest: Manifest;
  public readonly origin: Origin;

  #spec: SpecOf<K> | undefined;
  #ref: ResourceRef | undefined;
  #text: string | undefined;

  public constructor(
    located: LocatedManifest,
    defaultNamespace: string,
    /** Position in the input. */
    public readonly position: number,
    /** Whether the object is not in the set, but taken to be in the cluster. */
    public readonly assumed: boolean = false,
  ) {
    const { manifest, origin } = located;
    this.manifest = manifest;
    this.origin = origin;
    this.group = groupOf(manifest.apiVersion);
    this.kind = manifest.kind;
    this.type = kindNameOf(this.group, this.kind) as K | undefined;
    const { metadata } = manifest as { readonly metadata: { readonly [field: string]: unknown } | undefined };
    this.name = text(metadata?.name) ?? '';
    this.namespace = isClusterScoped(this.group, this.kind) ? '' : (text(metadata?.namespace) ?? defaultNamespace);
    this.labels = textMap(metadata?.labels) ?? NONE;
    this.annotations = textMap(metadata?.annotations) ?? NONE;
    Object.freeze(this);
  }

  /** The identity and origin alone, for findings and traces. */
  public get ref(): ResourceRef {
    const { kind, namespace, name, origin } = this;
    this.#ref ??= {
      kind,
      ...(namespace === '' ? {} : { namespace }),
      name,
      ...(Object.keys(origin).length === 0 ? {} : { origin }),
    };
    return this.#ref;
  }

  /** The specification, without fields of a wrong type; the whole object for kinds that have none, such as Secret. */
  public get spec(): SpecOf<K> {
    if (this.type === undefined) return {} as SpecOf<K>;
    this.#spec ??= readSpec(this.type, this.manifest);
    return this.#spec;
  }

  /** Namespace and name, as users write them. */
  public get fullName(): string {
    return this.namespace === '' ? this.name : `${this.namespace}/${this.name}`;
  }

  /** Kind, namespace and name, as users read them. */
  public toString(): string {
    this.#text ??= `${this.kind} ${this.fullName}`;
    return this.#text;
  }
}

/** Whether the resource is of this kind. */
export function isKind<K extends KindName>(resource: Resource, name: K): resource is Resource<K> {
  return resource.type === name;
}
