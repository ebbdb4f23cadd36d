import type { MeshModel } from '../../../model/mesh-model';
import type { PodSpec } from '../../../model/shapes/kubernetes';
import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';

/** An application runs as the user of the proxy: its traffic passes by the mesh, since the proxy's is not redirected. */
export const reservedUserId: Rule = {
  name: 'reserved-user-id',
  severity: 'warning',
  summary: 'An application must not run as user 1337, the user of the proxy.',
  equivalents: ['IST0144'],
  istioAnalyzers: ['deployment.ApplicationUIDAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const { resource, pod, podPath, dataPlane } of workloads(model)) {
      const { istio, release } = resource.labels;
      if (istio !== undefined || release === 'istio' || (!model.istioParity && dataPlane === 'none')) continue;
      const field = fieldOf(pod);
      if (field === undefined) continue;
      findings.push({
        resource,
        field: podPath === '' ? `spec.${field}` : `${podPath}.spec.${field}`,
        problem: 'user 1337 is that of the proxy, whose traffic is not redirected into the mesh',
        fix: 'run as another user',
      });
    }
    return findings;
  },
};

const PROXY_USER = 1337;
const PROXIES: ReadonlySet<string> = new Set(['istio-proxy', 'istio-operator']);

function fieldOf({ securityContext, containers = [] }: PodSpec): string | undefined {
  if (securityContext?.runAsUser === PROXY_USER) return 'securityContext.runAsUser';
  const i = containers.findIndex(
    container => container.securityContext?.runAsUser === PROXY_USER && !PROXIES.has(container.name ?? ''),
  );
  return i < 0 ? undefined : `containers[${i}].securityContext.runAsUser`;
}

function workloads(model: MeshModel): readonly Workload[] {
  return model.istioParity
    ? [...model.workloads.all, ...model.deploymentWorkloads]
    : model.workloads.all.filter(({ generated }) => !generated);
}
