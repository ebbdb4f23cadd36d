import type { AnnotationCheck, AnnotationReading } from './annotation-values';

/** What is known about an annotation of Istio. */
export interface AnnotationFact {
  /** The kinds that it belongs on; `Any` stands for all. */
  readonly on: readonly string[];
  readonly maturity: 'alpha' | 'beta' | 'stable';
  readonly deprecated?: true;
  /** How istiod checks the value; a pod with a bad one is refused. */
  readonly check?: AnnotationCheck;
  /** What makes the pod fail though istiod does not check it. */
  readonly needs?: AnnotationCheck;
  /** How the value is read where a bad one is passed over. */
  readonly reads?: AnnotationReading;
  /** The first release that reads it; absent for what every supported release reads. */
  readonly since?: string;
}

const POD = ['Pod'];

/** Every annotation that Istio reads or writes, by name. */
export const ANNOTATIONS: ReadonlyMap<string, AnnotationFact> = new Map(
  Object.entries<AnnotationFact>({
    'alpha.istio.io/canonical-serviceaccounts': { on: ['Service'], maturity: 'alpha', deprecated: true },
    'alpha.istio.io/kubernetes-serviceaccounts': { on: ['Service'], maturity: 'alpha', deprecated: true },
    'ambient.istio.io/bypass-inbound-capture': { on: POD, maturity: 'alpha', reads: 'bool' },
    'ambient.istio.io/dns-capture': { on: POD, maturity: 'alpha', reads: 'bool' },
    'ambient.istio.io/redirection': { on: POD, maturity: 'beta' },
    'ambient.istio.io/waypoint-inbound-binding': {
      on: ['GatewayClass', 'Gateway'],
      maturity: 'alpha',
      reads: 'binding',
    },
    'galley.istio.io/analyze-suppress': { on: ['Any'], maturity: 'alpha' },
    'gateway.istio.io/controller-version': { on: ['Any'], maturity: 'alpha' },
    'gateway.istio.io/tls-cipher-suites': { on: ['Any'], maturity: 'alpha' },
    'gateway.istio.io/tls-terminate-mode': { on: ['Any'], maturity: 'alpha' },
    'gateway.istio.io/name-override': { on: ['Gateway'], maturity: 'alpha' },
    'gateway.istio.io/service-account': { on: ['Gateway'], maturity: 'alpha' },
    'inject.istio.io/templates': { on: POD, maturity: 'alpha', needs: 'templates' },
    'istio.io/autoRegistrationGroup': { on: ['WorkloadEntry'], maturity: 'alpha' },
    'istio.io/connectedAt': { on: ['WorkloadEntry'], maturity: 'alpha' },
    'istio.io/disconnectedAt': { on: ['WorkloadEntry'], maturity: 'alpha' },
    'istio.io/dry-run': { on: ['AuthorizationPolicy'], maturity: 'alpha' },
    'istio.io/reroute-virtual-interfaces': { on: POD, maturity: 'alpha', check: 'interfaces' },
    'istio.io/rev': { on: POD, maturity: 'alpha' },
    'istio.io/use-waypoint-canary-weight': {
      on: ['Service', 'ServiceEntry', 'Namespace'],
      maturity: 'alpha',
      since: '1.32',
    },
    'istio.io/workloadController': { on: ['WorkloadEntry'], maturity: 'alpha' },
    'kubernetes.io/ingress.class': { on: ['Ingress'], maturity: 'stable' },
    'networking.istio.io/exportTo': { on: ['Service'], maturity: 'alpha' },
    'networking.istio.io/service-type': { on: ['Gateway'], maturity: 'alpha' },
    'networking.istio.io/traffic-distribution': {
      on: ['Namespace', 'Service', 'ServiceEntry'],
      maturity: 'alpha',
      reads: 'distribution',
    },
    'prometheus.istio.io/merge-metrics': { on: POD, maturity: 'alpha', check: 'bool' },
    'proxy.istio.io/config': { on: POD, maturity: 'beta', check: 'proxyConfig' },
    'proxy.istio.io/overrides': { on: POD, maturity: 'alpha' },
    'readiness.status.sidecar.istio.io/applicationPorts': { on: POD, maturity: 'alpha' },
    'readiness.status.sidecar.istio.io/failureThreshold': { on: POD, maturity: 'alpha', check: 'uint32' },
    'readiness.status.sidecar.istio.io/initialDelaySeconds': { on: POD, maturity: 'alpha', check: 'uint32' },
    'readiness.status.sidecar.istio.io/periodSeconds': { on: POD, maturity: 'alpha', check: 'uint32' },
    'sidecar.istio.io/agentLogLevel': { on: POD, maturity: 'alpha' },
    'sidecar.istio.io/bootstrapOverride': { on: POD, maturity: 'alpha' },
    'sidecar.istio.io/componentLogLevel': { on: POD, maturity: 'alpha' },
    'sidecar.istio.io/discoveryAddress': { on: POD, maturity: 'alpha', deprecated: true },
    'sidecar.istio.io/extraStatTags': { on: POD, maturity: 'alpha', deprecated: true },
    'sidecar.istio.io/inject': { on: POD, maturity: 'beta', deprecated: true, reads: 'trueOrFalse' },
    'sidecar.istio.io/interceptionMode': { on: POD, maturity: 'alpha', check: 'interception' },
    'sidecar.istio.io/logLevel': { on: POD, maturity: 'alpha', needs: 'logLevel' },
    'sidecar.istio.io/nativeSidecar': { on: POD, maturity: 'alpha', reads: 'trueOrFalse' },
    'sidecar.istio.io/proxyCPU': { on: POD, maturity: 'alpha', check: 'quantity' },
    'sidecar.istio.io/proxyCPULimit': { on: POD, maturity: 'alpha', check: 'quantity' },
    'sidecar.istio.io/proxyImage': { on: POD, maturity: 'alpha' },
    'sidecar.istio.io/proxyImageType': { on: POD, maturity: 'alpha' },
    'sidecar.istio.io/proxyMemory': { on: POD, maturity: 'alpha', check: 'quantity' },
    'sidecar.istio.io/proxyMemoryLimit': { on: POD, maturity: 'alpha', check: 'quantity' },
    'sidecar.istio.io/rewriteAppHTTPProbers': { on: POD, maturity: 'alpha', reads: 'bool' },
    'sidecar.istio.io/statsCompression': { on: POD, maturity: 'alpha', deprecated: true },
    'sidecar.istio.io/statsEvictionInterval': { on: POD, maturity: 'alpha' },
    'sidecar.istio.io/statsFlushInterval': { on: POD, maturity: 'alpha' },
    'sidecar.istio.io/statsHistogramBins': { on: POD, maturity: 'alpha' },
    'sidecar.istio.io/statsHistogramBuckets': { on: POD, maturity: 'alpha' },
    'sidecar.istio.io/statsInclusionPrefixes': { on: POD, maturity: 'alpha', deprecated: true },
    'sidecar.istio.io/statsInclusionRegexps': { on: POD, maturity: 'alpha', deprecated: true },
    'sidecar.istio.io/statsInclusionSuffixes': { on: POD, maturity: 'alpha', deprecated: true },
    'sidecar.istio.io/status': { on: POD, maturity: 'alpha' },
    'sidecar.istio.io/userVolume': { on: POD, maturity: 'alpha', needs: 'json' },
    'sidecar.istio.io/userVolumeMount': { on: POD, maturity: 'alpha', needs: 'json' },
    'status.sidecar.istio.io/port': { on: POD, maturity: 'alpha', check: 'port' },
    'topology.istio.io/controlPlaneClusters': { on: ['Namespace'], maturity: 'alpha' },
    'traffic.istio.io/nodeSelector': { on: ['Service'], maturity: 'stable' },
    'traffic.sidecar.istio.io/excludeInboundPorts': { on: POD, maturity: 'alpha', check: 'ports' },
    'traffic.sidecar.istio.io/excludeInterfaces': { on: POD, maturity: 'alpha', check: 'interfaces' },
    'traffic.sidecar.istio.io/excludeOutboundIPRanges': { on: POD, maturity: 'alpha', check: 'cidrs' },
    'traffic.sidecar.istio.io/excludeOutboundPorts': { on: POD, maturity: 'alpha', check: 'ports' },
    'traffic.sidecar.istio.io/includeInboundPorts': { on: POD, maturity: 'alpha', check: 'anyPorts' },
    'traffic.sidecar.istio.io/includeOutboundIPRanges': { on: POD, maturity: 'alpha', check: 'anyCidrs' },
    'traffic.sidecar.istio.io/includeOutboundPorts': { on: POD, maturity: 'alpha' },
    'traffic.sidecar.istio.io/kubevirtInterfaces': {
      on: POD,
      maturity: 'alpha',
      deprecated: true,
      check: 'interfaces',
    },
  }),
);
