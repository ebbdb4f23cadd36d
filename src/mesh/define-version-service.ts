import { DestinationRule } from '../../imports/networking.istio.io';
import type { Mesh } from './mesh';
import type { MeshVersionRef } from './references';
import { toManifestPort } from './service-port';
import { nameVersionService, versionServiceOf } from './version-service';

/**
 * Makes sure that there is a Service for one version alone: routes of the Gateway API know no subsets. What the policy of
 * the host says of the version holds for it too.
 */
export function requireVersionService(mesh: Mesh, version: MeshVersionRef): void {
  if (versionServiceOf(version) !== undefined) return;
  const { service } = version;
  const namespace = service.namespace.name;
  const name = nameVersionService(version);
  mesh.defineObject(service, 'workloads', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: { ...service.selector } },
    spec: { selector: { ...service.selector, ...version.labels }, ports: service.ports.map(toManifestPort) },
  });
  mesh.define(service, 'destinationRules', DestinationRule, { name, namespace }, () => {
    const policy = service.policyOf(version);
    const host = `${name}.${namespace}.svc.${mesh.clusterDomain}`;
    return Object.keys(policy).length === 0 ? { host } : { host, trafficPolicy: policy };
  });
}
