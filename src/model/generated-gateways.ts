import {
  defaultListenerPort,
  deployedAccount,
  deployedName,
  gatewayController,
  isDeployedByIstio,
} from './gateway-classes';
import { type ChartInstallation, type OperatorInstallation, valueAt } from './installations';
import type { Labels } from './labels';
import type { Resource } from './resource';
import { fields, listOf, number, numberOrText, text, textMap } from './shape';
import type { ListenerSpec } from './shapes/gateway-api';
import type { PodSpec, ServiceSpec } from './shapes/kubernetes';
import type { WorkloadSource } from './workload';

/** A gateway whose pods and Service a chart, an operator or a controller makes. */
export interface GeneratedGateway {
  readonly workload: WorkloadSource & { readonly name: string; readonly namespace: string };
  readonly service: {
    readonly resource: Resource;
    readonly spec: ServiceSpec;
    readonly name: string;
    readonly namespace: string;
    readonly generated: true;
  };
}

const PROXY: PodSpec = { containers: [{ name: 'istio-proxy', image: 'auto', args: ['proxy', 'router'] }] };

const STATUS_PORT = { name: 'status-port', port: 15021, protocol: 'TCP', targetPort: 15021 };

const CHART_PORTS: ServiceSpec['ports'] = [
  STATUS_PORT,
  { name: 'http2', port: 80, protocol: 'TCP', targetPort: 80 },
  { name: 'https', port: 443, protocol: 'TCP', targetPort: 443 },
];

const OPERATOR_PORTS: ServiceSpec['ports'] = [
  STATUS_PORT,
  { name: 'http2', port: 80, protocol: 'TCP', targetPort: 8080 },
  { name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 },
];

const readGatewayValues = fields({
  name: text,
  labels: textMap,
  service: fields({
    type: text,
    ports: listOf({ name: text, port: number, protocol: text, targetPort: numberOrText, appProtocol: text }),
  }),
});

/** The gateways that releases of Istio's gateway chart make. */
export function chartGateways(charts: readonly ChartInstallation[]): GeneratedGateway[] {
  return charts
    .filter(({ chart }) => chart === 'gateway')
    .map(({ resource, releaseName, namespace, values }) => {
      const { name = releaseName, labels = {}, service } = readGatewayValues(valueAt(values, 'defaults')) ?? {};
      const own = readGatewayValues(values) ?? {};
      const gateway = own.name ?? name;
      return generated(
        resource,
        gateway,
        namespace,
        { app: gateway, istio: gateway.replace(/^istio-/, ''), ...labels, ...own.labels },
        own.service?.ports ?? service?.ports ?? CHART_PORTS,
      );
    });
}

/** The gateways that an IstioOperator makes, by its profile and components. */
export function operatorGateways(operators: readonly OperatorInstallation[]): GeneratedGateway[] {
  return operators.flatMap(({ resource, spec }) => {
    const profile = spec.profile ?? 'default';
    const ingress = components(spec.components?.ingressGateways, INGRESS_PROFILES.has(profile), 'istio-ingressgateway');
    const egress = components(spec.components?.egressGateways, profile === 'demo', 'istio-egressgateway');
    return [...ingress, ...egress].map(({ name, namespace, label, k8s }) =>
      generated(
        resource,
        name,
        namespace ?? spec.namespace ?? 'istio-system',
        { app: name, istio: name.replace(/^istio-/, ''), ...label },
        k8s?.service?.ports ?? OPERATOR_PORTS,
        `${name}-service-account`,
      ),
    );
  });
}

/**
 * The gateways and waypoints that istiod makes from Gateways of the Gateway API.
 *
 * @param listenerSets The ListenerSets that each Gateway takes, whose ports its Service has as well.
 */
