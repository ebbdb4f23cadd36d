import { ConfigError } from '../values/config-error';

/** What a load balancer asks of the gateway behind it. */
export interface LoadBalancerSettings {
  /** Type of the gateway's Service. */
  readonly type: 'LoadBalancer' | 'ClusterIP' | 'NodePort';
  /** Annotations of the Service. Always text: the API server rejects booleans and numbers. */
  readonly annotations: { readonly [key: string]: string };
  /**
   * The controller that builds the load balancer, where it is not the cluster's own.
   *
   * @default - the cluster's own
   */
  readonly loadBalancerClass?: string | undefined;
  /**
   * `Local` keeps the address of the client and reaches only nodes that run a gateway pod.
   *
   * @default - that of Kubernetes: Cluster
   */
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  /** Client addresses that may connect, as CIDR ranges. @default - all */
  readonly sourceRanges?: readonly string[];
  /**
   * How many proxies in front of the gateway append to X-Forwarded-For. One too many lets clients forge their address,
   * one too few shows that of the last proxy.
   */
  readonly trustedProxies: number;
  /** Whether each connection starts with a PROXY protocol header. */
  readonly proxyProtocol: boolean;
  /** An Ingress that builds the load balancer, for those that a Service cannot describe. @default - none */
  readonly ingress?: { readonly className: string; readonly annotations: { readonly [key: string]: string } };
}

/** Options that every load balancer takes. */
export interface LoadBalancerOptions {
  /**
   * Proxies in front of the load balancer that append to X-Forwarded-For, such as a CDN.
   *
   * @default 0
   */
  readonly proxiesInFront?: number | undefined;

  /**
   * Client addresses that may connect, as CIDR ranges.
   *
   * @default - all
   */
  readonly sourceRanges?: readonly string[] | undefined;

  /**
   * Further annotations, which win.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string } | undefined;
}

/** Options of `LoadBalancer.plain`. */
export interface PlainLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * Keeps the address of the client, and reaches only nodes that run a gateway pod.
   *
   * @default false
   */
  readonly preserveClientIp?: boolean | undefined;

  /** @default - the cluster's own */
  readonly loadBalancerClass?: string | undefined;
}

/** Options of `LoadBalancer.awsNlb`. */
export interface AwsNlbOptions extends LoadBalancerOptions {
  /**
   * Who builds it: the AWS Load Balancer Controller, or the cloud provider built into older clusters.
   *
   * @default aws-load-balancer-controller
   */
  readonly controller?: 'aws-load-balancer-controller' | 'in-tree' | undefined;

  /**
   * Whether it is reached from the internet or from the network of the cluster only.
   *
   * @default internet-facing
   */
  readonly scheme?: 'internet-facing' | 'internal' | undefined;

  /**
   * Sends connections to pods or to nodes; the in-tree controller knows nodes only.
   *
   * @default ip
   */
  readonly targetType?: 'ip' | 'instance' | undefined;

  /**
   * Spreads connections over all zones, not just that of the client.
   *
   * @default true
   */
  readonly crossZone?: boolean | undefined;

  /**
   * Tells the gateway the address of the client by a header of the connection. Not together with `preserveClientIp`.
   *
   * @default false
   */
  readonly proxyProtocol?: boolean | undefined;

  /**
   * Leaves the address of the client in the packets. Not together with `proxyProtocol`.
   *
   * @default false
   */
  readonly preserveClientIp?: boolean | undefined;
}

/** Options of `LoadBalancer.awsAlb`. */
export interface AwsAlbOptions extends Omit<LoadBalancerOptions, 'sourceRanges'> {
  /** @default internet-facing */
  readonly scheme?: 'internet-facing' | 'internal' | undefined;

  /**
   * Certificate that it shows to clients, by ARN: it then ends TLS, so the gateway must not redirect HTTP to HTTPS.
   *
   * @default - none, it listens on port 80 only
   */
  readonly certificateArn?: string | undefined;

  /**
   * Client addresses that may connect, as CIDR ranges.
   *
   * @default - all
   */
  readonly sourceRanges?: readonly string[] | undefined;
}

