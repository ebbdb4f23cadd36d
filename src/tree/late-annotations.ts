import type { ApiObject, App, IResolver, ResolutionContext } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** Annotations of one object. */
export type Annotations = { readonly [key: string]: string };

/** Adds annotations to the objects of an app when they are rendered. Those that an object has already stay. */
export class LateAnnotations implements IResolver {
  /** Lets `annotationsOf` annotate every object of the app of `scope`, whenever it is declared. It may only read. */
  public static add(scope: IConstruct, annotationsOf: (object: ApiObject) => Annotations): void {
    (scope.node.root as App).resolvers.unshift(new LateAnnotations(annotationsOf));
  }

  private constructor(private readonly annotationsOf: (object: ApiObject) => Annotations) {}

  /** All annotations of an object, of which `own` are there already. */
  public of(object: ApiObject, own: Annotations | undefined): Annotations {
    return { ...this.annotationsOf(object), ...own };
  }

  public resolve(context: ResolutionContext): void {
    if (context.key.length !== 1 || context.key[0] !== 'metadata') return;
    const metadata = context.value as { readonly annotations?: Annotations };
    const own = metadata.annotations;
    const all = this.of(context.obj, own);
    // What is put in place of a value is resolved again.
    if (Object.keys(all).length > Object.keys(own ?? {}).length)
      context.replaceValue({ ...metadata, annotations: all });
  }
}
