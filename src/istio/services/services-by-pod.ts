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
        addTo(this.#bySelector, keyOf(service.namespace, pair), service);
      }
      for (const { address } of service.endpoints) addTo(this.#byAddress, address, service);
    }
  }

  /** The services that send to a pod, the oldest first. */
  public of(pod: Pod): readonly RegisteredService[] {
    const { namespace, labels, ips } = pod;
    const found = new Set(this.#bySelector.get(keyOf(namespace, undefined)) ?? []);
    for (const pair of Object.entries(labels)) {
      for (const service of this.#bySelector.get(keyOf(namespace, pair)) ?? []) found.add(service);
    }
    for (const ip of ips) for (const service of this.#byAddress.get(ip) ?? []) found.add(service);
    const place = (service: RegisteredService) => this.#position.get(service) ?? 0;
    return [...found].filter(service => selectsProxy(service, pod)).sort((a, b) => place(a) - place(b));
  }
}

function keyOf(namespace: string, pair: readonly [string, string] | undefined): string {
  return pair === undefined ? namespace : `${namespace} ${pair[0]}=${pair[1]}`;
}
