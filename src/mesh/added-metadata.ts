import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { LateMetadata, type Texts } from '../tree/late-metadata';
import { ConfigError } from '../values/config-error';
import { groupOf } from '../values/manifest';
import { addTo } from '../values/multimap';
import { type NamespaceName, nameOfNamespace } from '../values/namespace-name';
import { compareText } from '../values/order';
import { canonicalJson } from '../values/plain-data';

/** Labels and annotations that objects get besides their own, and which objects: those for which all that is given holds. */
export interface AddedMetadata {
  /** @default - none */
  readonly labels?: { readonly [key: string]: string } | undefined;
  /** @default - none */
  readonly annotations?: { readonly [key: string]: string } | undefined;
  /**
   * Kind of the objects, such as `VirtualService`.
   *
   * @default - any
   */
  readonly kind?: string | undefined;
  /**
   * API group of the objects, such as `networking.istio.io`, where several have the kind.
   *
   * @default - any
   */
  readonly group?: string | undefined;
  /**
   * The namespace that the objects are in.
   *
   * @default - any
   */
  readonly namespace?: NamespaceName | undefined;
  /**
   * Name of the object.
   *
   * @default - any
   */
  readonly name?: string | undefined;
}

type Field = 'labels' | 'annotations';
interface Filter {
  readonly kind: string | undefined;
  readonly group: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

interface Addition {
  readonly texts: { readonly [field in Field]: Texts };
  readonly filter: Filter;
  /** Equal for the same objects. */
  readonly key: string;
  /** How much it says of the objects. */
  readonly detail: number;
}

/** The labels and annotations that are added to the objects of an app. */
export class MetadataAdditions {
  /** By kind and name, with nothing for any. */
  readonly #places = new Map<string, Addition[]>();

  public constructor(private readonly scope: IConstruct) {}

  /** @throws ConfigError if another addition gives one of the keys another value for the same objects */
  public add({ labels = {}, annotations = {}, kind, group, namespace, name }: AddedMetadata): void {
    const filter = { kind, group, namespace: namespace && nameOfNamespace(namespace), name };
    const said = Object.values(filter).filter(value => value !== undefined);
    const addition = { texts: { labels, annotations }, filter, key: canonicalJson(filter), detail: said.length };
    if (this.#places.size === 0) {
      LateMetadata.add(this.scope, 'labels', object => this.#textsOf(object, 'labels'));
      LateMetadata.add(this.scope, 'annotations', object => this.#textsOf(object, 'annotations'));
    }
    const place = placeOf(kind, name);
    for (const other of this.#places.get(place) ?? []) {
      if (other.key === addition.key) this.#refuseContradiction(addition, other);
    }
    addTo(this.#places, place, addition);
  }

  #refuseContradiction({ texts, filter }: Addition, other: Addition): void {
    for (const field of ['labels', 'annotations'] as const) {
      for (const [key, value] of Object.entries(texts[field])) {
        const known = other.texts[field][key];
        if (known === undefined || known === value) continue;
        throw new ConfigError(
          `Cannot add ${field} to ${describe(filter)} at ${this.scope.node.path}: wanted one value for "${key}", got "${known}" and "${value}"`,
        );
      }
    }
  }

  /** The more a filter says, the more its values count. */
  #textsOf(object: ApiObject, field: Field): Texts {
    const { kind, name } = object;
    const places = [placeOf(), placeOf(kind), placeOf(undefined, name), placeOf(kind, name)];
    const all = places.flatMap(place => this.#places.get(place) ?? []);
    const fitting = all.filter(({ filter }) => fits(object, filter));
    const ordered = fitting.sort((a, b) => a.detail - b.detail || compareText(a.key, b.key));
    return Object.fromEntries(ordered.flatMap(({ texts }) => Object.entries(texts[field])));
  }
}

function placeOf(kind = '', name = ''): string {
  return `${kind} ${name}`;
}

function fits({ apiVersion, metadata }: ApiObject, { group, namespace }: Filter): boolean {
  return (
    (group === undefined || group === groupOf(apiVersion)) &&
    (namespace === undefined || namespace === metadata.namespace)
  );
}

function describe({ kind = 'objects', name, namespace }: Filter): string {
  const place = namespace === undefined ? '' : ` of namespace "${namespace}"`;
  return `${kind}${name === undefined ? '' : ` "${name}"`}${place}`;
}
