import type { Construct } from 'constructs';
import { Mesh } from '../mesh/mesh';
import type { MeshServiceRef } from '../mesh/references';
import { ConfigError } from '../values/config-error';

/** A service that takes spans or logs from the proxies. */
export interface ProviderTarget {
  /** A service of the mesh, or the full host name of another one, such as `tempo.observability.svc.cluster.local`. */
  readonly service: MeshServiceRef | string;

  /** Port of the service, 1 to 65535. */
  readonly port: number;
}

/** What a provider calls, checked. */
export interface ResolvedProviderTarget {
  readonly host: string;
  readonly port: number;
}

/**
 * Checks what the provider `name` calls. What is called by gRPC must be declared as `grpc` or `http2`, or the proxies
 * would speak HTTP/1.1 to it and nothing arrives.
 */
export function resolveProviderTarget(
  scope: Construct,
  name: string,
  { service, port }: ProviderTarget,
  transport: 'grpc' | 'http' | 'tcp',
): ResolvedProviderTarget {
  const fail = (wanted: string): never => {
    throw new ConfigError(`Cannot declare provider "${name}" at ${scope.node.path}: ${wanted}`);
  };
  if (!Number.isInteger(port) || port < 1 || port > 65_535) fail(`wanted a port from 1 to 65535, got ${port}`);
  const host = typeof service === 'string' ? service : service.host;
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/.test(host)) {
    fail(`wanted a full host name such as "tempo.observability.svc.cluster.local", got "${host}"`);
  }
  const declared = typeof service === 'string' ? Mesh.of(scope).serviceAt(service) : service;
  const found = declared?.port(port);
  if (transport === 'grpc' && found !== undefined && !['grpc', 'http2'].includes(found.protocol)) {
    fail(`wanted port ${port} of "${host}" to be declared as grpc, which it is called by, got ${found.protocol}`);
  }
  if (transport === 'http' && found !== undefined && !found.http) {
    fail(`wanted port ${port} of "${host}" to be declared as http, got ${found.protocol}`);
  }
  return { host, port };
}
