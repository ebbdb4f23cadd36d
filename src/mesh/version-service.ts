import type { VersionRef } from '../routing/refs';
import type { DeclaredPlace } from '../tree/declared-access';
import { shortened } from '../values/names';
import type { MeshServiceRef, MeshVersionRef } from './references';

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

/** Notes that a version gets a Service of its own, and says how it is called. */
export function nameVersionService(version: MeshVersionRef): string {
  const name = shortened(`${version.service.name}-${version.subset}`);
  DEFINED.set(version, name);
  return name;
}
