import type { Manifest } from '../values/manifest';
import type { MeshServiceRef } from './references';
import { toManifestPort } from './service-port';

/** The objects by which a cluster has a service that somebody else runs: what is declared of them, and no more. */
export function existingServiceObjects(service: MeshServiceRef): Manifest[] {
  const { name, selector, ports, serviceAccountName } = service;
  const namespace = service.namespace.name;
  const pods =
    service.versions.length === 0 ? [{ subset: undefined, labels: {}, replicas: undefined }] : service.versions;
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector, ports: ports.map(toManifestPort) },
    },
    ...pods.map(({ subset, labels, replicas }) => ({
      apiVersion: 'apps/v1',
      // Of the pods of a DaemonSet nobody expects to know the number.
      kind: replicas === undefined ? 'DaemonSet' : 'Deployment',
      metadata: { name: subset === undefined ? name : `${name}-${subset}`, namespace },
      spec: {
        replicas,
        selector: { matchLabels: { ...selector, ...labels } },
        template: {
          metadata: { labels: { ...selector, ...labels } },
          spec: {
            serviceAccountName,
            containers: [{ name, ports: ports.map(({ targetPort }) => ({ containerPort: targetPort })) }],
          },
        },
      },
    })),
  ];
}
