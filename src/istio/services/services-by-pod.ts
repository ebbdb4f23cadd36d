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
    const add = (candidates: readonly RegisteredService[] = NONE) => {
      for (const one of candidates) if (!found.includes(one) && selectsProxy(one, pod)) found.push(one);
    };
    add(this.#bySelector.get(namespace));
    for (const key in labels) add(this.#bySelector.get(keyOf(namespace, key, labels[key] ?? '')));
    for (const ip of ips) add(this.#byAddress.get(ip));
    const place = (service: RegisteredService) => this.#position.get(service) ?? 0;
    return found.length > 1 ? found.sort((a, b) => place(a) - place(b)) : found;
  }
}

const NONE: readonly RegisteredService[] = [];

function keyOf(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}
