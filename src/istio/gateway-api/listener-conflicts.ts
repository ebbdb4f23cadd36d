import { defaultListenerPort } from '../../model/gateway-classes';
import type { Resource } from '../../model/resource';
import type { ListenerSpec } from '../../model/shapes/gateway-api';
import { compareText } from '../../values/order';
import { compareCreation } from '../age';

/** Why a listener gives way to another one of the same Gateway. */
export interface ListenerConflict {
  readonly reason: 'ProtocolConflict' | 'HostnameConflict';
  readonly message: string;
}

interface Entry {
  readonly spec: ListenerSpec;
  readonly port: number;
  readonly text: string;
}

/**
 * The listeners of a Gateway, and of the ListenerSets that it takes, that give way to earlier ones: those of the Gateway
 * come first, then those of the sets, the oldest first.
 *
 * @see https://gateway-api.sigs.k8s.io/geps/gep-1713/#listener-precedence
 */
export function listenerConflicts(
  gateway: Resource<'KubernetesGateway'>,
  sets: readonly Resource<'ListenerSet'>[],
): ReadonlyMap<ListenerSpec, ListenerConflict> {
  const found = new Map<ListenerSpec, ListenerConflict>();
  const accepted: Entry[] = [];
  for (const owner of [gateway, ...[...sets].sort(compareSets)]) {
    for (const spec of owner.spec.listeners ?? []) {
      const port = spec.port ?? defaultListenerPort(spec.protocol ?? '') ?? 0;
      const entry = { spec, port, text: `listener "${spec.name ?? ''}" of ${owner}` };
      const earlier = accepted.find(one => !areDistinct(one, entry));
      if (earlier === undefined) accepted.push(entry);
      else {
        const sameProtocol = earlier.spec.protocol === spec.protocol && !isConnection(spec);
        const reason = sameProtocol ? 'HostnameConflict' : 'ProtocolConflict';
        found.set(spec, { reason, message: `${earlier.text} already has port ${port} and the host` });
      }
    }
  }
  return found;
}

function compareSets(a: Resource, b: Resource): number {
  return compareCreation(a, b) || compareText(a.fullName, b.fullName);
}

function areDistinct(a: Entry, b: Entry): boolean {
  if (a.port !== b.port) return true;
  if (isConnection(a.spec) || isConnection(b.spec)) {
    return !(isConnection(a.spec) || isRequest(a.spec)) || !(isConnection(b.spec) || isRequest(b.spec));
  }
  if (isRequest(a.spec) && isRequest(b.spec)) return hostOf(a.spec) !== hostOf(b.spec);
  return a.spec.protocol !== b.spec.protocol;
}

function hostOf({ hostname }: ListenerSpec): string {
  return hostname === undefined || hostname === '' ? '*' : hostname;
}

function isConnection({ protocol }: ListenerSpec): boolean {
  return protocol === 'TCP' || protocol === 'UDP';
}

function isRequest({ protocol }: ListenerSpec): boolean {
  return protocol === 'HTTP' || protocol === 'HTTPS' || protocol === 'TLS';
}
