/**
 * What a service port speaks. Istio reads it from the port's `appProtocol` and name, and offers routing, retries and
 * HTTP authorization only where it is HTTP.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export type Protocol =
  | 'http'
  | 'http2'
  | 'grpc'
  | 'grpc-web'
  | 'https'
  | 'tls'
  | 'tcp'
  | 'mongo'
  | 'mysql'
  | 'redis'
  | 'udp';

/** Every protocol that a port may declare. */
export const PROTOCOLS: readonly Protocol[] = [
  'http',
  'http2',
  'grpc',
  'grpc-web',
  'https',
  'tls',
  'tcp',
  'mongo',
  'mysql',
  'redis',
  'udp',
];

/** Whether Istio sees single requests on such a port, and so can route and authorize each of them. */
export function isHttp(protocol: Protocol): boolean {
  return protocol === 'http' || protocol === 'http2' || protocol === 'grpc' || protocol === 'grpc-web';
}
