import type { Plan } from './plan';
import { authorizationPolicy, rule } from './security';
import { homes } from './topology';

/** Waypoints of ambient namespaces, with policies that name Services and Gateways. */
export function addAmbient(plan: Plan): void {
  if (!plan.has('ambient')) return;
  const { random } = plan;
  for (const { name: namespace, dataPlane } of homes(plan)) {
    if (dataPlane !== 'ambient') continue;
    if (random.chance(0.85)) addWaypoint(plan, namespace);
    if (plan.has('policies')) for (let i = random.int(0, 2); i > 0; i--) addTargetedPolicy(plan, namespace);
  }
}

function addWaypoint(plan: Plan, namespace: string): void {
  const { random } = plan;
  plan.add({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      name: plan.nameFor('KubernetesGateway', namespace, 'waypoint'),
      namespace,
      ...random.maybe(0.4, () => ({
        labels: { 'istio.io/waypoint-for': random.pick(['service', 'all', 'workload', 'none']) },
      })),
    },
    spec: {
      gatewayClassName: 'istio-waypoint',
      listeners: [
        {
          name: 'mesh',
          port: 15008,
          protocol: 'HBONE',
          ...random.maybe(0.3, () => ({ allowedRoutes: { namespaces: { from: 'All' } } })),
        },
      ],
    },
  });
}

function addTargetedPolicy(plan: Plan, namespace: string): void {
  const { random } = plan;
  const own = plan.services.filter(one => one.namespace === namespace && !one.external);
  const service = own.length > 0 && random.chance(0.7) ? random.pick(own) : undefined;
  const target =
    service === undefined
      ? { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }
      : { group: '', kind: 'Service', name: service.name };
  authorizationPolicy(plan, namespace, {
    targetRefs: [target],
    action: random.pick(['DENY', 'ALLOW']),
    rules: [rule(plan, namespace)],
  });
}
