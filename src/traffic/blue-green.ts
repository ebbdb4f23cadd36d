import { Construct } from 'constructs';
import type { ServiceVersion } from '../mesh/mesh-service';
import type { RouteChoice } from '../routing/route-rule';
import { TextMatch } from '../routing/string-match';
import { ConfigError } from '../values/config-error';
import { requireGiven } from '../values/require-given';
import { type HeaderValue, withHeader } from './request-conditions';

/** Properties of `BlueGreen`. */
export interface BlueGreenProps {
  /** The version that answers everybody. */
  readonly active: ServiceVersion;

  /** The version that is looked at before it becomes the active one; of the same service. */
  readonly preview: ServiceVersion;

  /**
   * Requests with this header reach the preview.
   *
   * @default - no header does
   */
  readonly previewHeader?: HeaderValue | undefined;

  /**
   * Requests for this host reach the preview. Expose the service under it at a gateway too.
   *
   * @default - no host does
   */
  readonly previewHost?: string | undefined;
}

/**
 * Runs two versions side by side, one for everybody and one to look at, and swaps them at once.
 *
 * Contributes a split of 100 to 0 to the VirtualService of the host, and the ways to the preview before it. To switch,
 * or to go back, swap `active` and `preview`.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/
 *
 * @example
 * new BlueGreen(mesh, 'payments-release', {
 *   active: backend.version('blue'),
 *   preview: backend.version('green'),
 *   previewHeader: { name: 'x-preview', value: 'true' },
 * });
 */
export class BlueGreen extends Construct {
  public readonly active: ServiceVersion;
  public readonly preview: ServiceVersion;

  public constructor(scope: Construct, id: string, props: BlueGreenProps) {
    super(scope, id);
    this.active = requireGiven(props.active, 'active version', this.node.path);
    this.preview = requireGiven(props.preview, 'preview version', this.node.path);
    const { service } = this.active;
    const fail = (wanted: string): never => {
      throw new ConfigError(`Cannot run "${service.host}" blue and green at ${this.node.path}: ${wanted}`);
    };
    if (this.preview.service !== service) {
      fail(`wanted two versions of one service, got "${this.preview.name}" of "${this.preview.service.host}"`);
    }
    if (this.preview === this.active) fail(`wanted two versions, got "${this.active.name}" twice`);
    const { previewHeader, previewHost } = props;
    if ((previewHeader ?? previewHost) !== undefined && service.httpPorts.length === 0) {
      fail('wanted an HTTP port for a header or a host, got none');
    }
    const destinations = [{ service, version: this.preview }];
    const choices: RouteChoice[] = [];
    if (previewHeader !== undefined) {
      choices.push({ name: 'preview-header', matches: [withHeader(previewHeader)], destinations });
    }
    if (previewHost !== undefined) {
      // Clients name the port as well where it is not that of the scheme.
      const matches = [{ authority: TextMatch.exact(previewHost) }, { authority: TextMatch.prefix(`${previewHost}:`) }];
      choices.push({ name: 'preview-host', matches, destinations });
    }
    service.routing.splitDefault(
      this,
      [
        { service, version: this.active, weight: 100 },
        { service, version: this.preview, weight: 0 },
      ],
      { choices },
    );
  }
}
