import { Construct } from 'constructs';
import type { MeshService, ServiceVersion } from '../mesh/mesh-service';
import type { DefaultSplit, Destination, RouteChoice } from '../routing/route-rule';
import { ConfigError } from '../values/config-error';
import { requireGiven } from '../values/require-given';
import {
  CANARY_STAGE,
  type CanaryStage,
  checkStages,
  checkWeight,
  currentStage,
  unknownCanaries,
} from './canary-stage';
import { differences, type FieldChange } from './manifest-difference';
import {
  type CookieOptions,
  checkCookie,
  type HeaderValue,
  setCookie,
  withCookie,
  withHeader,
} from './request-conditions';

export interface CommonCanaryProps {
  /** The version that answers by default. */
  readonly stable: ServiceVersion;

  /** The version under trial; of the same service. */
  readonly canary: ServiceVersion;

  /**
   * Sends requests with this header to the canary whatever the weight.
   *
   * @default - only the weight decides
   */
  readonly override?: { readonly header: HeaderValue } | undefined;

  /**
   * Keeps each user at the version that answered first, by a cookie that both versions' answers set. At 0 and 100 % the
   * cookie is neither set nor read, so that a rollback reaches everybody at once.
   *
   * @default - every request is drawn anew: one user meets both versions
   */
  readonly sticky?: CookieOptions | undefined;
}

/** A canary whose share is written as it is. */
export interface WeightedCanaryProps extends CommonCanaryProps {
  /** Share of the requests that the canary answers, in whole percent from 0 to 100. */
  readonly weight: number;

  /**
   * Share of the requests that the canary gets a copy of, in percent above 0 up to 100; its answers to them are thrown
   * away. Only where its weight is 0. Copies of requests that write are written twice.
   *
   * @default - no copies
   */
  readonly mirror?: number | undefined;

  readonly stages?: never;
  readonly stage?: never;
}

/** A canary that grows by named stages. */
export interface StagedCanaryProps extends CommonCanaryProps {
  /** The stages in the order in which they are entered. */
  readonly stages: readonly CanaryStage[];

  /**
   * Name of the stage that holds. The environment variable `CANARY_STAGE` wins over it: with a name (`ten`) for every
   * canary, with `<id>=<name>` pairs for those named.
   */
  readonly stage: string;

  readonly weight?: never;
  readonly mirror?: never;
}

/** Properties of `Canary`: a weight, or stages. */
export type CanaryProps = WeightedCanaryProps | StagedCanaryProps;

/** What entering a stage of a canary changes. */
export interface CanaryStep {
  readonly stage: CanaryStage;
  /** Whether it is the stage that holds now. */
  readonly current: boolean;
  /** What differs from the stage before it; nothing for the first. */
  readonly changes: readonly FieldChange[];
}

/**
 * Tries a new version of a service on a part of its requests.
 *
 * Contributes a weighted split to the VirtualService of the host, and the choices before it: the overriding header, and
 * the cookies of users that were drawn already. The same routes hold for callers in the mesh and for requests from
 * gateways that expose the service; on ports that are not HTTP, the weight holds for connections. Both versions stay in
 * the split at 0 % and 100 %, so that moving the weight is the only change there ever is.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/
 *
 * @example
 * new Canary(mesh, 'backend-canary', {
 *   stable: backend.version('v1'),
 *   canary: backend.version('v2'),
 *   stages: [{ name: 'dark', weight: 0, mirror: 10 }, { name: 'ten', weight: 10 }, { name: 'all', weight: 100 }],
 *   stage: 'ten',
 *   override: { header: { name: 'x-canary', value: 'true' } },
 * });
 */
export class Canary extends Construct {
  public readonly stable: ServiceVersion;
  public readonly canary: ServiceVersion;
  /** The stages; of a canary with a fixed weight the only one, called `fixed`. */
  public readonly stages: readonly CanaryStage[];
  /** The stage that holds. */
  public readonly stage: CanaryStage;

  private readonly service: MeshService;
  private readonly override: HeaderValue | undefined;
  private readonly sticky: CookieOptions | undefined;

  public constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    this.stable = requireGiven(props.stable, 'stable version', this.node.path);
    this.canary = requireGiven(props.canary, 'canary version', this.node.path);
    this.service = this.stable.service;
    this.override = props.override?.header;
    this.sticky = props.sticky;
    this.checkVersions();
    if (this.sticky !== undefined) checkCookie(this.sticky, this.node.path);

