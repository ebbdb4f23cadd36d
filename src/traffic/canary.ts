import { Construct } from 'constructs';
import type { ServiceVersion } from '../mesh/service-version';
import { ConfigError } from '../values/config-error';
import { TextMatch } from '../values/string-match';

/** Properties of `Canary`. */
export interface CanaryProps {
  /** The version that answers by default. */
  readonly stable: ServiceVersion;

  /** The version under trial; of the same service. */
  readonly canary: ServiceVersion;

  /**
   * Share of the requests that the canary answers, in whole percent from 0 to 100.
   *
   * Istio draws anew for every request: one user meets both versions.
   */
  readonly weight: number;

  /**
   * Sends requests with this header to the canary whatever the weight.
   *
   * @default - only the weight decides
   */
  readonly override?: { readonly header: CanaryHeader } | undefined;
}

/** A header that chooses the canary. */
export interface CanaryHeader {
  /** Name of the header, in lower case. */
  readonly name: string;
  /** The value it must have. */
  readonly value: string;
}

/**
 * Tries a new version of a service on a part of its requests.
 *
 * Contributes a weighted split, and a route for the overriding header before it, to the VirtualService of the host.
 * The same routes hold for callers in the mesh and for requests from gateways that expose the service. Both versions
 * stay in the split at 0 % and 100 %, so that moving the weight is the only change there ever is.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/
 *
 * @example
 * new Canary(mesh, 'backend-canary', {
 *   stable: backend.version('v1'),
 *   canary: backend.version('v2'),
 *   weight: 10,
 *   override: { header: { name: 'x-canary', value: 'true' } },
 * });
 */
export class Canary extends Construct {
  public readonly stable: ServiceVersion;
  public readonly canary: ServiceVersion;
  public readonly weight: number;

  public constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    this.stable = props.stable;
    this.canary = props.canary;
    this.weight = props.weight;
    const { service } = this.stable;
    const fail = (wanted: string): never => {
      throw new ConfigError(`Cannot try a canary of "${service.host}" at ${this.node.path}: ${wanted}`);
    };
    if (this.canary.service !== service) {
      fail(`wanted two versions of one service, got "${this.canary.name}" of "${this.canary.service.host}"`);
    }
    if (this.canary === this.stable) fail(`wanted two versions, got "${this.stable.name}" twice`);
    if (!Number.isInteger(this.weight) || this.weight < 0 || this.weight > 100) {
      fail(`wanted a weight in whole percent from 0 to 100, got ${this.weight}`);
    }

    service.routing.splitDefault(this, [
      { service, version: this.stable, weight: 100 - this.weight },
      { service, version: this.canary, weight: this.weight },
    ]);
    if (props.override !== undefined) {
      const { name, value } = props.override.header;
      service.routing.addRule(this, {
        name: 'canary-override',
        matches: [{ headers: { [name]: TextMatch.exact(value) } }],
        destinations: [{ service, version: this.canary }],
      });
    }
  }
}
