import type { ServicePort } from '../routing/refs';
import { ConfigError, failing } from '../values/config-error';
import { isDnsLabel } from '../values/names';
import { isHttp, PROTOCOLS, type Protocol } from '../values/protocol';

/** A port that a service offers. */
export interface ServicePortProps {
  /** Port of the Service, 1 to 65535. */
  readonly port: number;

  /** What the port speaks; decides the port's name and `appProtocol`. */
  readonly protocol: Protocol;

  /**
   * Port of the container behind it, 1 to 65535.
   *
   * @default - the port of the Service
   */
  readonly targetPort?: number | undefined;

  /**
   * Name of the port. Must be the protocol, or the protocol followed by `-` and more (`http-admin`).
   *
   * @default - the protocol; with the port's number behind it (`http-8080`) for a second port of the same protocol
   */
  readonly name?: string | undefined;
}

/** Completes and checks the ports of the service called `service` at the construct path `where`. */
export function toServicePorts(
  ports: readonly ServicePortProps[],
  service: string,
  where: string,
): readonly ServicePort[] {
  const fail = failing(`Cannot declare the ports of service "${service}"`, where);
  if (ports.length === 0) fail('wanted at least one port, got none');
  const taken = new Map<string, number>();
  const numbers = new Set<number>();
  return ports.map(({ port, protocol, targetPort = port, name }) => {
    for (const [what, value] of [
      ['port', port],
      ['targetPort', targetPort],
    ] as const) {
      if (!Number.isInteger(value) || value < 1 || value > 65535) fail(`wanted ${what} from 1 to 65535, got ${value}`);
    }
    if (!PROTOCOLS.includes(protocol)) {
      fail(`wanted a protocol of ${PROTOCOLS.join(', ')} for port ${port}, got "${protocol}"`);
    }
    if (numbers.has(port)) fail(`wanted each port once, got ${port} twice`);
    numbers.add(port);
    const chosen = name ?? (taken.has(protocol) ? `${protocol}-${port}` : protocol);
    if (chosen !== protocol && !chosen.startsWith(`${protocol}-`)) {
      fail(`wanted the name of port ${port} to be "${protocol}" or to begin with "${protocol}-", got "${chosen}"`);
    }
    if (!isDnsLabel(chosen)) fail(`wanted a DNS label as name of port ${port}, got "${chosen}"`);
    const other = taken.get(chosen);
    if (other !== undefined) fail(`wanted a unique name for each port, got "${chosen}" for ${other} and ${port}`);
    taken.set(chosen, port);
    return { name: chosen, port, targetPort, protocol, http: isHttp(protocol) };
  });
}

/** The port of `ports` with this number or name; throws where `whose`, declared at `where`, has none. */
export function findPort(
  ports: readonly ServicePort[],
  port: number | string,
  whose: string,
  where: string,
): ServicePort {
  const found = ports.find(declared => declared.port === port || declared.name === port);
  if (found !== undefined) return found;
  const declared = ports.map(({ name, port: number }) => `"${name} ${number}"`).join(', ');
  throw new ConfigError(`Cannot use port "${port}" of ${whose} at ${where}: declared are ${declared}`);
}

/** A port as the Service object writes it. */
export function toManifestPort(port: ServicePort): Record<string, unknown> {
  return {
    name: port.name,
    port: port.port,
    targetPort: port.targetPort,
    protocol: port.protocol === 'udp' ? 'UDP' : 'TCP',
    ...(port.protocol === 'udp' ? {} : { appProtocol: port.protocol }),
  };
}
