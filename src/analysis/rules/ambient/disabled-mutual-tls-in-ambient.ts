import type { MeshModel } from '../../../model/mesh-model';
import { isAmbient } from '../../../model/namespaces';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';

type Policy = Resource<'PeerAuthentication'>;

/** Ztunnel cannot leave the encryption out: where mutual TLS is disabled, it accepts connections without it as well. */
export const disabledMutualTlsInAmbient: Rule = {
  name: 'disabled-mutual-tls-in-ambient',
  severity: 'warning',
  summary: 'A PeerAuthentication must not disable mutual TLS of pods in the ambient mesh.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('PeerAuthentication')) {
      const fields = disablingFields(resource);
      if (fields.length === 0) continue;
      const about = ambientTarget(resource, model);
      if (about === undefined) continue;
      for (const field of fields) {
        findings.push({
          resource,
          field,
          problem: `${about.label} in the ambient mesh, where mutual TLS cannot be disabled: the mode holds as PERMISSIVE`,
          fix: 'write PERMISSIVE, or leave the policy out where no other one is STRICT',
          related: about.workload === undefined ? [] : [about.workload.resource],
        });
      }
    }
    return findings;
  },
};

function disablingFields({ spec: { selector, mtls, portLevelMtls = {} } }: Policy): readonly string[] {
  const whole = mtls?.mode === 'DISABLE' ? ['spec.mtls.mode'] : [];
  // Ports count for selected pods only.
  if (Object.keys(selector?.matchLabels ?? {}).length === 0) return whole;
  const ports = Object.keys(portLevelMtls).filter(port => portLevelMtls[port]?.mode === 'DISABLE');
  return [...whole, ...ports.map(port => `spec.portLevelMtls.${port}.mode`)];
}

/** What a policy is about, if all pods of the mesh that it is about are in ambient mode. */
function ambientTarget(
  { namespace, spec }: Policy,
  model: MeshModel,
): { readonly label: string; readonly workload: Workload | undefined } | undefined {
  const labels = spec.selector?.matchLabels ?? {};
  const isSelecting = Object.keys(labels).length > 0;
  const isOfMesh = namespace === model.meshConfig.rootNamespace;
  if (isOfMesh && isSelecting) return undefined;
  const { workloads } = model;
  const pods = isOfMesh
    ? workloads.all
    : isSelecting
      ? workloads.selectedBy(labels, namespace)
      : workloads.inNamespace(namespace);
  const [first, ...others] = pods.filter(({ dataPlane }) => dataPlane !== 'none');
  if (first === undefined) {
    const isEmpty = pods.length === 0 && !isOfMesh && !isSelecting;
    if (!isEmpty || !isAmbient(model.namespaces.get(namespace)?.labels ?? {})) return undefined;
    return { label: `the pods of namespace "${namespace}" are`, workload: undefined };
  }
  if (first.dataPlane !== 'ambient' || others.some(({ dataPlane }) => dataPlane !== 'ambient')) return undefined;
  return { label: `the pods of "${first.name}" are`, workload: first };
}
