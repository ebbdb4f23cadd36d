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

/** The environment of istiod, by which features are switched, as far as the set tells it. */
export function istiodEnvironment(
  operators: readonly OperatorInstallation[],
  charts: readonly ChartInstallation[],
  deployments: readonly Resource<'Deployment'>[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const addAll = (values: unknown) => {
    if (isMapping(values)) for (const [name, value] of Object.entries(values)) found.set(name, String(value));
  };
  for (const { spec } of operators) addAll(valueAt(spec.values, 'pilot.env'));
  for (const { chart, values } of charts) {
    if (chart !== 'istiod') continue;
    addAll(valueAt(values, 'pilot.env'));
    addAll(values.env);
  }
  for (const deployment of deployments) {
    if (deployment.labels.app !== 'istiod') continue;
    for (const { env = [] } of deployment.spec.template?.spec?.containers ?? []) {
      for (const { name, value } of env) if (name !== undefined && value !== undefined) found.set(name, value);
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
