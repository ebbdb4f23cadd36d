import type { Manifest } from '../values/manifest';
import { isMapping } from '../values/plain-data';

/** Metadata that the API server writes. */
const SERVER_METADATA = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'selfLink',
]);

/** Annotations that kubectl and controllers write. */
const SERVER_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
]);

/** The object as its author wrote it: without its status, and without what the API server adds. */
export function cleaned(manifest: Manifest): Manifest {
  const { metadata, status: _, ...rest } = manifest;
  const own = Object.entries(metadata).filter(([field, value]) => !SERVER_METADATA.has(field) && value !== null);
  const { annotations, labels, ...named } = Object.fromEntries(own);
  const kept = Object.entries(isMapping(annotations) ? annotations : {}).filter(
    ([key]) => !SERVER_ANNOTATIONS.has(key),
  );
  const told = kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) };
  const labelled = manifest.kind === 'Namespace' ? withoutOwnName(labels, metadata.name) : labels;
  const of = { ...named, ...(labelled === undefined ? {} : { labels: labelled }), ...told };
  const content = isLive(metadata) ? withoutAssigned(rest) : rest;
  return { ...withoutNullTimes(content), metadata: of } as Manifest;
}

/** The labels of a Namespace without the one that the API server gives to each. */
function withoutOwnName(labels: unknown, name: string | undefined): unknown {
  const key = 'kubernetes.io/metadata.name';
  if (!isMapping(labels) || labels[key] !== name) return labels;
  const { [key]: _, ...others } = labels;
  return Object.keys(others).length === 0 ? undefined : others;
}

/** Without the empty times that every program in Go prints in the metadata of templates. */
function withoutNullTimes<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNullTimes) as T;
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key !== 'metadata' || !isMapping(inner)) return [key, withoutNullTimes(inner)];
    const { creationTimestamp, ...others } = inner;
    return [key, withoutNullTimes(creationTimestamp === null ? others : inner)];
  });
  return Object.fromEntries(entries) as T;
}

/** Whether an object comes from an API server. */
function isLive(metadata: Manifest['metadata']): boolean {
  return ['managedFields', 'resourceVersion', 'uid'].some(field => metadata[field] !== undefined);
}

/** Addresses that the cluster gave to a Service, and labels by which controllers find what they made. */
function withoutAssigned(rest: Omit<Manifest, 'metadata'>): Omit<Manifest, 'metadata'> {
  const { kind, apiVersion, spec } = rest as { kind: string; apiVersion: string; spec?: unknown };
  if (!isMapping(spec)) return rest;
  if (apiVersion === 'v1' && kind === 'Service' && spec.clusterIP !== 'None') {
    const { clusterIP: _, clusterIPs: __, ipFamilies: ___, ...others } = spec;
    return { ...rest, spec: others };
  }
  if (kind === 'Namespace') {
    const { finalizers: _, ...others } = spec;
    const { spec: __, ...all } = rest as { readonly [field: string]: unknown };
    return (Object.keys(others).length === 0 ? all : { ...all, spec: others }) as Omit<Manifest, 'metadata'>;
  }
  return rest;
}

/** Why an object of a cluster is not taken over: something else makes it, or keeps it a secret. */
export function leftOutFor({ apiVersion, kind, metadata }: Manifest): string | undefined {
  if (apiVersion === 'v1' && kind === 'Secret') return 'Secrets do not belong into source code';
  const owners = metadata.ownerReferences;
  if (Array.isArray(owners) && owners.some(owner => isMapping(owner) && owner.controller === true)) {
    const [owner] = owners as readonly { readonly kind?: unknown; readonly name?: unknown }[];
    return `${String(owner?.kind)} "${String(owner?.name)}" makes it`;
  }
  const isMade =
    MADE_BY_CLUSTER.has(kind) ||
    (kind === 'ConfigMap' && GENERATED_CONFIG.has(metadata.name ?? '')) ||
    (kind === 'ServiceAccount' && metadata.name === 'default');
  return isLive(metadata) && isMade ? 'the cluster makes it' : undefined;
}

/** Kinds that nobody writes by hand for a cluster that has them already. */
const MADE_BY_CLUSTER = new Set(['Endpoints', 'EndpointSlice', 'Event', 'Lease']);

const GENERATED_CONFIG = new Set(['kube-root-ca.crt', 'istio-ca-root-cert', 'istio-ca-crl']);
