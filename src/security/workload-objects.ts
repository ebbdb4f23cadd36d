import type { NamespaceRef } from '../mesh/references';

/** An object of the app as plain data. */
export interface PlainObject {
  readonly kind: string;
  readonly metadata: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** The pods that a workload runs. */
export interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: { readonly hostNetwork?: boolean; readonly [field: string]: unknown };
}

/** The pods of a workload object, if it runs any. */
export function podTemplateOf({ kind, spec, metadata }: PlainObject): PodTemplate | undefined {
  if (kind === 'Pod') return { metadata, ...(spec === undefined ? {} : { spec }) };
  const around = kind === 'CronJob' ? fieldOf(fieldOf(spec, 'jobTemplate'), 'spec') : spec;
  return fieldOf(around, 'template') as PodTemplate | undefined;
}

/** Why the pods have no proxy of the mesh, or nothing if they have one. */
export function hasNoProxy(
  pods: PodTemplate,
  namespace: string,
  declared: NamespaceRef | undefined,
): string | undefined {
  const labels = pods.metadata?.labels ?? {};
  if (labels['sidecar.istio.io/inject'] === 'true') return undefined;
  if (declared === undefined || declared.dataPlane.mode === 'none') return `namespace "${namespace}" has no data plane`;
  if (declared.dataPlane.mode === 'ambient') {
    return labels['istio.io/dataplane-mode'] === 'none' ? 'its pods leave the ambient data plane' : undefined;
  }
  const inject = labels['sidecar.istio.io/inject'] ?? pods.metadata?.annotations?.['sidecar.istio.io/inject'];
  if (inject === 'false') return 'its pods refuse the sidecar';
  return pods.spec?.hostNetwork === true ? 'its pods use the network of the node' : undefined;
}

/** The hosts that the settings of the pods name: those with a dot, and bare names in a URL or before a port. */
export function namedHosts(pods: PodTemplate): ReadonlySet<string> {
  const text = JSON.stringify(pods.spec ?? {});
  const qualified = [...text.matchAll(/[a-z0-9-]+(?:\.[a-z0-9-]+)+/g)].map(([host]) => host);
  const bare = [...text.matchAll(/\/\/([a-z0-9-]+)(?![A-Za-z0-9.-])|(?<![A-Za-z0-9./-])([a-z0-9-]+):\d/g)];
  return new Set([...qualified, ...bare.map(([, inUrl, beforePort]) => inUrl ?? beforePort ?? '')]);
}

function fieldOf(value: unknown, name: string): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, Readonly<Record<string, unknown>> | undefined>)[name];
}
