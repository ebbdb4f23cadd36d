import {
  EAST_WEST_PORTS,
  GATEWAY_PORTS,
  type GatewayWorkloadPort,
  gatewaySelector,
  STATUS_PORT,
} from '../../values/gateway-pods';
import type { DeliveredGateway } from '../delivered-gateway';
import type { InstallPlan } from '../install-plan';
import { injectingRevision } from '../resolved-model';
import type { DeliveryName, DeliveryOutputs, DeliveryPhase, PhaseGate } from './strategy';

/** Position of the step that needs the CRDs of Istio. */
export const MESH_PHASE = 3;

const NO_ANNOTATIONS: DeliveryPhase['annotations'] = {};

/** The outputs that every route shares, with what differs passed in. */
export function outputsOf(
  delivery: DeliveryName,
  plan: InstallPlan,
  differing: {
    readonly gateways: readonly DeliveredGateway[];
    readonly readyChecks: readonly string[];
    readonly gate?: PhaseGate;
    readonly annotations?: (phase: number) => DeliveryPhase['annotations'];
  },
): DeliveryOutputs {
  const [first] = plan.controlPlanes;
  const injecting = injectingRevision(plan.model);
  const phase = (order: number): DeliveryPhase => ({
    order,
    annotations: differing.annotations?.(order) ?? NO_ANNOTATIONS,
  });
  return {
    delivery,
    namespace: plan.namespace,
    revision: first.revision,
    injectionLabels: plan.injectionLabels,
    podInjectionLabels: {
      'sidecar.istio.io/inject': 'true',
      ...(injecting === undefined ? {} : { 'istio.io/rev': injecting }),
    },
    gateways: differing.gateways,
    readyChecks: differing.readyChecks,
    gate: differing.gate ?? 'commands',
    phases: { namespaces: phase(0), controlPlane: phase(1), gateways: phase(2), mesh: phase(MESH_PHASE) },
  };
}

/** Commands that wait for everything the plan runs, whatever has brought it. */
export function rolloutChecks(plan: InstallPlan): readonly string[] {
  const checks = ['kubectl wait --for=condition=Established crd --all --timeout=2m'];
  for (const component of plan.components) {
    const target = rolloutTarget(component);
    if (target !== undefined) {
      checks.push(`kubectl -n ${component.namespace} rollout status ${target} --timeout=5m`);
    }
  }
  return checks;
}

function rolloutTarget(component: InstallPlan['components'][number]): string | undefined {
  switch (component.kind) {
    case 'base':
      return undefined;
    case 'istiod':
      return component.values.profile === 'remote' ? undefined : `deployment/${component.release}`;
    case 'cni':
      return 'daemonset/istio-cni-node';
    case 'ztunnel':
      return 'daemonset/ztunnel';
    case 'gateway':
      return `deployment/${component.release}`;
  }
}

/** Gateways as the `gateway` chart deploys them. */
export function chartGateways(plan: InstallPlan): readonly DeliveredGateway[] {
  return plan.components.flatMap(component => {
    if (component.gateway === undefined) return [];
    const { name, role } = component.gateway;
    return [
      {
        name,
        role,
        namespace: { name: component.namespace },
        selector: gatewaySelector(name),
        ports: role === 'east-west' ? EAST_WEST_PORTS : GATEWAY_PORTS,
        serviceAccountName: name,
      },
    ];
  });
}

/** Gateways as istioctl deploys them: other ports of the pods, another account. */
export function istioctlGateways(plan: InstallPlan): readonly DeliveredGateway[] {
  return chartGateways(plan).map(gateway => ({
    ...gateway,
    ports: [
      ...istioctlPorts(gateway.role),
      ...(plan.profile.preset === 'demo' && gateway.role === 'ingress' ? DEMO_PORTS : []),
    ],
    serviceAccountName: `${gateway.name}-service-account`,
  }));
}

const ISTIOCTL_PORTS: readonly GatewayWorkloadPort[] = [
  { name: 'http2', port: 80, targetPort: 8080 },
  { name: 'https', port: 443, targetPort: 8443 },
];

/** What the profile `demo` adds to ingress gateways. */
const DEMO_PORTS: readonly GatewayWorkloadPort[] = [
  { name: 'tcp', port: 31400, targetPort: 31400 },
  { name: 'tls', port: 15443, targetPort: 15443 },
];

/** The Service of an egress gateway of istioctl has no port for health checks. */
function istioctlPorts(role: DeliveredGateway['role']): readonly GatewayWorkloadPort[] {
  if (role === 'east-west') return EAST_WEST_PORTS;
  return role === 'egress' ? ISTIOCTL_PORTS : [STATUS_PORT, ...ISTIOCTL_PORTS];
}