export function automatedGateways(
  gateways: readonly Resource<'KubernetesGateway'>[],
  classNamed: (name: string) => Resource<'GatewayClass'> | undefined,
  listenerSets: (gateway: Resource<'KubernetesGateway'>) => readonly Resource<'ListenerSet'>[],
): GeneratedGateway[] {
  return gateways.flatMap(resource => {
    const { spec, namespace, labels, name: gatewayName } = resource;
    const controller = gatewayController(spec.gatewayClassName, classNamed);
    if (controller === undefined || controller === 'remote' || !isDeployedByIstio(resource)) return [];
    const name = deployedName(resource, controller);
    const listeners = [spec, ...listenerSets(resource).map(set => set.spec)].flatMap(one => one.listeners ?? []);
    const deployed = generated(
      resource,
      name,
      namespace,
      {
        ...(controller === 'gateway' ? { 'istio.io/dataplane-mode': 'none' } : {}),
        'sidecar.istio.io/inject': 'false',
        ...(spec.infrastructure?.labels ?? labels),
        'gateway.networking.k8s.io/gateway-name': gatewayName,
        'gateway.networking.k8s.io/gateway-class-name': spec.gatewayClassName ?? '',
        'gateway.istio.io/managed': MANAGED_BY[controller],
      },
      [STATUS_PORT, ...servicePorts(listeners)],
      deployedAccount(resource, controller),
    );
    const args = ['proxy', controller === 'gateway' ? 'router' : 'waypoint'];
    const pod = { containers: [{ name: 'istio-proxy', image: 'auto', args }] };
    const annotations = spec.infrastructure?.annotations ?? resource.annotations;
    const type = controller === 'waypoint' ? 'ClusterIP' : 'LoadBalancer';
    return [
      {
        workload: { ...deployed.workload, pod, annotations },
        service: { ...deployed.service, spec: { ...deployed.service.spec, type } },
      },
    ];
  });
}

const MANAGED_BY: { readonly [controller in 'gateway' | 'waypoint' | 'east-west']: string } = {
  gateway: 'istio.io-gateway-controller',
  waypoint: 'istio.io-mesh-controller',
  'east-west': 'istio.io-eastwest-controller',
};

/** The ports of a Gateway's Service: one for each number, named after the first listener on it. */
function servicePorts(listeners: readonly ListenerSpec[]): NonNullable<ServiceSpec['ports']> {
  const ports = new Map<number, NonNullable<ServiceSpec['ports']>[number]>();
  for (const { name = '', protocol = '', port: written } of listeners) {
    const port = written ?? defaultListenerPort(protocol) ?? 0;
    if (ports.has(port)) continue;
    ports.set(port, {
      name: name.replaceAll('.', '-').slice(0, 63),
      port,
      protocol: 'TCP',
      targetPort: port,
      appProtocol: protocol.toLowerCase(),
    });
  }
  return [...ports.values()];
}

/** The gateway that a mesh is taken to have unless its configuration says otherwise. */
export function builtInGateway(resource: Resource, name: string, namespace: string): GeneratedGateway {
  const ports = [
    { name: 'http2', port: 80, protocol: 'TCP', targetPort: 80 },
    { name: 'https', port: 443, protocol: 'TCP', targetPort: 443 },
    { name: 'tcp', port: 31400, protocol: 'TCP', targetPort: 31400 },
    { name: 'tls', port: 15443, protocol: 'TCP', targetPort: 15443 },
  ];
  const gateway = generated(resource, name, namespace, { istio: 'ingressgateway' }, ports);
  return {
    ...gateway,
    workload: { ...gateway.workload, name: `${name}-dummypod`, pod: { containers: [{ name: 'istio-proxy' }] } },
  };
}

const INGRESS_PROFILES: ReadonlySet<string> = new Set(['default', 'demo', 'openshift', 'stable', 'preview']);

type Component = NonNullable<NonNullable<OperatorInstallation['spec']['components']>['ingressGateways']>[number];

/** The enabled components; the profile's own one is there unless it is switched off by name. */
function components(listed: readonly Component[] | undefined, byProfile: boolean, profileName: string) {
  const named = (listed ?? []).map(component => ({ ...component, name: component.name ?? profileName }));
  const own = named.find(({ name }) => name === profileName);
  const all = own === undefined && byProfile ? [{ name: profileName }, ...named] : named;
  return all.filter(
    (component: Component) => component.enabled ?? (byProfile && component.name === profileName),
  ) as (Component & {
    readonly name: string;
  })[];
}

function generated(
  resource: Resource,
  name: string,
  namespace: string,
  labels: Labels,
  ports: ServiceSpec['ports'],
  serviceAccount: string = name,
): GeneratedGateway {
  return {
    workload: { resource, name, namespace, labels, serviceAccount, pod: PROXY, generated: true },
    service: {
      resource,
      name,
      namespace,
      generated: true,
      spec: { type: 'LoadBalancer', selector: selectorOf(labels), ...(ports === undefined ? {} : { ports }) },
    },
  };
}

/** A made Service selects by what tells its gateway apart, not by labels that were added to the pods. */
function selectorOf(labels: Labels): Labels {
  const name = labels['gateway.networking.k8s.io/gateway-name'];
  if (name !== undefined) return { 'gateway.networking.k8s.io/gateway-name': name };
  const { app, istio } = labels;
  return { ...(app === undefined ? {} : { app }), ...(istio === undefined ? {} : { istio }) };
}
