import type { IConstruct } from 'constructs';
import type { TextTest } from '../values/text-test';

const DECLARED = Symbol.for('cdk8s-istio.declared-access');

/** Which requests are meant: a method, a path without its query and headers, where they are given. */
export interface DeclaredRequests {
  /** @default - every method */
  readonly methods?: readonly string[] | undefined;
  /** Paths of which one fits. @default - every path */
  readonly paths?: readonly { readonly value: TextTest }[] | undefined;
  /** Headers that they carry. @default - any */
  readonly headers?: { readonly [name: string]: { readonly value: TextTest } } | undefined;
}

/** Where requests go: a service, or one version of it. */
export interface DeclaredPlace {
  readonly host: string;
  /** The subset that routes name it by, and what tells its pods from others. @default - any of its pods */
  readonly version?:
    | {
        readonly subset: string;
        readonly labels: { readonly [key: string]: string };
        /** The host of a Service for it alone. @default - there is none */
        readonly host?: string | undefined;
      }
    | undefined;
  /** The share of the requests that goes there, in percent. @default - any */
  readonly share?: number | undefined;
}

/** Who sends requests: an identity of the mesh, or clients outside of it. */
export type DeclaredCaller =
  | {
      readonly label: string;
      readonly principal: string;
      /** Whether it hands on what comes from outside, so that exposures say which requests there are. @default false */
      readonly isGateway?: boolean | undefined;
    }
  | 'internet';

/** Requests that constructs declare to get through, as data. */
export interface DeclaredAccess extends DeclaredRequests {
  /** Path of the construct that declares it. */
  readonly constructPath: string;
  /** What is declared, such as `shop/web calls shop/backend`. */
  readonly what: string;
  readonly from: DeclaredCaller;
  readonly scheme: 'http' | 'https' | 'grpc' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  /** Requests that are not meant; each entry has one condition. @default - none */
  readonly except?: readonly DeclaredRequests[] | undefined;
  /** Where all of them have to go. @default - anywhere where they are taken */
  readonly reaches?: readonly DeclaredPlace[] | undefined;
  /** The service that they have to pass on the way. @default - any way */
  readonly via?: string | undefined;
}

/** A part of the requests to a service, and where they are declared to go. */
export interface DeclaredWay extends Pick<DeclaredAccess, 'methods' | 'paths' | 'headers' | 'except' | 'reaches'> {
  /** Path of the construct that takes this part out of the others, such as a canary. @default - none does */
  readonly constructPath?: string | undefined;
  /** Its name, such as `canary-override`. @default - all that nothing takes out */
  readonly name?: string | undefined;
}

/** Namespaces in which nothing gets through but what is declared. */
export interface ClosedNamespaces {
  readonly namespaces: readonly string[];
  /** Path of the construct that closes them. */
  readonly constructPath: string;
}

/** What a construct declares, asked for once the app is complete. */
export interface Declared {
  readonly access?: Iterable<DeclaredAccess>;
  readonly closed?: ClosedNamespaces;
  /** AuthorizationPolicies with rules that somebody wrote, as `namespace/name`: what those allow is declared by them. */
  readonly policies?: readonly string[];
}

interface Declaring {
  [DECLARED]?: readonly (() => Declared)[];
}

/** Notes what `construct` declares of requests, so that a synth can prove it of what is written. */
export function declareAccess(construct: IConstruct, declared: () => Declared): void {
  const declaring = construct as Declaring;
  declaring[DECLARED] = [...(declaring[DECLARED] ?? []), declared];
}

/** All that is declared in an app. */
export interface AllDeclared {
  readonly access: readonly DeclaredAccess[];
  readonly closed: readonly ClosedNamespaces[];
  readonly policies: ReadonlySet<string>;
}

/** All that constructs below `root` declare, in the order of the tree. */
export function declaredAccessOf(root: IConstruct): AllDeclared {
  const access: DeclaredAccess[] = [];
  const closed: ClosedNamespaces[] = [];
  const policies = new Set<string>();
  for (const construct of root.node.findAll()) {
    for (const declared of (construct as Declaring)[DECLARED] ?? []) {
      const { access: own = [], closed: namespaces, policies: byHand = [] } = declared();
      for (const policy of byHand) policies.add(policy);
      access.push(...own);
      if (namespaces !== undefined) closed.push(namespaces);
    }
  }
  return { access, closed, policies };
}
