import type { EffectiveMesh } from '../istio/effective-mesh';
import type { PolicyAttribute } from '../istio/policies/authorization-attribute';
import type { MeshModel } from '../model/mesh-model';
import type { Test } from '../requests/test';
import { nearest } from '../values/nearest';

/** The parts of an identity that a value names. */
export interface NamedIdentity {
  /** Undefined where a star stands for it. */
  readonly domain: string | undefined;
  readonly namespace: string | undefined;
  readonly account: string | undefined;
  /** Whether the account may go on behind what is written. */
  readonly isStart: boolean;
}

/** A namespace or service account that a value names and that there is not. */
export interface UnknownName {
  readonly what: 'namespace' | 'account';
  readonly name: string;
  /** Those that there are. */
  readonly known: readonly string[];
  readonly namespace: string;
  readonly similar: string | undefined;
}

/** The service accounts of a set by namespace: those that are defined, and those of pods. */
export class KnownAccounts {
  readonly #byNamespace = new Map<string, Set<string>>();
  readonly #model: MeshModel;

  public constructor({ model }: EffectiveMesh) {
    this.#model = model;
    for (const { namespace, name } of model.all('ServiceAccount')) this.#add(namespace, name);
    for (const { namespace, serviceAccount } of model.workloads.all) this.#add(namespace, serviceAccount);
  }

  /** A trust domain that identities name and that is none of these. */
  public foreignDomain(identities: readonly NamedIdentity[], domains: ReadonlySet<string>): string | undefined {
    return identities.find(({ domain }) => domain !== undefined && !domains.has(domain))?.domain;
  }

  /** The namespace or service account of identities that there is not; undefined if there is, or nothing is known of it. */
  public unknownIn(identities: readonly NamedIdentity[]): UnknownName | undefined {
    for (const { namespace, account, isStart } of identities) {
      if (namespace === undefined) continue;
      const there = this.#byNamespace.get(namespace);
      if (there === undefined) {
        const known = this.#model.all('Namespace').map(({ name }) => name);
        if (known.length === 0 || this.#isNamespace(namespace)) continue;
        return { what: 'namespace', name: namespace, known, namespace, similar: nearest(namespace, known) };
      }
      // Of a namespace whose pods are not in the set nothing is known.
      if (account === undefined || there.has(account)) continue;
      const known = [...there];
      if (isStart && known.some(name => name.startsWith(account))) continue;
      return { what: 'account', name: account, known, namespace, similar: nearest(account, known) };
    }
    return undefined;
  }

  /** As `unknownIn`, where another name is meant. */
  public slipIn(attribute: PolicyAttribute, value: string, policyNamespace: string): UnknownName | undefined {
    const unknown = this.unknownIn(identitiesIn(attribute, value, policyNamespace));
    return unknown?.similar === undefined ? undefined : unknown;
  }

  #add(namespace: string, name: string): void {
    const there = this.#byNamespace.get(namespace);
    if (there === undefined) this.#byNamespace.set(namespace, new Set([name]));
    else there.add(name);
  }

  #isNamespace(name: string): boolean {
    const { rootNamespace } = this.#model.meshConfig;
    return [rootNamespace, 'istio-system', 'default'].includes(name) || this.#model.namespaces.get(name) !== undefined;
  }
}

/** The identities that a value of a policy names. */
export function identitiesIn(
  attribute: PolicyAttribute,
  value: string,
  policyNamespace: string,
): readonly NamedIdentity[] {
  return attribute.predicatesOf(value, policyNamespace).flatMap(({ test }) => identityIn(test) ?? []);
}

/** What a predicate on identities names: of a star with `/ns/shop/sa/web` namespace and account. */
function identityIn(test: Test): NamedIdentity | undefined {
  const text = textOf(test);
  if (text === undefined) return undefined;
  if (test.kind === 'glob' && test.withinSegment) {
    const [domain = ''] = text.split('/');
    return {
      domain: domain.includes('*') ? undefined : domain,
      namespace: undefined,
      account: undefined,
      isStart: false,
    };
  }
  const found = /^([^/]+)\/ns\/([^/*]+)\/(?:sa\/([^/*]*))?$/.exec(text);
  if (found === null) return undefined;
  const [, domain = '', namespace = '', account = ''] = found;
  const isStart = test.kind === 'prefix';
  if (account === '' && !isStart) return undefined;
  return {
    domain: domain.includes('*') ? undefined : domain,
    namespace,
    account: account === '' ? undefined : account,
    isStart,
  };
}

function textOf(test: Test): string | undefined {
  switch (test.kind) {
    case 'exact':
    case 'prefix':
      return test.text;
    case 'glob':
      return test.pattern;
    case 'suffix':
      return `*${test.text}`;
    default:
      return undefined;
  }
}
