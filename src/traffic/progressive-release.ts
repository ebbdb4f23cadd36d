import { Construct } from 'constructs';
import type { MeshService } from '../mesh/mesh-service';
import { ConfigError, failing } from '../values/config-error';
import { durationMilliseconds } from '../values/duration';
import type { ArgoCdIgnoreDifference, FluxDriftIgnore } from '../values/gitops';
import { defineArgoRolloutsRelease } from './argo-rollouts-release';
import { defineFlaggerRelease } from './flagger-release';
import { type GitOpsExclusion, toArgoCd, toFlux } from './gitops-exclusions';
import type { Progressive, ReleaseSteps } from './progressive';

/** Properties of `ProgressiveRelease`. */
export interface ProgressiveReleaseProps extends ReleaseSteps {
  /** The service that is released; it has one version, whose pods the controller replaces step by step. */
  readonly service: MeshService;

  /** The controller that does it, which must run in the cluster. */
  readonly controller: Progressive;
}

/**
 * Lets a controller release each new image of a service step by step, and take it back when metrics get worse.
 *
 * Defines the Canary of Flagger, or the Rollout and AnalysisTemplate of Argo Rollouts, wired to the service and to the
 * gateways that expose it. The controller then owns the weights: hand `exclusions` to what applies the manifests, or it
 * resets every release.
 *
 * @see https://docs.flagger.app/usage/how-it-works
 * @see https://argo-rollouts.readthedocs.io/en/stable/
 *
 * @example
 * const release = new ProgressiveRelease(mesh, 'frontend-release', {
 *   service: frontend,
 *   controller: Progressive.argoRollouts(),
 *   weights: [5, 25, 50],
 *   latency: '500ms',
 * });
 * const ignoreDifferences = release.exclusions.argoCd;
 */
export class ProgressiveRelease extends Construct {
  private readonly owned: () => readonly GitOpsExclusion[];

  public constructor(scope: Construct, id: string, props: ProgressiveReleaseProps) {
    super(scope, id);
    const { service, controller, weights, interval = '1m', successRate = 99, failures = 5, latency } = props;
    const fail = failing(`Cannot release "${service.host}"`, this.node.path);
    const [version, second] = service.versions;
    if (version === undefined || second !== undefined) {
      throw new ConfigError(
        `Cannot release "${service.host}" at ${this.node.path}: wanted one version, of which the controller runs two, got ${service.versions.map(({ name }) => name).join(', ') || 'none'}`,
      );
    }
    const growing = weights.every((weight, i) => Number.isInteger(weight) && weight > (weights[i - 1] ?? 0));
    if (weights.length === 0 || !growing || (weights.at(-1) ?? 0) >= 100) {
      fail(`wanted whole, growing weights above 0 and below 100, got ${weights.join(', ') || 'none'}`);
    }
    if (!(successRate > 0 && successRate <= 100)) {
      fail(`wanted successRate above 0 and at most 100 percent, got ${successRate}`);
    }
    if (!Number.isInteger(failures) || failures < 1) fail(`wanted failures to be 1 or more, got ${failures}`);
    for (const [name, value] of [
      ['interval', interval],
      ['latency', latency],
    ] as const) {
      const milliseconds = value === undefined ? 1 : durationMilliseconds(value);
      if (milliseconds === undefined || milliseconds < 1) {
        fail(`wanted ${name} to be a duration of at least 1 ms, such as "1m", got "${value}"`);
      }
    }
    const steps = { weights, interval, successRate, failures, latency };
    if (controller.flaggerOptions !== undefined) {
      const owned = defineFlaggerRelease(this, version, steps, controller.flaggerOptions);
      this.owned = () => owned;
    } else {
      this.owned = defineArgoRolloutsRelease(this, version, steps, controller.argoRolloutsOptions ?? {});
    }
  }

  /** What the controller writes and GitOps must not; read it when everything is declared. */
  public get exclusions(): {
    readonly argoCd: readonly ArgoCdIgnoreDifference[];
    readonly flux: readonly FluxDriftIgnore[];
  } {
    const owned = this.owned();
    return { argoCd: toArgoCd(owned), flux: toFlux(owned) };
  }
}
