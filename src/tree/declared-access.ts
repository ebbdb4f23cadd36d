import type { IConstruct } from 'constructs';

const DECLARED = Symbol.for('cdk8s-istio.declared-access');

/** Requests that constructs declare to get through, as data. */
export interface DeclaredAccess {
  /** What is declared, such as `shop/web calls shop/backend`. */
  readonly what: string;
  /** Who sends them: an identity of the mesh, or clients outside. */
  readonly from: { readonly label: string; readonly principal: string } | 'internet';
  readonly scheme: 'http' | 'https' | 'grpc' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  /** @default - every method */
  readonly methods?: readonly string[] | undefined;
  /** Paths of which one fits. @default - every path */
  readonly paths?: readonly { readonly value: { readonly exact?: string; readonly prefix?: string } }[] | undefined;
  /** Headers that they carry. @default - any */
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** Where all of them have to go. @default - anywhere where they are taken */
  readonly reaches?: readonly { readonly host: string; readonly subset?: string | undefined }[] | undefined;
}

/** Namespaces in which nothing gets through but what is declared. */
export interface ClosedNamespaces {
  readonly namespaces: readonly string[];
}

/** Something declared, and the construct that declares it. */
export type Located<T> = T & { readonly constructPath: string };

interface Declaring {
  [DECLARED]?: readonly (() => Declared)[];
}

/** What a construct declares, asked for once the app is complete. */
export interface Declared {
  readonly access?: Iterable<DeclaredAccess>;
  /** Namespaces in which nothing gets through but what is declared. */
  readonly closed?: readonly string[];
  /** AuthorizationPolicies written by hand, as `namespace/name`: what they allow is declared by them. */
  readonly policies?: readonly string[];
}

/** Notes what `construct` declares of requests, so that a synth can prove it of what is written. */
export function declareAccess(construct: IConstruct, declared: () => Declared): void {
  const declaring = construct as Declaring;
  declaring[DECLARED] = [...(declaring[DECLARED] ?? []), declared];
}

/** All that is declared in an app. */
export interface AllDeclared {
  readonly access: readonly Located<DeclaredAccess>[];
  readonly closed: readonly Located<ClosedNamespaces>[];
  readonly policies: ReadonlySet<string>;
}

/** All that constructs below `root` declare, in the order of the tree. */
export function declaredAccessOf(root: IConstruct): AllDeclared {
  const access: Located<DeclaredAccess>[] = [];
  const closed: Located<ClosedNamespaces>[] = [];
  const policies = new Set<string>();
  for (const construct of root.node.findAll()) {
    const constructPath = construct.node.path;
    for (const declared of (construct as Declaring)[DECLARED] ?? []) {
      const { access: own = [], closed: namespaces = [], policies: byHand = [] } = declared();
      for (const policy of byHand) policies.add(policy);
      for (const one of own) access.push({ ...one, constructPath });
      if (namespaces.length > 0) closed.push({ namespaces, constructPath });
    }
  }
  return { access, closed, policies };
}
