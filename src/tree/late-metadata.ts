import type { ApiObject, App, IResolver, ResolutionContext } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** Labels or annotations of one object. */
export type Texts = { readonly [key: string]: string };

/** Adds labels or annotations to the objects of an app when they are rendered. Those that an object has already stay. */
export class LateMetadata implements IResolver {
  /** Lets `textsOf` add to every object of the app of `scope`, whenever it is declared. It may only read. */
  public static add(scope: IConstruct, field: 'annotations' | 'labels', textsOf: (object: ApiObject) => Texts): void {
    (scope.node.root as App).resolvers.unshift(new LateMetadata(field, textsOf));
  }

  private constructor(
    public readonly field: 'annotations' | 'labels',
    private readonly textsOf: (object: ApiObject) => Texts,
  ) {}

  /** All of an object, of which `own` are there already. */
  public of(object: ApiObject, own: Texts | undefined): Texts {
    return { ...this.textsOf(object), ...own };
  }

  public resolve(context: ResolutionContext): void {
    if (context.key.length !== 1 || context.key[0] !== 'metadata') return;
    const metadata = context.value as { readonly annotations?: Texts; readonly labels?: Texts };
    const own = metadata[this.field];
    const all = this.of(context.obj, own);
    // What is put in place of a value is resolved again.
    if (Object.keys(all).length > Object.keys(own ?? {}).length) {
      context.replaceValue({ ...metadata, [this.field]: all });
    }
  }
}
