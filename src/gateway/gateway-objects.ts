import type { ApiObjectProps } from 'cdk8s';
import type { AutoscalingProps } from '../values/autoscaling';
import { canonicalAmounts } from '../values/quantity';
import type { GatewayDeploymentProps } from './gateway-deployment-props';
import type { GatewayWorkload } from './gateway-workload';
import type { LoadBalancer } from './load-balancer';

/** What the objects of a gateway are made of. */
export interface GatewayFacts extends GatewayWorkload {
  readonly loadBalancer: LoadBalancer;
  /** Fewest pods that run. */
  readonly minReplicas: number;
}

/** How many pods run unless the user says otherwise. */
export const DEFAULT_AUTOSCALING: AutoscalingProps = { minReplicas: 1, maxReplicas: 5 };

/** The first port that a process without privileges may listen on. */
const FIRST_UNPRIVILEGED_PORT = 1024;

/** The user that proxies run as. */
const PROXY_USER = 1337;

const DEFAULT_RESOURCES = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '2', memory: '1Gi' },
};

const DEFAULT_DRAIN_SECONDS = 30;
const DEFAULT_TARGET_CPU = 80;

/** The Kubernetes objects of a gateway: the id of each, and what it says. */
export function gatewayObjects(
  gateway: GatewayFacts,
  props: GatewayDeploymentProps,
): readonly (readonly [id: string, object: ApiObjectProps])[] {
  const objects: (readonly [string, ApiObjectProps])[] = [
    ['ServiceAccount', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(gateway, props) }],
    ['Role', role(gateway, props)],
    ['RoleBinding', roleBinding(gateway, props)],
    ['Service', service(gateway, props)],
    ['Deployment', deployment(gateway, props)],
  ];
  if (props.replicas === undefined) objects.push(['Autoscaler', autoscaler(gateway, props)]);
  if (gateway.minReplicas > 1) objects.push(['DisruptionBudget', disruptionBudget(gateway, props)]);
  if (gateway.loadBalancer.settings.ingress !== undefined) objects.push(['Ingress', ingress(gateway, props)]);
  return objects;
}

function metadata(
  gateway: GatewayFacts,
  props: GatewayDeploymentProps,
  more: { readonly name?: string; readonly annotations?: { readonly [key: string]: string } } = {},
) {
  const annotations = { ...props.annotations, ...more.annotations };
  return {
    name: more.name ?? gateway.name,
    namespace: gateway.namespace.name,
    labels: labels(gateway, props),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

function labels(gateway: GatewayFacts, props: GatewayDeploymentProps): { [key: string]: string } {
  return {
    'app.kubernetes.io/name': gateway.name,
    'app.kubernetes.io/part-of': 'istio',
    ...(props.network === undefined ? {} : { 'topology.istio.io/network': props.network }),
    ...gateway.selector,
  };
}

/** Certificates are Secrets of the gateway's namespace, and the gateway asks istiod for them with its own rights. */
function role(gateway: GatewayFacts, props: GatewayDeploymentProps): ApiObjectProps {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: metadata(gateway, props),
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
  };
}

function roleBinding(gateway: GatewayFacts, props: GatewayDeploymentProps): ApiObjectProps {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: metadata(gateway, props),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: gateway.name },
    subjects: [{ kind: 'ServiceAccount', name: gateway.serviceAccountName, namespace: gateway.namespace.name }],
  };
}

function service(gateway: GatewayFacts, props: GatewayDeploymentProps): ApiObjectProps {
  const { settings } = gateway.loadBalancer;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(gateway, props, { annotations: settings.annotations }),
    spec: {
      type: settings.type,
      selector: { ...gateway.selector },
      ports: gateway.ports.map(port => ({ ...port, protocol: 'TCP' })),
      externalTrafficPolicy: settings.externalTrafficPolicy,
      loadBalancerClass: settings.loadBalancerClass,
      loadBalancerSourceRanges: settings.sourceRanges,
    },
  };
}

function deployment(gateway: GatewayFacts, props: GatewayDeploymentProps): ApiObjectProps {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(gateway, props),
    spec: {
      replicas: props.replicas,
      selector: { matchLabels: { ...gateway.selector } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '100%', maxUnavailable: '25%' } },
      template: {
        metadata: { annotations: podAnnotations(gateway, props), labels: podLabels(gateway, props) },
        spec: podSpec(gateway, props),
      },
    },
  };
}

