import type { HTTPRoute } from '../../imports/networking.istio.io';
import { canonicalJson } from '../mesh/contributions';
import type { MeshService } from '../mesh/mesh-service';
import { compareMatches } from '../mesh/route-order';
import type { ServicePort } from '../mesh/service-port';
import type { PathMatch } from '../values/string-match';

/** A service that is reached under some paths of a host. */
export interface Exposure {
  readonly service: MeshService;
  readonly port: ServicePort;
  readonly path: PathMatch;
}

/** The services that are reached under one host of a gateway, written by one VirtualService. */
export class HostExposures {
  private readonly exposures: Exposure[] = [];

  public constructor(
    private readonly host: string,
    private readonly where: string,
  ) {}

  public add(exposure: Exposure): void {
    this.exposures.push(exposure);
  }

  /** The routes of all services, each with its own routes inside, longer paths first. */
  public routes(): HTTPRoute[] {
    const sorted = [...this.exposures].sort((a, b) => compareMatches([{ uri: a.path.value }], [{ uri: b.path.value }]));
    const several = sorted.length > 1;
    return sorted.flatMap(({ service, port, path }) =>
      service.routing
        .routes({
          port,
          fromMesh: false,
          where: this.where,
          ...(isEverything(path) ? {} : { within: { uri: path.value } }),
        })
        .map(route => (several ? ({ ...route, name: `${service.name}-${route.name}` } as HTTPRoute) : route)),
    );
  }

  /** Paths that two services claim. */
  public *conflicts(): Iterable<string> {
    const owners = new Map<string, Exposure>();
    for (const exposure of this.exposures) {
      const key = canonicalJson(exposure.path.value);
      const other = owners.get(key);
      if (other !== undefined) {
        const [first, second] = [other.service.label, exposure.service.label].sort();
        yield `Cannot expose host "${this.host}" at ${this.where}: "${first}" and "${second}" both take the paths ${key}`;
      }
      owners.set(key, exposure);
    }
  }
}

function isEverything(path: PathMatch): boolean {
  return 'prefix' in path.value && path.value.prefix === '/';
}
