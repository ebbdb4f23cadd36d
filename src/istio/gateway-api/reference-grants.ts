import type { Resource } from '../../model/resource';
import { addTo } from '../../values/multimap';
import { GATEWAY_API, type Referent } from './facts';

/** Who refers to something. */
export interface Referrer {
  readonly kind: string;
  readonly namespace: string;
}

const REFERRERS = new Set(['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute']);

/**
 * The references to other namespaces that ReferenceGrants permit.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/referencegrant/
 */
export class ReferenceGrants {
  /** Names that may be referred to, undefined for all of them, by who may refer to which kind where. */
  readonly #names = new Map<string, (string | undefined)[]>();

  public constructor(grants: readonly Resource<'ReferenceGrant'>[]) {
    for (const { namespace, spec } of grants) {
      for (const from of spec.from ?? []) {
        if (from.group !== GATEWAY_API || from.kind === undefined || !REFERRERS.has(from.kind)) continue;
        for (const { group = '', kind = '', name } of spec.to ?? []) {
          const referrer = { kind: from.kind, namespace: from.namespace ?? '' };
          addTo(this.#names, keyOf(referrer, { group, kind, namespace }), name === '' ? undefined : name);
        }
      }
    }
  }

  /** Whether an object of the Gateway API may refer to another object: one of its own namespace, or one that is granted. */
  public permits(from: Referrer, to: Referent): boolean {
    if (from.namespace === to.namespace) return true;
    const names = this.#names.get(keyOf(from, to)) ?? [];
    return names.some(name => name === undefined || name === to.name);
  }
}

function keyOf(from: Referrer, to: Omit<Referent, 'name'>): string {
  return `${from.kind} ${from.namespace} ${to.group}/${to.kind} ${to.namespace}`;
}
