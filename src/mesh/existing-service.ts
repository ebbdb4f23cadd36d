import type { EffectiveMesh } from '../istio/effective-mesh';
import type { CheckFinding } from '../tree/check';
import type { Manifest } from '../values/manifest';
import { canonicalJson } from '../values/plain-data';
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

/** Where the objects of the app are otherwise than an existing service is declared; nothing where it has none of them. */
export function* existingMismatches(service: MeshServiceRef, { model }: EffectiveMesh): Iterable<CheckFinding> {
  const { name, namespace, selector, ports, serviceAccountName, versions } = service;
  const declared = `service "${service.label}" is declared as existing at ${service.node.path}`;
  const resource = model.find('Service', namespace.name, name);
  if (resource !== undefined && !resource.assumed) {
    const real = (resource.spec.ports ?? []).map(port => ({ ...port, targetPort: port.targetPort ?? port.port }));
    const offered = real.map(({ port, targetPort }) => `${port} -> ${targetPort}`).join(', ') || 'none';
    for (const { port, targetPort } of ports) {
      const found = real.find(one => one.port === port);
      // A port by name is that of a container, whose number the declaration may well know.
      if (found !== undefined && (typeof found.targetPort !== 'number' || found.targetPort === targetPort)) continue;
      yield {
        resource,
        field: 'spec.ports',
        problem: `${declared} with port ${port} -> ${targetPort}, but the app defines it with ${offered}`,
        fix: 'declare the ports as the Service has them',
      };
    }
    const written = resource.spec.selector ?? {};
    if (canonicalJson(written) !== canonicalJson(selector)) {
      yield {
        resource,
        field: 'spec.selector',
        problem: `${declared} with selector ${canonicalJson(selector)}, but the app defines it with ${canonicalJson(written)}`,
        fix: 'declare the selector that the Service has',
      };
    }
  }
  const pods = model.workloads.selectedBy(selector, namespace.name).filter(one => !one.resource.assumed);
  for (const pod of pods) {
    if (pod.serviceAccount === serviceAccountName) continue;
    yield {
      resource: pod.resource,
      problem: `${declared} with service account "${serviceAccountName}", but the app runs its pods as "${pod.serviceAccount}", which no policy lets through`,
      fix: `declare serviceAccountName: "${pod.serviceAccount}"`,
    };
  }
  if (pods.length === 0) return;
  for (const { name: version, labels, replicas } of versions) {
    const own = pods.filter(pod => Object.entries(labels).every(([key, value]) => pod.labels[key] === value));
    if (own.length === 0) {
      yield {
        problem: `version "${version}" of ${declared}, but no pods of the app have its labels ${canonicalJson(labels)}`,
        fix: 'declare the versions and labels that the pods have',
      };
    }
    const fewest = own.reduce((sum, { replicas: count }) => sum + (count?.min ?? 0), 0);
    if (replicas !== undefined && own.length > 0 && own.every(pod => pod.replicas !== undefined) && fewest < replicas) {
      yield {
        resource: own[0]?.resource,
        problem: `version "${version}" of ${declared} with ${replicas} replicas, but the app surely runs ${fewest}`,
        fix: `declare replicas: ${fewest}`,
      };
    }
  }
}