/** Options of `LoadBalancer.gcp`. */
export interface GcpLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * Whether it is reached from the internet or from the network of the cluster only.
   *
   * @default internet-facing
   */
  readonly scheme?: 'internet-facing' | 'internal' | undefined;

  /**
   * Keeps the address of the client, and reaches only nodes that run a gateway pod.
   *
   * @default true
   */
  readonly preserveClientIp?: boolean | undefined;
}

const AWS = 'service.beta.kubernetes.io/aws-load-balancer';
const ALB = 'alb.ingress.kubernetes.io';

/**
 * What stands between clients and the gateway. Each kind sets the annotations that it needs, as text, and how many
 * proxies the gateway may believe when it reads X-Forwarded-For.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/
 *
 * @example
 * const nlb = LoadBalancer.awsNlb({ proxyProtocol: true });
 */
export class LoadBalancer {
  private constructor(
    /** The kind, as the factory is called. */
    public readonly kind: 'plain' | 'none' | 'awsNlb' | 'awsAlb' | 'gcp',
    /**
     * What it asks of the gateway behind it.
     *
     * @internal
     */
    public readonly settings: LoadBalancerSettings,
  ) {}

  /** Whatever the cluster builds for a Service of type LoadBalancer: it forwards connections and appends no header. */
  public static plain(options: PlainLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer('plain', {
      ...common(options, 'LoadBalancer.plain', {}),
      type: 'LoadBalancer',
      ...(options.preserveClientIp === true ? { externalTrafficPolicy: 'Local' as const } : {}),
      loadBalancerClass: options.loadBalancerClass,
    });
  }

  /** None: the gateway is reached inside the cluster, or through something that is configured elsewhere. */
  public static none(options: Omit<LoadBalancerOptions, 'sourceRanges'> = {}): LoadBalancer {
    return new LoadBalancer('none', { ...common(options, 'LoadBalancer.none', {}), type: 'ClusterIP' });
  }

  /**
   * A network load balancer of AWS. It forwards connections and appends no header, so the gateway trusts no proxy.
   *
   * @throws ConfigError if both `proxyProtocol` and `preserveClientIp` are asked for, or the in-tree controller is asked
   * for what it does not know
   */
  public static awsNlb(options: AwsNlbOptions = {}): LoadBalancer {
    const { proxyProtocol = false, preserveClientIp = false, crossZone = true } = options;
    const inTree = options.controller === 'in-tree';
    const scheme = options.scheme ?? 'internet-facing';
    const targetType = options.targetType ?? (inTree ? 'instance' : 'ip');
    if (proxyProtocol && preserveClientIp) {
      throw new ConfigError(
        'Cannot tell the client address at LoadBalancer.awsNlb: wanted either proxyProtocol or preserveClientIp, got both',
      );
    }
    if (inTree && targetType === 'ip') {
      throw new ConfigError(
        'Cannot send connections to pods at LoadBalancer.awsNlb: wanted targetType "instance" with the in-tree controller, got "ip"',
      );
    }
    const byPolicy = preserveClientIp && targetType === 'instance';
    const annotations: Record<string, string> = inTree
      ? { [`${AWS}-type`]: 'nlb', ...(scheme === 'internal' ? { [`${AWS}-internal`]: 'true' } : {}) }
      : {
          [`${AWS}-type`]: 'external',
          [`${AWS}-nlb-target-type`]: targetType,
          [`${AWS}-scheme`]: scheme,
          ...(preserveClientIp ? { [`${AWS}-target-group-attributes`]: 'preserve_client_ip.enabled=true' } : {}),
        };
    annotations[`${AWS}-cross-zone-load-balancing-enabled`] = String(crossZone);
    annotations[`${AWS}-backend-protocol`] = 'tcp';
    if (proxyProtocol) annotations[`${AWS}-proxy-protocol`] = '*';
    return new LoadBalancer('awsNlb', {
      ...common(options, 'LoadBalancer.awsNlb', annotations),
      type: 'LoadBalancer',
      proxyProtocol,
      ...(byPolicy ? { externalTrafficPolicy: 'Local' as const } : {}),
    });
  }

