import { podsOf } from '../../../istio/gateways/gateway-pods';
import { MESH } from '../../../istio/references';
import { RouteUse } from '../../../istio/routes/route-use';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A VirtualService is not exported to where those are who should follow it: pods of its gateway, or clients. */
export const unseenVirtualService: Rule = {
  name: 'unseen-virtual-service',
  severity: 'error',
  summary: 'A VirtualService must be exported to the pods of its gateways, and to clients if it is for the mesh.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { clientNamespaces } = mesh.once(RouteUse);
    const configs = new Map(mesh.gatewayConfigs.map(one => [`${one.resource.namespace}/${one.name}`, one]));
    for (const { api, resource, exportTo, gateways } of mesh.virtualServices) {
      if (api !== 'istio' || exportTo.includes('*')) continue;
      const isSeen = (namespace: string) => exportTo.includes(namespace);
      for (const gateway of gateways) {
        if (gateway === MESH) {
          if (exportTo.includes('~') || clientNamespaces.size === 0 || exportTo.some(one => clientNamespaces.has(one)))
            continue;
          // Of namespaces whose pods are not in the set nothing is known.
          if (exportTo.some(one => mesh.model.workloads.inNamespace(one).length === 0)) continue;
          findings.push({
            resource,
            field: 'spec.exportTo',
            severity: 'warning',
            problem: `it is exported to ${quoted(exportTo)} only, where no pod has a proxy that would follow it`,
            fix: 'export it to the namespaces of the clients',
          });
          continue;
        }
        const config = configs.get(gateway);
        const pods = config === undefined ? [] : podsOf(mesh, config);
        if (config === undefined || pods.length === 0 || pods.some(({ namespace }) => isSeen(namespace))) continue;
        findings.push({
          resource,
          field: 'spec.exportTo',
          problem: `the pods of Gateway "${gateway}" are in namespace ${quoted(pods.map(({ namespace }) => namespace))}, to which the VirtualService is not exported: the gateway answers 404`,
          fix: `add ${quoted(pods.map(({ namespace }) => namespace))} to exportTo`,
          related: [config.resource],
        });
      }
    }
    return findings;
  },
};
