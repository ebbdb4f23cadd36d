import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Resource } from '../model/resource';
import { addCheck, type CheckFinding } from '../tree/check';
import { LateMetadata, type Texts } from '../tree/late-metadata';
import { ConfigError } from '../values/config-error';
import { groupOf } from '../values/manifest';
import { addTo } from '../values/multimap';
import { type NamespaceName, nameOfNamespace } from '../values/namespace-name';
import { nearest } from '../values/nearest';
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

  /**
   * @throws ConfigError if nothing is added, or another addition gives one of the keys
   * another value for the same objects
   */
  public add({ labels = {}, annotations = {}, kind, group, namespace, name }: AddedMetadata): void {
    const filter = { kind, group, namespace: namespace && nameOfNamespace(namespace), name };
    const said = Object.values(filter).filter(value => value !== undefined);
    const where = this.scope.node.path;
    if (Object.keys(labels).length + Object.keys(annotations).length === 0 && said.length > 0) {
      throw new ConfigError(
        `Cannot add metadata to ${describe(filter)} at ${where}: wanted labels or annotations, got none`,
      );
    }
    const addition = { texts: { labels, annotations }, filter, key: canonicalJson(filter), detail: said.length };
    if (this.#places.size === 0) {
      LateMetadata.add(this.scope, 'labels', object => this.#textsOf(object, 'labels'));
      LateMetadata.add(this.scope, 'annotations', object => this.#textsOf(object, 'annotations'));
      addCheck(this.scope, {
        name: 'unmatched-metadata',
        severity: 'warning',
        check: ({ model }) => this.#unmatched(model.resources.filter(({ assumed }) => !assumed)),
      });
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

  /** Additions that fit none of these objects. */
  *#unmatched(objects: readonly Resource[]): Iterable<CheckFinding> {
    for (const { filter, detail } of [...this.#places.values()].flat()) {
      const { kind, group, namespace, name } = filter;
      const fits = (one: Resource) =>
        (kind ?? one.kind) === one.kind &&
        (group ?? one.group) === one.group &&
        (namespace ?? one.namespace) === one.namespace &&
        (name ?? one.name) === one.name;
      if (detail === 0 || objects.some(fits)) continue;
      const meant = kind === undefined ? undefined : nearest(kind, [...new Set(objects.map(one => one.kind))]);
      const fix =
        meant === undefined || meant === kind ? 'remove the addition, or name objects of the app' : `write "${meant}"`;
      yield { problem: `labels or annotations are added to ${describe(filter)}, and the app has no such object`, fix };
    }
  }

  /**
   * The more a filter says, the more its values count.
   *
   * @throws ConfigError if two that say as much have different values for a key
   */
  #textsOf(object: ApiObject, field: Field): Texts {
    const { kind, name } = object;
    const places = [placeOf(), placeOf(kind), placeOf(undefined, name), placeOf(kind, name)];
    const all = places.flatMap(place => this.#places.get(place) ?? []);
    const fitting = all.filter(({ filter }) => fits(object, filter));
    const chosen = new Map<string, Addition>();
    for (const addition of fitting.sort((a, b) => a.detail - b.detail || compareText(a.key, b.key))) {
      for (const [key, value] of Object.entries(addition.texts[field])) {
        const other = chosen.get(key);
        const known = other?.texts[field][key];
        if (other !== undefined && other.detail === addition.detail && known !== value) {
          throw new ConfigError(
            `Cannot add ${field} to ${kind} "${name}" at ${object.node.path}: wanted one value for "${key}", got "${known}" for ${describe(other.filter)} and "${value}" for ${describe(addition.filter)}`,
          );
        }
        chosen.set(key, addition);
      }
    }
    return Object.fromEntries([...chosen].map(([key, { texts }]) => [key, texts[field][key] ?? '']));
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

function describe({ kind = 'objects', group, name, namespace }: Filter): string {
  const api = group === undefined ? '' : ` of ${group}`;
  const place = namespace === undefined ? '' : ` of namespace "${namespace}"`;
  return `${kind}${name === undefined ? '' : ` "${name}"`}${api}${place}`;
}
