import { revisionOf } from '../../../model/injection';
import type { MeshNamespace } from '../../../model/namespaces';
import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';

const INJECT = 'sidecar.istio.io/inject';

/**
 * A pod asks for a sidecar and gets none: no injector looks at it. Injectors select pods by labels, their own and those
 * of the namespace, before they read what a pod asks for.
 */
export const ineffectiveInjectionRequest: Rule = {
  name: 'ineffective-injection-request',
  severity: 'warning',
  summary: 'A pod that requests a sidecar must be selected by an injector.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const workload of model.workloads.all) {
      const { resource, labels, annotations, namespace, podPath, generated, dataPlane } = workload;
      if (generated || dataPlane !== 'none' || (labels[INJECT] ?? annotations[INJECT]) !== 'true') continue;
      const path = podPath === '' ? 'metadata' : `${podPath}.metadata`;
      const why = obstacle(workload, model.namespaces.get(namespace));
      if (why === undefined) continue;
      findings.push({
        resource,
        field: `${path}.${labels[INJECT] === undefined ? 'annotations' : 'labels'}["${INJECT}"]`,
        problem: `the pod asks for a sidecar and gets none: ${why[0]}`,
        fix: why[1],
      });
    }
    return findings;
  },
};

function obstacle(
  { labels, pod }: Workload,
  namespace: MeshNamespace | undefined,
): readonly [why: string, fix: string] | undefined {
  if (pod.hostNetwork === true) {
    return ['it is in the network of its node, where no proxy can take its traffic', 'remove hostNetwork'];
  }
  if (namespace?.resource === undefined) return undefined;
  const injection = namespace.labels['istio-injection'];
  if (injection !== undefined && injection !== 'enabled') {
    return [
      `the label "istio-injection: ${injection}" keeps injectors out of namespace "${namespace.name}"`,
      'write "istio-injection: enabled" on the namespace, or remove that label and keep the label of the pod',
    ];
  }
  if (labels[INJECT] === undefined && revisionOf(namespace.labels, labels, false) === undefined) {
    return [
      'injectors select pods by label, and this annotation is none; the namespace has no label for injection',
      `write the label ${INJECT}: "true" on the pod, or label the namespace`,
    ];
  }
  return undefined;
}
