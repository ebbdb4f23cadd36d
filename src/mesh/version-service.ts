import { DestinationRule } from '../../imports/networking.istio.io';
import type { VersionRef } from '../routing/refs';
import type { DeclaredPlace } from '../tree/declared-access';
import { shortened } from '../values/names';
import type { Mesh } from './mesh';
import type { MeshServiceRef, MeshVersionRef } from './references';
import { toManifestPort } from './service-port';

const DEFINED = new WeakMap<VersionRef, string>();

/** The name of the Service for one version alone, where one is defined. */
export function versionServiceOf(version: VersionRef): string | undefined {
  return DEFINED.get(version);
}

/** The names of the Services that stand for a service or one of its versions: policies for the service are for all. */
export function serviceNamesOf({ name, versions }: MeshServiceRef): readonly string[] {
  return [name, ...versions.flatMap(version => versionServiceOf(version) ?? [])];
}

/** The full host of the Service for one version alone, where one is defined. */
export function versionHostOf(version: VersionRef): string | undefined {
  const { host } = version.service;
  const own = versionServiceOf(version);
  return own === undefined ? undefined : `${own}${host.slice(host.indexOf('.'))}`;
}

/** A version as a place where requests are declared to go. */
export function declaredVersionOf(version: VersionRef): NonNullable<DeclaredPlace['version']> {
  const { subset, labels } = version;
  return { subset, labels, host: versionHostOf(version) };
}

/**
 * Makes sure that there is a Service for one version alone: routes of the Gateway API know no subsets. What the policy of
 * the host says of the version holds for it too.
 */
export function requireVersionService(mesh: Mesh, version: MeshVersionRef): void {
  if (DEFINED.has(version)) return;
  const { service } = version;
  const namespace = service.namespace.name;
  const name = shortened(`${service.name}-${version.subset}`);
  DEFINED.set(version, name);
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
