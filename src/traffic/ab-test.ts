import { Construct } from 'constructs';
import type { ServiceVersion } from '../mesh/mesh-service';
import type { RequestMatch } from '../routing/request-match';
import type { Destination } from '../routing/route-rule';
import { ConfigError } from '../values/config-error';
import type { Duration } from '../values/duration';
import { type CookieOptions, checkCookie, setCookie, withCookie, withHeader } from './request-conditions';

/**
 * How the bucket of a user is known.
 *
 * @example
 * const bucket = Bucket.cookie('checkout-bucket', { maxAge: '720h' });
 */
export class Bucket {
  private constructor(
    /** The cookie, where it is one. */
    public readonly cookie: CookieOptions | undefined,
    /** The header, where it is one. */
    public readonly header: string | undefined,
  ) {}

  /** A cookie whose value is the name of the variant. The proxy can draw the bucket and give the cookie out. */
  public static cookie(
    name: string,
    options: {
      /** How long a browser keeps the cookie. @default "24h" */
      readonly maxAge?: Duration;
      /** Whether browsers send the cookie over HTTPS alone. @default false */
      readonly secure?: boolean;
    } = {},
  ): Bucket {
    return new Bucket({ name, maxAge: '24h', ...options }, undefined);
  }

  /** A header whose value is the name of the variant, set by something in front of the service. */
  public static header(name: string): Bucket {
    return new Bucket(undefined, name);
  }

  /** The requests of the users in the bucket called `variant`. */
  public matches(variant: string): RequestMatch {
    if (this.cookie !== undefined) return withCookie(this.cookie.name, variant);
    return withHeader({ name: this.header ?? '', value: variant });
  }
}

/** One of the versions that are compared. */
export interface ABTestVariant {
  /** The version that answers the users of this bucket. */
  readonly version: ServiceVersion;

  /**
   * Share of the users without a bucket that get this one, in whole percent; only with `Bucket.cookie`. All or none of
   * the variants have one.
   *
   * @default - nobody is drawn: who has no bucket gets the fallback
   */
  readonly share?: number | undefined;
}

/** Properties of `ABTest`. */
export interface ABTestProps {
  /** How the bucket of a user is known. */
  readonly bucket: Bucket;

  /** The variants by the name of their bucket; at least two, of one service. */
  readonly variants: { readonly [bucket: string]: ABTestVariant };

  /**
   * The version for users without a bucket; only where no shares draw one for them.
   *
   * @default - the shares decide
   */
  readonly fallback?: ServiceVersion | undefined;
}

/**
 * Compares versions of a service on groups of users: one user sees one version, for as long as the bucket lasts.
 *
 * Contributes a choice per bucket to the VirtualService of the host, and for users without a bucket either a draw that
 * gives them one by a cookie, or the fallback. A plain split by weight is no A/B test: it draws every request anew.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/#route-based-on-user-identity
 *
 * @example
 * new ABTest(mesh, 'checkout-test', {
 *   bucket: Bucket.cookie('checkout-bucket'),
 *   variants: {
 *     a: { version: backend.version('v1'), share: 50 },
 *     b: { version: backend.version('v2'), share: 50 },
 *   },
 * });
 */
export class ABTest extends Construct {
  public constructor(scope: Construct, id: string, props: ABTestProps) {
    super(scope, id);
    const variants = Object.entries(props.variants);
    const service = (variants[0]?.[1].version ?? props.fallback)?.service;
    const message = (wanted: string): string =>
      `Cannot compare versions of "${service?.host ?? ''}" at ${this.node.path}: ${wanted}`;
    const fail = (wanted: string): never => {
      throw new ConfigError(message(wanted));
    };
    if (service === undefined || variants.length < 2) {
      throw new ConfigError(message(`wanted at least two variants, got ${variants.length}`));
    }
    for (const [name, { version }] of variants) {
      if (!/^[A-Za-z0-9_-]+$/.test(name)) fail(`wanted bucket names of letters, digits, "-" and "_", got "${name}"`);
      if (version.service !== service) {
        fail(`wanted versions of one service, got "${version.name}" of "${version.service.host}" for "${name}"`);
      }
    }
    if (service.httpPorts.length === 0) fail('wanted an HTTP port, got none');
    const { cookie } = props.bucket;
    if (cookie !== undefined) checkCookie(cookie, this.node.path);
    const drawn = variants.filter(([, { share }]) => share !== undefined);
    if (drawn.length > 0 && drawn.length < variants.length) {
      fail(`wanted a share for all variants or none, got one for ${drawn.map(([name]) => name).join(', ')} alone`);
    }
    if (drawn.length > 0 && cookie === undefined) {
      fail('wanted Bucket.cookie for shares, since a header that one request gets is missing in the next');
    }
    if (drawn.length > 0 === (props.fallback !== undefined)) {
      fail(`wanted either shares or a fallback for users without a bucket, got ${props.fallback ? 'both' : 'neither'}`);
    }
    if (props.fallback !== undefined && props.fallback.service !== service) {
      fail(`wanted a fallback of the same service, got "${props.fallback.name}" of "${props.fallback.service.host}"`);
    }

    const destinations: Destination[] =
      props.fallback !== undefined
        ? [{ service, version: props.fallback }]
        : variants.map(([name, { version, share }]) => ({
            service,
            version,
            weight: share,
            responseHeaders: { add: { 'set-cookie': setCookie(cookie ?? { name: '' }, name) } },
          }));
    service.routing.splitDefault(this, destinations, {
      choices: variants.map(([name, { version }]) => ({
        name: `bucket-${name}`,
        matches: [props.bucket.matches(name)],
        destinations: [{ service, version }],
      })),
    });
  }
}
