import { matchesSelector } from '../../model/labels';
import { isMapping } from '../../model/shape';
import { labelSelector } from '../../model/shapes/kubernetes';
import { hasProbes } from '../probes';
import { installedValues } from './install-place';
import { makersOf, podsText } from './move';
import type { FoundObstacle, ObstacleKind } from './obstacle';
import { PAGES } from './pages';

/** Settings of Cilium, by their key in its ConfigMap and their path in the values of its chart. */
const CILIUM = [
  {
    key: 'enable-bpf-masquerade',
    path: 'bpf.masquerade',
    wrong: (value: unknown) => String(value) === 'true',
    lost: 'probes of the kubelet fail, whose address Cilium masks in BPF',
    instead: 'set bpf.masquerade of Cilium to false',
  },
  {
    key: 'cni-exclusive',
    path: 'cni.exclusive',
    wrong: (value: unknown) => String(value) === 'true',
    lost: 'Cilium removes the plugin of Istio, so that ztunnel gets no traffic',
    instead: 'set cni.exclusive of Cilium to false',
  },
] as const;

export const networkPlugin: ObstacleKind = {
  name: 'network-plugin',
  severity: 'blocker',
  summary:
    "The network plugin of the cluster, as configured, does not work with Istio's CNI plugin, which ambient mode needs",
  instead: 'configure the network plugin as Istio requires',
  url: PAGES.platforms,

  *find(mesh, move) {
    if (move.workloads.length === 0) return;
    const pods = podsText(move.workloads);
    for (const resource of mesh.model.all('ConfigMap')) {
      if (resource.name !== 'cilium-config') continue;
      for (const { key, wrong, lost, instead } of CILIUM) {
        if (!wrong(resource.spec.data?.[key])) continue;
        yield { resource, field: `data["${key}"]`, part: key, lost: `for ${pods} ${lost}`, instead };
      }
    }
    for (const { chart, resource, valuesField } of mesh.model.charts) {
      if (chart !== 'cilium') continue;
      for (const { key, path, wrong, lost, instead } of CILIUM) {
        // Cilium keeps other plugins out unless it is told otherwise.
        const [found] = installedValues(mesh, ['cilium'], path).filter(one => one.resource === resource);
        const value = found?.value ?? key === 'cni-exclusive';
        if (!wrong(value)) continue;
        yield { resource, field: found?.field ?? valuesField, part: key, lost: `for ${pods} ${lost}`, instead };
      }
    }
  },
};

export const securityGroupsOfPods: ObstacleKind = {
  name: 'security-groups-of-pods',
  severity: 'blocker',
  summary: 'Pods have AWS security groups in strict mode, which drops the probes of the kubelet in ambient mode',
  instead: 'set POD_SECURITY_GROUP_ENFORCING_MODE of the aws-node DaemonSet to "standard", or use exec probes',
  url: PAGES.platforms,

  *find({ model }, move) {
    const plugin = model.find('DaemonSet', 'kube-system', 'aws-node');
    const settings = plugin?.spec.template?.spec?.containers?.flatMap(({ env = [] }) => env) ?? [];
    const mode = settings.find(({ name }) => name === 'POD_SECURITY_GROUP_ENFORCING_MODE')?.value;
    if (mode === 'standard') return;
    for (const resource of model.resources) {
      if (resource.kind !== 'SecurityGroupPolicy' || resource.group !== 'vpcresources.k8s.aws') continue;
      const spec = isMapping(resource.manifest.spec) ? resource.manifest.spec : {};
      const byPods = labelSelector(spec.podSelector);
      const pods = move.workloads.filter(
        one =>
          one.namespace === resource.namespace &&
          hasProbes(one) &&
          (byPods === undefined ? isMapping(spec.serviceAccountSelector) : matchesSelector(byPods, one.labels)),
      );
      if (pods.length === 0) continue;
      yield {
        resource,
        field: byPods === undefined ? 'spec.serviceAccountSelector' : 'spec.podSelector',
        lost: `probes of the kubelet do not reach ${podsText(pods)}, which are taken to be down`,
        related: makersOf(pods),
      };
    }
  },
};

export const namespaceOutsideCni: ObstacleKind = {
  name: 'namespace-outside-cni',
  severity: 'blocker',
  summary: "Istio's CNI plugin excludes a namespace, so ztunnel gets no traffic of its pods",
  instead: 'remove the namespace from excludeNamespaces',
  url: PAGES.addWorkloads,

  *find(mesh, move) {
    const places = [
      ...installedValues(mesh, ['cni'], 'excludeNamespaces'),
      ...installedValues(mesh, ['cni', 'istiod'], 'cni.excludeNamespaces'),
    ];
    for (const { value, ...place } of places) {
      const left = Array.isArray(value) ? value.map(String) : [];
      const namespaces = [...new Set(move.workloads.map(({ namespace }) => namespace))];
      for (const namespace of namespaces.filter(one => left.includes(one))) {
        yield {
          ...place,
          part: namespace,
          lost: `the pods of namespace "${namespace}" would be in no mesh once they have no sidecar`,
        };
      }
    }
  },
};

export const nodeCriticalQuota: ObstacleKind = {
  name: 'node-critical-quota',
  severity: 'blocker',
  summary:
    'GKE runs system-node-critical pods, as ztunnel and the CNI agent are, only in namespaces with a ResourceQuota for them',
  instead:
    'define a ResourceQuota for the priority class system-node-critical in the namespace, or install both into kube-system',
  url: PAGES.platforms,

  *find(mesh, move) {
    const { model, settings } = mesh;
    const [platform] = installedValues(mesh, ['istiod', 'cni', 'ztunnel', 'base'], 'global.platform').filter(
      ({ value }) => value === 'gke',
    );
    if (platform === undefined || move.workloads.length === 0) return;
    const own = model.charts.filter(({ chart }) => chart === 'ztunnel' || chart === 'cni').map(one => one.namespace);
    const namespaces = [...new Set(own.length === 0 ? [settings.rootNamespace] : own)].sort();
    const hasQuota = (namespace: string) =>
      namespace === 'kube-system' ||
      model.resources.some(
        one =>
          one.kind === 'ResourceQuota' &&
          one.namespace === namespace &&
          JSON.stringify(one.manifest.spec ?? {}).includes('system-node-critical'),
      );
    for (const namespace of namespaces.filter(one => !hasQuota(one))) {
      const found: FoundObstacle = {
        resource: platform.resource,
        field: platform.field,
        part: namespace,
        lost: `ztunnel does not start in namespace "${namespace}", which has no ResourceQuota for it`,
      };
      yield found;
    }
  },
};
