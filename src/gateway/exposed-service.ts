import type { MeshService, ServiceVersion } from '../mesh/mesh-service';
import type { ServicePort } from '../routing/refs';
import { type PathMatch, segmentsOf } from '../routing/string-match';
import type { StrippedPath } from '../routing/stripped-path';
import { ConfigError } from '../values/config-error';

/** Which requests for a host go to a service, and how it sees them. */
export interface ExposedPathOptions {
  /**
   * The paths that go to the service.
   *
   * @default PathMatch.prefix('/')
   */
  readonly path?: PathMatch | undefined;

  /**
   * Takes the prefix away: under `PathMatch.prefix('/api')` the service sees `/notes` for `/api/notes`. Whole segments
   * are matched then: `/apis` is not meant. Rules of the service speak of the paths that it sees.
   *
   * @default false
   */
  readonly stripPrefix?: boolean | undefined;

  /**
   * Port of the service, by number or name.
   *
   * @default - its only HTTP port
   */
  readonly port?: number | string | undefined;

  /**
   * The one version that answers here, whatever a canary draws: for a host on which a version is previewed.
   *
   * @default - the version that the routes of the service choose
   */
  readonly version?: ServiceVersion | undefined;
}

/** The port of `service` that requests from outside go to; throws where it is not HTTP or not the only one. */
export function exposedPort(service: MeshService, chosen: number | string | undefined, where: string): ServicePort {
  if (chosen === undefined) {
    const [port, second] = service.httpPorts;
    if (port !== undefined && second === undefined) return port;
    throw new ConfigError(
      `Cannot expose "${service.label}" at ${where}: wanted the port to be named, got ${service.httpPorts.length} HTTP ports to choose from`,
    );
  }
  const port = service.port(chosen);
  if (!port.http) {
    throw new ConfigError(
      `Cannot expose "${service.label}" at ${where}: wanted an HTTP port, got ${port.port} (${port.protocol})`,
    );
  }
  return port;
}

/** The path to take away, if any; throws where it is not a prefix of at least one segment. */
export function strippedPath(path: PathMatch, strip: boolean | undefined, where: string): StrippedPath | undefined {
  if (strip !== true) return undefined;
  const prefix = (segmentsOf(path.value.regex ?? '') ?? path.value.prefix)?.replace(/\/+$/, '') ?? '';
  if (prefix === '') {
    throw new ConfigError(
      `Cannot strip the path at ${where}: wanted a prefix of at least one segment, such as PathMatch.segments("/api"), got ${JSON.stringify(path.value)}`,
    );
  }
  return { prefix };
}
