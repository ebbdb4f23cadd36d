import { revisionOf } from '../../../model/injection';
import { isAmbient } from '../../../model/namespaces';
import type { Finding, Rule } from '../../rule';

/** A pod asks to join the mesh and uses the network of its node, which is never redirected: it stays outside. */
export const hostNetworkWorkload: Rule = {
  name: 'host-network-workload',
  severity: 'warning',
  summary: 'Pods that use the network of their node cannot join the mesh.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const { resource, pod, podPath, labels, namespace, dataPlane } of model.workloads.all) {
      if (pod.hostNetwork !== true || dataPlane !== 'none') continue;
      const own = labels['sidecar.istio.io/inject'];
      const asks = own === 'true' || labels['istio.io/dataplane-mode'] === 'ambient';
      const wanted = model.namespaces.get(namespace)?.labels ?? {};
      const isOut = own === 'false' || labels['istio.io/dataplane-mode'] === 'none';
      const inherits = !isOut && (revisionOf(wanted, labels, false) !== undefined || isAmbient(wanted));
      if (!asks && !inherits) continue;
      findings.push({
        resource,
        field: `${podPath === '' ? '' : `${podPath}.`}spec.hostNetwork`,
        severity: asks ? 'warning' : 'info',
        problem: 'the pods use the network of their node, so that they do not join the mesh',
        fix: 'remove hostNetwork, or exclude the pods by the label sidecar.istio.io/inject: "false"',
      });
    }
    return findings;
  },
};
