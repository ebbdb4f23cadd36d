import { type ChartInstallation, type OperatorInstallation, valueAt } from './installations';
import type { Resource } from './resource';
import { isMapping } from './shape';

/** A control plane that the set installs. */
export interface InstalledRevision {
  /** The revision, or tag, by which namespaces choose it; `default` if it has none. */
  readonly revision: string;
  readonly resource: Resource;
}

/** The revisions and tags that the set installs. */
export function controlPlanesOf(
  operators: readonly OperatorInstallation[],
  charts: readonly ChartInstallation[],
  deployments: readonly Resource<'Deployment'>[],
  webhooks: readonly Resource<'MutatingWebhookConfiguration'>[],
  revisionTags: readonly Resource[],
): InstalledRevision[] {
  const planes: InstalledRevision[] = [];
  const add = (revision: unknown, resource: Resource) =>
    planes.push({ revision: typeof revision === 'string' && revision !== '' ? revision : 'default', resource });
  for (const { resource, spec } of operators) {
    if (spec.components?.pilot?.enabled === false) continue;
    add(spec.revision ?? valueAt(spec.values, 'revision'), resource);
  }
  for (const { resource, chart, values } of charts) {
    if (chart !== 'istiod') continue;
    add(values.revision, resource);
    const tags = values.revisionTags;
    if (Array.isArray(tags)) for (const tag of tags) add(tag, resource);
  }
  for (const resource of deployments) {
    if (resource.labels.app === 'istiod') add(resource.labels['istio.io/rev'], resource);
  }
  for (const resource of webhooks) {
    const tag = resource.labels['istio.io/tag'];
    if (tag !== undefined) add(tag, resource);
  }
  for (const resource of revisionTags) add(resource.name, resource);
  return planes;
}

/** A variable in the environment of istiod, and where it is set. */
export interface IstiodVariable {
  readonly name: string;
  readonly value: string;
  readonly resource: Resource;
  readonly field: string;
}

/** The environment of istiod, by which features are switched, as far as the set tells it; the last of a name counts. */
export function istiodVariables(
  operators: readonly OperatorInstallation[],
  charts: readonly ChartInstallation[],
  deployments: readonly Resource<'Deployment'>[],
): readonly IstiodVariable[] {
  const found: IstiodVariable[] = [];
  const addAll = (values: unknown, resource: Resource, base: string, path: string) => {
    if (!isMapping(values)) return;
    // Below a field that holds a text there are no paths.
    const isTree = /(?:values|valuesObject)$/i.test(base);
    for (const [name, value] of Object.entries(values)) {
      found.push({ name, value: String(value), resource, field: isTree ? `${base}.${path}.${name}` : base });
    }
  };
  const addList = (list: unknown, resource: Resource, field: string) => {
    if (!Array.isArray(list)) return;
    for (const [i, one] of list.entries()) {
      if (!isMapping(one) || typeof one.name !== 'string' || one.value === undefined) continue;
      found.push({ name: one.name, value: String(one.value), resource, field: `${field}[${i}].name` });
    }
  };
  for (const { resource, spec } of operators) {
    const isOperator = resource.kind === 'IstioOperator';
    addAll(valueAt(spec.values, 'pilot.env'), resource, isOperator ? 'spec.values' : 'data', 'pilot.env');
    addList(valueAt(spec, 'components.pilot.k8s.env'), resource, isOperator ? 'spec.components.pilot.k8s.env' : 'data');
  }
  for (const { resource, chart, values, valuesField } of charts) {
    if (chart !== 'istiod') continue;
    addAll(valueAt(values, 'pilot.env'), resource, valuesField, 'pilot.env');
    addAll(values.env, resource, valuesField, 'env');
  }
  for (const resource of deployments) {
    if (resource.labels.app !== 'istiod') continue;
    for (const [i, { env }] of (resource.spec.template?.spec?.containers ?? []).entries()) {
      addList(env, resource, `spec.template.spec.containers[${i}].env`);
    }
  }
  return found;
}

/** The minor that istiod is told to behave like, as far as the set tells it. */
export function compatibilityVersionOf(
  operators: readonly OperatorInstallation[],
  charts: readonly ChartInstallation[],
): string | undefined {
  const values = [
    ...operators.map(({ spec }) => valueAt(spec.values, 'compatibilityVersion')),
    ...charts.filter(({ chart }) => chart === 'istiod').map(one => one.values.compatibilityVersion),
  ];
  return values.find((value): value is string => typeof value === 'string' && /^\d+\.\d+$/.test(value));
}

/** Whether something in the set installs the CNI plugin of Istio. */
export function installsCni(
  resources: readonly Resource[],
  operators: readonly OperatorInstallation[],
  charts: readonly ChartInstallation[],
): boolean {
  return (
    charts.some(({ chart, values }) => chart === 'cni' || valueAt(values, 'pilot.cni.enabled') === true) ||
    operators.some(
      ({ spec }) =>
        CNI_PROFILES.has(spec.profile ?? '') ||
        spec.components?.cni?.enabled === true ||
        valueAt(spec.values, 'pilot.cni.enabled') === true,
    ) ||
    resources.some(({ kind, name }) => kind === 'IstioCNI' || (kind === 'DaemonSet' && name === 'istio-cni-node'))
  );
}

/** Whether something in the set installs ztunnel. */
export function installsZtunnel(
  resources: readonly Resource[],
  operators: readonly OperatorInstallation[],
  charts: readonly ChartInstallation[],
): boolean {
  return (
    charts.some(({ chart }) => chart === 'ztunnel') ||
    operators.some(({ spec }) => spec.components?.ztunnel?.enabled ?? AMBIENT_PROFILES.has(spec.profile ?? '')) ||
    resources.some(({ kind, name }) => kind === 'ZTunnel' || (kind === 'DaemonSet' && name === 'ztunnel'))
  );
}

const CNI_PROFILES: ReadonlySet<string> = new Set(['ambient', 'openshift', 'openshift-ambient']);
const AMBIENT_PROFILES: ReadonlySet<string> = new Set(['ambient', 'openshift-ambient']);
