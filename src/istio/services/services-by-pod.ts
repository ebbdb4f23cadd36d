import { addTo } from '../../values/multimap';
import { type RegisteredService, selectsProxy } from './registered-service';

type Pod = Parameters<typeof selectsProxy>[1];

/** The services of a mesh by the pods to which they send. */
export class ServicesByPod {
  readonly #position = new Map<RegisteredService, number>();
  /** By namespace and the first pair of the selector; without a pair where all pods are selected. */
  readonly #bySelector = new Map<string, RegisteredService[]>();
  readonly #byAddress = new Map<string, RegisteredService[]>();

  public constructor(services: readonly RegisteredService[]) {
    for (const [i, service] of services.entries()) {
      this.#position.set(service, i);
      const { selector } = service.service;
      if (selector !== undefined) {
        const [pair] = Object.entries(selector);
        addTo(this.#bySelector, pair === undefined ? service.namespace : keyOf(service.namespace, ...pair), service);
      }
      for (const { address } of service.endpoints) addTo(this.#byAddress, address, service);
    }
  }

  /** The services that send to a pod, the oldest first. */
  public of(pod: Pod): readonly RegisteredService[] {
    const { namespace, labels, ips } = pod;
    const found: RegisteredService[] = [];
    addSelecting(found, this.#bySelector.get(namespace), pod);
    for (const key in labels) {
      addSelecting(found, this.#bySelector.get(keyOf(namespace, key, labels[key] ?? '')), pod);
    }
    for (const ip of ips) addSelecting(found, this.#byAddress.get(ip), pod);
    return found.length > 1 ? found.sort((a, b) => this.#place(a) - this.#place(b)) : found;
  }

  #place(service: RegisteredService): number {
    return this.#position.get(service) ?? 0;
  }
}

function addSelecting(
  found: RegisteredService[],
  candidates: readonly RegisteredService[] | undefined,
  pod: Pod,
): void {
  if (candidates === undefined) return;
  for (const one of candidates) if (!found.includes(one) && selectsProxy(one, pod)) found.push(one);
}

function keyOf(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}
