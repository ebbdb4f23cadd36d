import type { DestinationVerdict } from '../simulation/verdict';

/** A service that requests go to: a construct, or anything with a host. */
export interface ServiceLike {
  readonly host: string;
}

/** One version of a service. */
export interface VersionLike {
  readonly service: ServiceLike;
  /** Name of the version. */
  readonly name: string;
  /** The subset that stands for it in routes. @default - its name */
  readonly subset?: string;
}

/**
 * A place that requests may go to: a service or version as an object, or a text: a host, `service`, `namespace/service`,
 * or one of these with a subset after a blank (`backend v2`).
 */
export type DestinationLike = string | ServiceLike | VersionLike;

/** Whether a share of the requests goes to this place. */
export function isDestination({ host, subset }: DestinationVerdict, destination: DestinationLike): boolean {
  if (typeof destination !== 'string') {
    if (!('service' in destination)) return host === destination.host;
    const version = destination.subset ?? destination.name;
    return host === destination.service.host && subset === version;
  }
  const [name = '', version] = destination.split(' ', 2);
  return isHost(host, name) && (version === undefined || version === subset);
}

/** A place in words. */
export function nameOf(destination: DestinationLike): string {
  if (typeof destination === 'string') return destination;
  if (!('service' in destination)) return destination.host;
  return `${destination.service.host} ${destination.subset ?? destination.name}`;
}

/** Whether a name means a host: `service`, `namespace/service`, `service.namespace`, or the host itself. */
export function isHost(host: string, name: string): boolean {
  if (host === name) return true;
  const [service = '', namespace = ''] = host.split('.');
  return name === service || name === `${namespace}/${service}` || name === `${service}.${namespace}`;
}
