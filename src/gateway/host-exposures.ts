import type { HTTPRoute } from '../../imports/networking.istio.io';
import type { MeshService, ServiceVersion } from '../mesh/mesh-service';
import { CoverIndex } from '../routing/match-cover';
import type { ServicePort } from '../routing/refs';
import { type ManifestMatch, type RequestMatch, toManifestMatch } from '../routing/request-match';
import { compareMatches } from '../routing/route-order';
import type { RouteAction } from '../routing/route-rule';
import { writeRoute } from '../routing/route-writing';
import { type PathMatch, segmentsOf, stringMatchOf } from '../routing/string-match';
import { type StrippedPath, strippedAlternatives } from '../routing/stripped-path';
import type { DeclaredRequests } from '../tree/declared-access';
import { compareText } from '../values/order';
import { canonicalJson } from '../values/plain-data';

/** A service that is reached under some paths of a host. */
export interface Exposure {
  readonly service: MeshService;
  readonly port: ServicePort;
  readonly path: PathMatch;
  /** The path, where the service does not see it. */
  readonly under?: StrippedPath | undefined;
  /** The one version that is reached. */
  readonly version?: ServiceVersion | undefined;
}

/** Requests for a host that no service gets from this document: redirected, answered, or left to another document. */
export interface EdgeRule {
  readonly name: string;
  /** @default - every request for the host */
  readonly match?: RequestMatch | undefined;
  readonly action: Pick<RouteAction, 'redirect' | 'directResponse' | 'delegate'>;
}

interface Claim {
  readonly match: ManifestMatch;
  /** How findings name who makes it. */
  readonly owner: string;
  readonly routes: (several: boolean) => HTTPRoute[];
  readonly exposure?: Exposure;
  readonly rule?: EdgeRule;
}

/** Requests that a service is declared to get from outside. */
export interface DeclaredExposure {
  readonly service: MeshService;
  readonly version: ServiceVersion | undefined;
  readonly paths: DeclaredRequests['paths'];
  /** Those under the paths that something else takes. */
  readonly except: readonly DeclaredRequests[];
}

/** What happens to the requests for one host of a gateway, written by one VirtualService. */
export class HostExposures {
  private readonly exposures: Exposure[] = [];
  private readonly rules: EdgeRule[] = [];

  public constructor(
    private readonly host: string,
    private readonly where: string,
  ) {}

  public add(exposure: Exposure): void {
    this.exposures.push(exposure);
  }

  public addRule(rule: EdgeRule): void {
    this.rules.push(rule);
  }

  /** Whether every request for the host goes to the whole of one service as it is. */
  public get isWhole(): boolean {
    const [only, second] = this.exposures;
    return (
      this.rules.length === 0 &&
      only !== undefined &&
      second === undefined &&
      isEverything(only.path) &&
      only.under === undefined &&
      only.version === undefined
    );
  }

  /** What each service is declared to get: requests under its paths that nothing before it takes. */
  public declared(): readonly DeclaredExposure[] {
    return this.claims().flatMap(({ exposure }, i, claims) =>
      exposure === undefined
        ? []
        : {
            service: exposure.service,
            version: exposure.version,
            paths: pathsOf(exposure),
            except: takenBy(claims.slice(0, i)),
          },
    );
  }

  /** What is taken before the rule called `name`. */
  public takenBefore(name: string): readonly DeclaredRequests[] {
    const claims = this.claims();
    return takenBy(
      claims.slice(
        0,
        claims.findIndex(claim => claim.rule?.name === name),
      ),
    );
  }

  /** Whether some of its routes inject faults. */
  public get injectsFaults(): boolean {
    return this.exposures.some(({ service }) => service.routing.injectsFaults);
  }

  /** The routes of all services, each with its own routes inside, longer paths first. */
  public routes(): HTTPRoute[] {
    const claims = this.claims();
    return claims.flatMap(claim => claim.routes(claims.length > 1));
  }

