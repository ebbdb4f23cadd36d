import { printLabels } from '../../../model/labels';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { firstServiceOf, whoGetsBy } from '../../passing-request';
import type { Finding, Rule } from '../../rule';
import { asksForInjection } from '../../selected-pods';
import { isAmbientPod } from '../visibility/conflicting-sidecars';

/** An AuthorizationPolicy is about no pod of the mesh: nothing is allowed or denied by it. */
export const policyWithoutWorkload: Rule = {
  name: 'policy-without-workload',
  severity: 'error',
  summary: 'The selector of an AuthorizationPolicy must select pods that are in the mesh.',
  equivalents: ['IST0127', 'KIA0004'],
  isAboutOpenings: true,
  istioAnalyzers: ['authz.AuthorizationPoliciesAnalyzer'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const resource of model.all('AuthorizationPolicy')) {
      if (model.istioParity) {
        if (isMatchedForIstioctl(resource, model)) continue;
        findings.push({
          resource,
          problem: `no pod in the mesh has the labels "${printLabels(resource.spec.selector?.matchLabels)}"`,
        });
        continue;
      }
      const labels = resource.spec.selector?.matchLabels;
      if (labels === undefined || Object.keys(labels).length === 0) continue;
      const isRoot = resource.namespace === model.meshConfig.rootNamespace;
      const scope = isRoot ? undefined : resource.namespace;
      const there = scope === undefined ? model.workloads.all : model.workloads.inNamespace(scope);
      // Of a namespace whose pods are not in the set nothing is known.
      if (there.length === 0) continue;
      const selected = model.workloads.selectedBy(labels, scope);
      if (selected.some(({ dataPlane }) => dataPlane !== 'none')) continue;
      const where = isRoot ? 'the mesh' : `namespace "${resource.namespace}"`;
      const [outside] = selected;
      // That nobody installs the revision that they ask for is for another rule.
      if (selected.some(workload => asksForInjection(workload, model))) continue;
      findings.push({
        resource,
        field: 'spec.selector.matchLabels',
        problem:
          outside === undefined
            ? `no pod of ${where} has the labels "${printLabels(labels)}"`
            : `the pods of "${outside.name}" have no sidecar and are not in the ambient mesh, so that nothing enforces the policy${whoGetsBy(mesh, resource, firstServiceOf(outside, mesh))}`,
        fix: outside === undefined ? 'select labels of the pod template' : 'take the pods into the mesh',
        related: outside === undefined ? [] : [outside.resource],
      });
    }
    return findings;
  },
};

function isMatchedForIstioctl({ spec, namespace }: Resource<'AuthorizationPolicy'>, model: MeshModel): boolean {
  const isRoot = namespace === model.meshConfig.rootNamespace;
  if (spec.selector === undefined)
    return isRoot || model.workloads.inNamespace(namespace).some(other => isInMesh(other, model));
  return model.workloads
    .selectedBy(spec.selector.matchLabels, isRoot ? undefined : namespace)
    .some(other => isInMesh(other, model));
}

/** Istioctl takes the namespace's injection label for the fact, and does not know revisions. */
export function isInMesh(workload: Workload, model: MeshModel): boolean {
  if (isAmbientPod(workload, true)) return true;
  const { containers = [], initContainers = [] } = workload.pod;
  const proxy = [...containers, ...initContainers].find(({ name }) => name === 'istio-proxy');
  if ((proxy?.image ?? '') !== '') return true;
  const asked = workload.labels['sidecar.istio.io/inject'] ?? workload.annotations['sidecar.istio.io/inject'];
  if (asked !== undefined) return asked === 'true';
  return model.namespaces.get(workload.namespace)?.labels['istio-injection'] === 'enabled';
}
