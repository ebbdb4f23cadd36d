import { isIpAddress } from '../../values/ip-range';
import type { MeshProxy } from '../mesh-proxy';
import type { RegisteredService } from '../services/registered-service';

/** The names under which a sidecar accepts requests to a service. */
export interface HostDomains {
  /** Full names, which no other service takes. */
  readonly full: readonly string[];
  /** Abbreviations, which give way to the full name of another service. */
  readonly short: readonly string[];
}

/** The names of a service at a sidecar, in lower case, with those of the ExternalName Services that stand for it. */
export function hostDomains(service: RegisteredService, proxy: MeshProxy): HostDomains {
  // The pods of a headless Service have names of their own below it.
  const headless = service.isKubernetes && service.resolution === 'passthrough';
  const withPods = (names: readonly string[]) => (headless ? names.flatMap(name => [name, `*.${name}`]) : names);
  const full: string[] = [];
  const short: string[] = [];
  for (const host of [service.host, ...service.aliases].map(name => name.toLowerCase())) {
    full.push(...withPods(isIpAddress(host) ? [inHostHeader(host)] : [host]));
    short.push(
      ...withPods([
        ...(isIpAddress(host) ? [] : [`${host}.`]),
        ...abbreviationsOf(host, proxy.dnsDomain.toLowerCase()),
      ]),
    );
  }
  if (service.address !== undefined && isIpAddress(service.address)) full.push(inHostHeader(service.address));
  return { full, short };
}

/** An address as clients write it in a Host header. */
function inHostHeader(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function abbreviationsOf(host: string, domain: string): readonly string[] {
  const cut = domain.indexOf('.svc.');
  if (cut >= 0) {
    const suffix = domain.slice(cut);
    if (!host.endsWith(suffix)) return [];
    const rest = host.slice(0, host.length - suffix.length);
    const dot = rest.indexOf('.');
    if (dot < 0) return [];
    const qualified = [rest, `${rest}.svc`];
    return rest.slice(dot + 1) === domain.slice(0, cut) ? [rest.slice(0, dot), ...qualified] : qualified;
  }
  const labels = host.split('.');
  const ending = domain.split('.');
  let shared = 0;
  while (shared < Math.min(labels.length, ending.length) && labels.at(-1 - shared) === ending.at(-1 - shared)) shared++;
  if (shared === 0 || shared === labels.length) return [];
  const unique = labels.slice(0, labels.length - shared);
  const name = unique.join('.');
  return unique.length === 2 ? [name, `${name}.${labels[unique.length] ?? ''}`] : [name];
}
