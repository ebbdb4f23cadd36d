import { isKind } from '../model/resource';
import type { Workload } from '../model/workload';
import { planChanges } from '../plan/plan-changes';
import { canonicalJson } from '../values/plain-data';
import type { MeshState } from './mesh-state';
import type { MigrationStage } from './stage';
import type { StageState } from './stage-states';

/** Stages with the order in which their objects are applied, and what has to be run and looked at. */
export function stagesFrom(before: MeshState, states: readonly StageState[]): readonly MigrationStage[] {
  const planOf = (from: MeshState, to: MeshState) => {
    if (from === to) return [];
    const { steps } = planChanges(from.objects, to.objects, { ...before.options, now: new Date(0) });
    // Nobody calls what the migration itself has made.
    const made = [...from.mesh.services, ...to.mesh.services].filter(
      ({ host }) => before.mesh.servicesNamed(host).length === 0,
    );
    return steps.map(step => ({
      ...step,
      drops: step.drops.filter(({ reason }) => !made.some(({ host }) => reason.includes(` ${host}:`))),
    }));
  };
  const all = states.flatMap(({ moving }) => moving);
  return states.map((stage, i): MigrationStage => {
    const earlier = states[i - 1]?.state ?? before;
    const { state, name, title } = stage;
    const written = i === 0 ? all : stage.moving;
    return {
      name,
      title,
      manifests: state.objects,
      steps: planOf(earlier, state),
      back: planOf(state, earlier),
      commands: [...waits(stage), ...restarts(written, earlier, state)],
      backCommands: i === 0 ? [] : restarts(stage.moving, earlier, state),
      checks: checksOf(stage, i === 0),
    };
  });
}

const KINDS: { readonly [kind in string]?: string } = {
  Deployment: 'deployment',
  StatefulSet: 'statefulset',
  DaemonSet: 'daemonset',
};

/** Restarts of pods whose templates are the same: others restart by themselves. */
function restarts(pods: readonly Workload[], before: MeshState, after: MeshState): readonly string[] {
  return pods.flatMap(pod => {
    const { manifest, namespace, name, kind } = pod.resource;
    const known = KINDS[kind];
    const isSame = canonicalJson(before.find(manifest) ?? null) === canonicalJson(after.find(manifest) ?? null);
    const place = `${known}/${name} -n ${namespace}`;
    if (known !== undefined) {
      const waiting = `kubectl rollout status ${place} --timeout=10m`;
      return isSame ? [`kubectl rollout restart ${place}`, waiting] : [waiting];
    }
    if (isKind(pod.resource, 'Rollout')) return [`kubectl argo rollouts restart ${name} -n ${namespace}`];
    if (isKind(pod.resource, 'ReplicaSet') || isKind(pod.resource, 'Pod')) {
      const labels = Object.entries(pod.labels).map(([key, value]) => `${key}=${value}`);
      return [`kubectl delete pods -n ${namespace} -l ${labels.join(',')}`];
    }
    // Jobs run anew by themselves.
    return [];
  });
}

function waits({ name, state }: StageState): readonly string[] {
  if (name !== '10-dual') return [];
  return waypointsOf(state).map(
    ({ name: gateway, namespace }) =>
      `kubectl wait --for=condition=Programmed gateway/${gateway} -n ${namespace} --timeout=5m`,
  );
}

function waypointsOf({ mesh }: MeshState) {
  return mesh.model.all('KubernetesGateway').filter(({ spec }) => spec.gatewayClassName === 'istio-waypoint');
}

const SIMULATE = 'npx cdk8s-istio simulate';

function checksOf({ name, state, namespace, moving }: StageState, isFirst: boolean): readonly string[] {
  const root = state.mesh.settings.rootNamespace;
  if (isFirst) {
    return [
      'kubectl get crd gateways.gateway.networking.k8s.io httproutes.gateway.networking.k8s.io',
      `kubectl rollout status daemonset/istio-cni-node -n ${root}`,
      `kubectl rollout status daemonset/ztunnel -n ${root}`,
      'istioctl proxy-status',
    ];
  }
  if (namespace === undefined) {
    const waypoints = [...new Set(waypointsOf(state).map(one => one.namespace))];
    return ['istioctl analyze -A', ...waypoints.map(one => `istioctl waypoint status -n ${one}`)];
  }
  return [
    `kubectl get pods -n ${namespace} -o custom-columns='POD:.metadata.name,CONTAINERS:.spec.containers[*].name'`,
    `istioctl ztunnel-config workloads --workload-namespace ${namespace}`,
    ...callsOf(state, moving).map(({ from, to }) => `${SIMULATE} ${name}/manifests.yaml --from ${from} --to ${to}`),
  ];
}

/** A call to each service of the pods that move, from somebody who is told to make it. */
function callsOf({ mesh }: MeshState, moving: readonly Workload[]) {
  const names = new Set(moving.map(({ namespace, name }) => `${namespace}/${name}`));
  const calls = new Map<string, { readonly from: string; readonly to: string }>();
  for (const caller of mesh.model.workloads.all) {
    for (const { host, port } of mesh.callsInSettings(caller)) {
      const service = mesh.kubernetesService(host);
      const own = service?.ports.find(({ number }) => port === undefined || number === port);
      if (service === undefined || own === undefined) continue;
      const from = `${caller.namespace}/${caller.name}`;
      const behind = mesh.model.workloadsOf(service.service).map(({ namespace, name }) => `${namespace}/${name}`);
      if (!behind.some(pod => names.has(pod)) && !names.has(from)) continue;
      const scheme = own.protocol === 'tcp' || own.protocol === 'mysql' ? 'tcp' : 'http';
      const to = `${scheme}://${host}:${own.number}${scheme === 'tcp' ? '' : '/'}`;
      calls.set(`${from} ${to}`, { from, to });
    }
  }
  return [...calls.values()].slice(0, MOST_CALLS);
}

const MOST_CALLS = 8;