    if (props.stages === undefined) {
      checkWeight(props.weight, props.mirror, wanted => this.fail(wanted));
      this.stage = { name: 'fixed', weight: props.weight, mirror: props.mirror };
      this.stages = [this.stage];
    } else {
      checkStages(props.stages, wanted => this.fail(wanted));
      this.stages = props.stages;
      this.stage = currentStage(props.stages, props.stage, { id, where: this.node.path });
      this.node.addValidation({ validate: () => this.strayStages() });
    }
    if (this.service.httpPorts.length === 0 && this.needsHttp()) {
      this.fail('wanted an HTTP port for a header, a cookie or a mirror, got none');
    }
    const { destinations, ...rest } = this.splitAt(this.stage);
    this.service.routing.splitDefault(this, destinations, rest);
  }

  /** The environment may name canaries that are not there; the first of the app says so. */
  private strayStages(): string[] {
    const canaries = this.node.root.node.findAll().filter(found => found instanceof Canary && found.isStaged);
    const staged = canaries.map(({ node }) => node.id);
    if (canaries[0] !== this) return [];
    return unknownCanaries(staged).map(
      id =>
        `Cannot enter a stage of canary "${id}": wanted the id of one in ${CANARY_STAGE}, got none of this name; there are ${[...new Set(staged)].map(known => `"${known}"`).join(', ')}`,
    );
  }

  /** Share of the requests that the canary answers now, in percent. */
  public get weight(): number {
    return this.stage.weight;
  }

  private get isStaged(): boolean {
    return this.stages[0]?.name !== 'fixed' || this.stages.length > 1;
  }

  /** The stages in order, and what entering each of them changes in the manifests. */
  public plan(): readonly CanaryStep[] {
    const { routing } = this.service;
    const states = this.stages.map(stage =>
      routing.withSplit(this, this.splitAt(stage), () => routing.documents.map(object => object.toJson())),
    );
    return this.stages.map((stage, i) => ({
      stage,
      current: stage === this.stage,
      changes: (states[i] ?? []).flatMap((after, n) => {
        const before = states[i - 1]?.[n];
        if (before === undefined) return [];
        const { kind, metadata } = after;
        return differences(`${kind} ${metadata.namespace}/${metadata.name}`, before, after);
      }),
    }));
  }

  private splitAt({ weight, header = true, mirror }: CanaryStage): DefaultSplit {
    const { service, stable, canary, sticky } = this;
    const draws = sticky !== undefined && weight > 0 && weight < 100;
    const arm = (version: ServiceVersion, share: number, user: string): Destination => ({
      service,
      version,
      weight: share,
      ...(draws ? { responseHeaders: { add: { 'set-cookie': setCookie(sticky, user) } } } : {}),
    });
    const choices: RouteChoice[] = [];
    if (this.override !== undefined && header) {
      choices.push({
        name: 'canary-override',
        matches: [withHeader(this.override)],
        destinations: [{ service, version: canary }],
      });
    }
    if (draws) {
      for (const [name, version] of [
        ['canary', canary],
        ['stable', stable],
      ] as const) {
        choices.push({
          name: `sticky-${name}`,
          matches: [withCookie(sticky.name, name)],
          destinations: [{ service, version }],
        });
      }
    }
    const destinations = [arm(stable, 100 - weight, 'stable'), arm(canary, weight, 'canary')];
    const copy = { destination: { host: service.host, subset: canary.subset }, percentage: { value: mirror } };
    return { destinations, choices, mirrors: mirror === undefined ? undefined : [copy] };
  }

  private needsHttp(): boolean {
    return (
      this.override !== undefined || this.sticky !== undefined || this.stages.some(stage => stage.mirror !== undefined)
    );
  }

  private checkVersions(): void {
    if (this.canary.service !== this.service) {
      this.fail(`wanted two versions of one service, got "${this.canary.name}" of "${this.canary.service.host}"`);
    }
    if (this.canary === this.stable) this.fail(`wanted two versions, got "${this.stable.name}" twice`);
  }

  private fail(wanted: string): never {
    throw new ConfigError(`Cannot try a canary of "${this.service.host}" at ${this.node.path}: ${wanted}`);
  }
}
