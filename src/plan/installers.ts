import type { MeshModel } from '../model/mesh-model';
import { isKind, type Resource } from '../model/resource';
import { isMapping } from '../model/shape';

/** What an object has to do with the installation of Istio. */
export type InstallRole = 'control plane' | 'gateway';

/** The programs of Istio that are there before any pod is injected. */
const NODE_AGENTS: ReadonlySet<string> = new Set(['istio-cni-node', 'ztunnel']);

/**
 * Whether an object installs a control plane, or a gateway by a chart: pods are injected only by a control plane that is
 * ready, and a gateway that starts earlier keeps no image.
 */
export function installRoleOf(resource: Resource, model: MeshModel): InstallRole | undefined {
  const charts = model.charts.filter(chart => chart.resource === resource);
  if (charts.length > 0) return charts.every(({ chart }) => chart === 'gateway') ? 'gateway' : 'control plane';
  if (isKind(resource, 'Deployment') && resource.labels.app === 'istiod') return 'control plane';
  if (isKind(resource, 'DaemonSet') && NODE_AGENTS.has(resource.name)) return 'control plane';
  return isKind(resource, 'Job') && readsInstallation(resource, model) ? 'control plane' : undefined;
}

/** Whether a Job mounts a ConfigMap that holds what to install. */
function readsInstallation({ manifest, namespace }: Resource, model: MeshModel): boolean {
  const sources = [...model.operators, ...model.charts].map(({ resource }) => resource);
  const names = new Set(sources.filter(one => one.namespace === namespace).map(({ name }) => name));
  const template = isMapping(manifest.spec) && isMapping(manifest.spec.template) ? manifest.spec.template : {};
  const volumes = isMapping(template.spec) ? template.spec.volumes : undefined;
  return (
    Array.isArray(volumes) &&
    volumes.some(volume => isMapping(volume) && isMapping(volume.configMap) && names.has(String(volume.configMap.name)))
  );
}
