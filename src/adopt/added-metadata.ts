import type { Resource } from '../model/resource';
import type { Manifest } from '../values/manifest';
import { call, type Statement } from './code';
import { MESH, type Scene } from './scene';

type Texts = { readonly [key: string]: string };
type Field = 'labels' | 'annotations';

const FIELDS = ['labels', 'annotations'] as const;

/** Labels and annotations that constructs do not write, and the program adds to what they write. */
export class MetadataOfObjects {
  readonly #missing = new Map<Resource, { readonly [field in Field]: Texts }>();

  public constructor(private readonly scene: Scene) {}

  /**
   * Notes what a written object lacks of the one that it stands for.
   *
   * @returns whether there was anything to note; nothing is where the written object says more, or something else
   */
  public note(covered: Resource, { metadata }: Manifest): boolean {
    const given = { labels: covered.labels, annotations: covered.annotations };
    const written = { labels: metadata.labels ?? {}, annotations: metadata.annotations ?? {} };
    const says = FIELDS.every(field =>
      Object.entries(written[field]).every(([key, value]) => given[field][key] === value),
    );
    const lacking = (field: Field) => Object.entries(given[field]).filter(([key]) => written[field][key] === undefined);
    const missing = {
      labels: Object.fromEntries(lacking('labels')),
      annotations: Object.fromEntries(lacking('annotations')),
    };
    const isNew = FIELDS.some(field => Object.keys(missing[field]).length > 0);
    if (!says || !isNew || this.#missing.has(covered)) return false;
    this.#missing.set(covered, missing);
    return true;
  }

  /** What adds them: for a whole kind where all its objects have them, else for single objects. */
  public statements(isWritten: (covered: Resource) => boolean): readonly Statement[] {
    const statements: Statement[] = [];
    const noted = [...this.#missing].filter(([covered]) => isWritten(covered));
    const shared = new Map<string, { readonly [field in Field]: Texts }>();
    for (const [{ group, kind }] of noted) {
      const place = `${group}/${kind}`;
      if (shared.has(place)) continue;
      const common = this.commonOf(group, kind);
      shared.set(place, common);
      const own = new Set(
        noted.filter(([one]) => one.group === group && one.kind === kind).map(([, missing]) => missing),
      );
      const used = this.those(common, (field, key) => [...own].some(missing => missing[field][key] !== undefined));
      if (!isEmpty(used)) statements.push(statement({ ...this.named(group, kind), ...given(used) }));
    }
    for (const [covered, missing] of noted) {
      const { group, kind, namespace, name } = covered;
      const common = shared.get(`${group}/${kind}`);
      const rest = this.those(missing, (field, key) => common?.[field][key] === undefined);
      if (isEmpty(rest)) continue;
      const place = { ...this.named(group, kind), namespace: namespace === '' ? undefined : namespace, name };
      statements.push(statement({ ...place, ...given(rest) }));
    }
    return statements;
  }

  /** What all objects of a kind have, where there are several. */
  private commonOf(group: string, kind: string): { readonly [field in Field]: Texts } {
    const all = this.scene.model.resources.filter(one => !one.assumed && one.group === group && one.kind === kind);
    const [first] = all;
    if (first === undefined || all.length < 2) return { labels: {}, annotations: {} };
    return this.those(first, (field, key) => all.every(one => one[field][key] === first[field][key]));
  }

  private those(
    all: { readonly [field in Field]: Texts },
    fits: (field: Field, key: string) => boolean,
  ): { readonly [field in Field]: Texts } {
    const of = (field: Field) => Object.fromEntries(Object.entries(all[field]).filter(([key]) => fits(field, key)));
    return { labels: of('labels'), annotations: of('annotations') };
  }

  /** A kind as the program names it: with its group where several have it. */
  private named(group: string, kind: string): { readonly kind: string; readonly group: string | undefined } {
    const isShared = this.scene.model.resources.some(one => one.kind === kind && one.group !== group);
    return { kind, group: isShared ? group : undefined };
  }
}

function isEmpty(texts: { readonly [field in Field]: Texts }): boolean {
  return FIELDS.every(field => Object.keys(texts[field]).length === 0);
}

/** The fields that hold anything. */
function given(texts: { readonly [field in Field]: Texts }): { readonly [field in Field]?: Texts } {
  return Object.fromEntries(FIELDS.filter(field => Object.keys(texts[field]).length > 0).map(f => [f, texts[f]]));
}

function statement(props: { readonly [key: string]: string | Texts | undefined }): Statement {
  return { code: call(MESH, 'addMetadata', props) };
}