  /**
   * An application load balancer of AWS. It speaks HTTP and appends to X-Forwarded-For, so the gateway trusts one proxy
   * more. It is built from an Ingress, since a Service cannot describe one; needs the AWS Load Balancer Controller.
   */
  public static awsAlb(options: AwsAlbOptions = {}): LoadBalancer {
    const listens = options.certificateArn === undefined ? '[{"HTTP":80}]' : '[{"HTTP":80},{"HTTPS":443}]';
    const annotations: Record<string, string> = {
      [`${ALB}/scheme`]: options.scheme ?? 'internet-facing',
      [`${ALB}/target-type`]: 'ip',
      [`${ALB}/listen-ports`]: listens,
      [`${ALB}/healthcheck-path`]: '/healthz/ready',
      [`${ALB}/healthcheck-port`]: '15021',
      ...(options.certificateArn === undefined
        ? {}
        : { [`${ALB}/certificate-arn`]: options.certificateArn, [`${ALB}/ssl-redirect`]: '443' }),
      ...(options.sourceRanges === undefined
        ? {}
        : { [`${ALB}/inbound-cidrs`]: checkRanges(options.sourceRanges, 'LoadBalancer.awsAlb').join(',') }),
      ...options.annotations,
    };
    return new LoadBalancer('awsAlb', {
      type: 'ClusterIP',
      annotations: {},
      trustedProxies: 1 + proxiesInFront(options, 'LoadBalancer.awsAlb'),
      proxyProtocol: false,
      ingress: { className: 'alb', annotations: checkAnnotations(annotations, 'LoadBalancer.awsAlb') },
    });
  }

  /** A network load balancer of Google Cloud. It forwards connections and appends no header. */
  public static gcp(options: GcpLoadBalancerOptions = {}): LoadBalancer {
    const annotations: Record<string, string> =
      options.scheme === 'internal'
        ? { 'networking.gke.io/load-balancer-type': 'Internal' }
        : { 'cloud.google.com/l4-rbs': 'enabled' };
    return new LoadBalancer('gcp', {
      ...common(options, 'LoadBalancer.gcp', annotations),
      type: 'LoadBalancer',
      ...(options.preserveClientIp === false ? {} : { externalTrafficPolicy: 'Local' as const }),
    });
  }
}

function common(
  options: LoadBalancerOptions,
  where: string,
  annotations: { readonly [key: string]: string },
): Pick<LoadBalancerSettings, 'annotations' | 'trustedProxies' | 'proxyProtocol' | 'sourceRanges'> {
  return {
    annotations: checkAnnotations({ ...annotations, ...options.annotations }, where),
    trustedProxies: proxiesInFront(options, where),
    proxyProtocol: false,
    ...(options.sourceRanges === undefined ? {} : { sourceRanges: checkRanges(options.sourceRanges, where) }),
  };
}

function proxiesInFront(options: LoadBalancerOptions, where: string): number {
  const proxies = options.proxiesInFront ?? 0;
  if (!Number.isInteger(proxies) || proxies < 0) {
    throw new ConfigError(
      `Cannot trust ${proxies} proxies at ${where}: wanted proxiesInFront to be a whole number from 0`,
    );
  }
  return proxies;
}

/** For callers without types: `true` is what Helm makes of a flag, and what the API server rejects. */
function checkAnnotations(
  annotations: { readonly [key: string]: unknown },
  where: string,
): { readonly [key: string]: string } {
  const checked: Record<string, string> = {};
  for (const [key, value] of Object.entries(annotations)) {
    if (typeof value !== 'string') {
      throw new ConfigError(
        `Cannot annotate with "${key}" at ${where}: wanted text, got the ${typeof value} ${String(value)}, which the API server rejects`,
      );
    }
    checked[key] = value;
  }
  return checked;
}

function checkRanges(ranges: readonly string[], where: string): readonly string[] {
  for (const range of ranges) {
    const [address = '', bits, more] = range.split('/');
    const most = address.includes(':') ? 128 : 32;
    const wellFormed = /^(\d{1,3}\.){3}\d{1,3}$/.test(address) || /^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$/.test(address);
    if (!wellFormed || bits === undefined || more !== undefined || !/^\d+$/.test(bits) || Number(bits) > most) {
      throw new ConfigError(
        `Cannot let "${range}" connect at ${where}: wanted a CIDR range such as "203.0.113.0/24" or "2001:db8::/32"`,
      );
    }
  }
  return ranges;
}
