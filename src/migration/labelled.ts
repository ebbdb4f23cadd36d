import type { Manifest } from '../values/manifest';
import { isMapping } from '../values/plain-data';

/** Labels or annotations to set, and those to take away (`undefined`). */
export type Changes = { readonly [key: string]: string | undefined };

/** An object with other labels. */
export function withLabels(manifest: Manifest, labels: Changes): Manifest {
  return { ...manifest, metadata: changed(manifest.metadata, { labels }) as Manifest['metadata'] };
}

/**
 * An object with other labels and annotations on the pods that it makes.
 *
 * @param path where its pods are written, such as `spec.template`; empty for a Pod
 */
export function withPodMetadata(
  manifest: Manifest,
  path: string,
  changes: { readonly labels?: Changes; readonly annotations?: Changes },
): Manifest {
  const keys = path === '' ? [] : path.split('.');
  return inside(manifest, keys, pod => ({ ...pod, metadata: changed(pod.metadata, changes) })) as Manifest;
}

function inside(value: unknown, [key, ...rest]: readonly string[], change: (value: Mapping) => Mapping): Mapping {
  const mapping = isMapping(value) ? value : {};
  return key === undefined ? change(mapping) : { ...mapping, [key]: inside(mapping[key], rest, change) };
}

type Mapping = { readonly [key: string]: unknown };

function changed(metadata: unknown, changes: { readonly [field: string]: Changes | undefined }): Mapping {
  const result: { [key: string]: unknown } = isMapping(metadata) ? { ...metadata } : {};
  for (const [field, own] of Object.entries(changes)) {
    if (own === undefined) continue;
    const before = isMapping(result[field]) ? result[field] : {};
    const after = Object.entries({ ...before, ...own }).filter(([, value]) => value !== undefined);
    if (after.length > 0) result[field] = Object.fromEntries(after);
    else delete result[field];
  }
  return result;
}