function podAnnotations(gateway: GatewayFacts, props: GatewayDeploymentProps): { [key: string]: string } {
  const { trustedProxies, proxyProtocol } = gateway.loadBalancer.settings;
  const gatewayTopology = {
    ...(trustedProxies === 0 ? {} : { numTrustedProxies: trustedProxies }),
    ...(proxyProtocol ? { proxyProtocol: {} } : {}),
  };
  const config = {
    ...(Object.keys(gatewayTopology).length === 0 ? {} : { gatewayTopology }),
    ...(props.connections === undefined ? {} : { connectionSettings: props.connections }),
  };
  return {
    'inject.istio.io/templates': 'gateway',
    'prometheus.io/path': '/stats/prometheus',
    'prometheus.io/port': '15020',
    'prometheus.io/scrape': 'true',
    ...(Object.keys(config).length === 0 ? {} : { 'proxy.istio.io/config': JSON.stringify(config) }),
    ...props.podAnnotations,
  };
}

function podLabels(gateway: GatewayFacts, props: GatewayDeploymentProps): { [key: string]: string } {
  return {
    ...labels(gateway, props),
    'sidecar.istio.io/inject': 'true',
    'istio.io/dataplane-mode': 'none',
    'service.istio.io/canonical-name': gateway.name,
    'service.istio.io/canonical-revision': 'latest',
    ...(props.revision === undefined ? {} : { 'istio.io/rev': props.revision }),
    ...props.podLabels,
    ...gateway.selector,
  };
}

function podSpec(gateway: GatewayFacts, props: GatewayDeploymentProps) {
  const env = {
    ...(props.network === undefined ? {} : { ISTIO_META_REQUESTED_NETWORK_VIEW: props.network }),
    ...props.env,
  };
  const privileged = gateway.ports.some(({ targetPort }) => targetPort < FIRST_UNPRIVILEGED_PORT);
  return {
    serviceAccountName: gateway.serviceAccountName,
    securityContext: {
      seccompProfile: { type: 'RuntimeDefault' },
      ...(privileged ? { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] } : {}),
    },
    containers: [
      {
        name: 'istio-proxy',
        image: 'auto',
        env: Object.keys(env).length === 0 ? undefined : Object.entries(env).map(([name, value]) => ({ name, value })),
        ports: [{ containerPort: 15090, name: 'http-envoy-prom', protocol: 'TCP' }],
        resources: resources(props),
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          ...(props.platform === 'openshift' ? {} : { runAsUser: PROXY_USER, runAsGroup: PROXY_USER }),
        },
      },
    ],
    nodeSelector: props.nodeSelector,
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { ...gateway.selector } },
      },
    ],
    terminationGracePeriodSeconds: props.drainSeconds ?? DEFAULT_DRAIN_SECONDS,
  };
}

function resources({ resources: given }: GatewayDeploymentProps) {
  if (given === undefined) return DEFAULT_RESOURCES;
  return { requests: canonicalAmounts(given.requests), limits: canonicalAmounts(given.limits) };
}

function autoscaler(gateway: GatewayFacts, props: GatewayDeploymentProps): ApiObjectProps {
  const { minReplicas, maxReplicas, cpuPercent }: AutoscalingProps = props.autoscaling ?? DEFAULT_AUTOSCALING;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadata(gateway, props),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: gateway.name },
      minReplicas,
      maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: cpuPercent ?? DEFAULT_TARGET_CPU },
          },
        },
      ],
    },
  };
}

function disruptionBudget(gateway: GatewayFacts, props: GatewayDeploymentProps): ApiObjectProps {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(gateway, props),
    spec: { minAvailable: props.minAvailable ?? 1, selector: { matchLabels: { ...gateway.selector } } },
  };
}

function ingress(gateway: GatewayFacts, props: GatewayDeploymentProps): ApiObjectProps {
  const built = gateway.loadBalancer.settings.ingress;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadata(gateway, props, built === undefined ? {} : { annotations: built.annotations }),
    spec: {
      ingressClassName: built?.className,
      defaultBackend: { service: { name: gateway.name, port: { number: 80 } } },
    },
  };
}