  /** Requests that two claim, or that one claims in vain. */
  public *conflicts(): Iterable<string> {
    const earlier = new CoverIndex<Claim>();
    for (const claim of this.claims()) {
      const hiding = earlier.find(claim.match);
      if (hiding !== undefined) {
        const match = canonicalJson(claim.match);
        const requests = match === '{}' ? 'all requests' : `the requests ${match}`;
        const [first, second] = [hiding.owner, claim.owner].sort();
        yield `Cannot expose host "${this.host}" at ${this.where}: ${first} and ${second} both take ${requests}`;
      }
      earlier.add(claim);
    }
    for (const { service, version } of this.exposures) {
      if (service.routing.handedTo !== undefined && !this.isWhole) {
        yield `Cannot expose host "${this.host}" at ${this.where}: wanted all of it to go to "${service.label}" alone, whose routes ${service.routing.handedTo.node.path} leaves to a controller`;
      }
      if (version !== undefined && service.namespace.waypoint?.takesGatewayTraffic === true) {
        yield `Cannot expose version "${version.name}" of "${service.label}" under "${this.host}" at ${this.where}: wanted the whole service, since the waypoint of namespace "${service.namespace.name}" chooses the version`;
      }
    }
  }

  private claims(): readonly Claim[] {
    const claims = [
      ...this.exposures.map(exposure => this.claimOf(exposure)),
      ...this.rules.map(rule => this.claimOfRule(rule)),
    ];
    return claims.sort((a, b) => compareMatches([a.match], [b.match]) || compareText(a.owner, b.owner));
  }

  private claimOf(exposure: Exposure): Claim {
    const { service, port, path, under, version } = exposure;
    const within = under !== undefined || isEverything(path) ? [] : [{ uri: stringMatchOf(path) }];
    return {
      exposure,
      match: isEverything(path) ? {} : { uri: stringMatchOf(path) },
      owner: `"${service.label}"`,
      routes: several => {
        // Where a waypoint applies the routes, applying them here as well would double retries, faults and mirrors.
        const atWaypoint = service.namespace.waypoint?.takesGatewayTraffic === true;
        const options = { fromMesh: false, where: this.where, authority: this.host, within, under, version };
        const routes = atWaypoint ? service.routing.plainRoutes(port, options) : service.routing.routes(port, options);
        return several ? routes.map(route => ({ ...route, name: `${service.name}-${route.name}` })) : routes;
      },
    };
  }

  private claimOfRule(rule: EdgeRule): Claim {
    const { name, match, action } = rule;
    const written = match === undefined ? {} : toManifestMatch(match, this.where);
    return {
      rule,
      match: written,
      owner: `rule "${name}"`,
      routes: () => {
        const matches = match === undefined ? [] : [written];
        return [writeRoute({ name, matches, action, settings: {} })];
      },
    };
  }
}

function isEverything(path: PathMatch): boolean {
  return path.value.prefix === '/';
}

function pathsOf({ path, under }: Exposure): DeclaredRequests['paths'] {
  if (isEverything(path)) return undefined;
  const segments = segmentsOf(path.value.regex ?? '');
  // The same in the words of either API.
  if (segments !== undefined) return [path, ...alternativesOf({ prefix: segments })];
  return under === undefined ? [path] : alternativesOf(under);
}

function alternativesOf(path: StrippedPath): NonNullable<DeclaredRequests['paths']> {
  return strippedAlternatives(path).map(({ uri: value = {} }) => ({ value }));
}

/** The requests that claims take to services or leave to others; whoever is redirected or answered gets what it wants. */
function takenBy(claims: readonly Claim[]): readonly DeclaredRequests[] {
  return claims.flatMap(({ exposure, rule }) => {
    const delegated = rule?.action.delegate === undefined ? undefined : rule.match?.path;
    const paths = exposure === undefined ? delegated && [delegated] : pathsOf(exposure);
    return paths === undefined ? [] : [{ paths }];
  });
}
