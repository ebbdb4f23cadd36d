import { unreadValues } from '../values/chart-keys';
import { ConfigError } from '../values/config-error';
import { MESH_CONFIG_SINCE } from '../values/mesh-config-history';
import { isMapping } from '../values/plain-data';
import { type ValueTree, valueAt } from '../values/value-tree';
import { CHART_ONLY_VALUES } from './chart-only-values';
import type { ExtraValues, InstallModel } from './install-model';
import type { InstalledMeshConfig } from './newer-mesh-config';
import { replacementOfRetired } from './registries';
import { unknownValues, type ValuesKind, wrongValues } from './value-keys';

type Chart = keyof ExtraValues;

/** Kinds of the Sail operator that know the values of a chart as every delivery takes them. */
const SCHEMAS: { readonly [chart in Chart]?: ValuesKind } = { istiod: 'Istio', cni: 'IstioCNI' };

/** Values that the plan has a property for; a second writer would contradict what the rest of the plan says. */
const OWNED: readonly (readonly [path: readonly string[], property: string])[] = [
  [['compatibilityVersion'], 'compatibilityVersion'],
  [['defaultRevision'], 'revision and tags'],
  [['global', 'istioNamespace'], 'namespace'],
  [['profile'], 'profile'],
  [['revision'], 'revision'],
  [['revisionTags'], 'tags'],
];

/** Where a chart keeps what it also takes at the root. */
const SCOPES: { readonly [chart in Chart]: string | undefined } = {
  base: undefined,
  istiod: 'pilot',
  cni: 'cni',
  ztunnel: undefined,
};

/**
 * Checks the chart values that the user writes past the typed properties, and the fields of the mesh configuration.
 *
 * @param envOfTheChart variables of istiod that its chart writes, with what sets each of them
 * @throws ConfigError for the first value that the charts would take wrongly or not at all
 */
export function checkValues(
  model: InstallModel,
  envOfTheChart: { readonly [name: string]: string },
  where: string,
): void {
  checkMeshConfigKeys(model.meshConfig, where);
  checkMeshConfigKeys(model.canary?.meshConfig, where);
  const extra = model.extraValues;
  for (const chart of ['base', 'istiod', 'cni', 'ztunnel'] as const) {
    const values: ValueTree | undefined = extra?.[chart];
    if (values === undefined) continue;
    checkOwned(chart, values, where);
    checkKeys(chart, values, where);
    checkTree(values, `extraValues.${chart}`, where);
    if (chart === 'istiod') checkIstiodEnv(values, envOfTheChart, where);
  }
}

function checkOwned(chart: Chart, values: ValueTree, where: string): void {
  for (const [path, property] of OWNED) {
    if (valueAt(values, ...path) === undefined) continue;
    throw new ConfigError(
      `Cannot set ${path.join('.')} in extraValues.${chart} at ${where}: wanted the property ${property}, which sets it together with what depends on it`,
    );
  }
}

function checkKeys(chart: Chart, values: ValueTree, where: string): void {
  const got = firstUnread(chart, values) ?? firstUnscoped(chart, values) ?? wrongMeshConfig(values);
  if (got === undefined) return;
  throw new ConfigError(`Cannot use extraValues.${chart} at ${where}: wanted values that the chart reads, got ${got}`);
}

function firstUnread(chart: Chart, values: ValueTree): string | undefined {
  const [unread] = unreadValues(chart, values);
  if (unread === undefined) return undefined;
  const { path, meant } = unread;
  return `"${path.join('.')}"${meant === undefined ? '' : `, did you mean "${meant.join('.')}"?`}`;
}

/** A key that the chart also takes at its root, and that istioctl knows below the name of the component alone. */
function firstUnscoped(chart: Chart, values: ValueTree): string | undefined {
  const scope = SCOPES[chart];
  const kind = SCHEMAS[chart];
  if (scope === undefined || kind === undefined) return undefined;
  const unscoped = Object.keys(values).find(key => unknownValues(kind, { [key]: {} }, CHART_ONLY_VALUES).length > 0);
  return unscoped === undefined ? undefined : `"${unscoped}"; write ${scope}.${unscoped}, as every delivery takes it`;
}

function wrongMeshConfig({ meshConfig }: ValueTree): string | undefined {
  return isMapping(meshConfig) ? meshConfigProblem(meshConfig) : undefined;
}

/** The first field that istiod does not know, or the first value that it cannot read. */
function meshConfigProblem(meshConfig: ValueTree): string | undefined {
  const newer = Object.keys(MESH_CONFIG_SINCE).map(path => ['meshConfig', ...path.split('.')]);
  return unknownValues('Istio', { meshConfig }, newer)[0] ?? wrongValues('Istio', { meshConfig })[0];
}

/** Types cannot refuse what was spread or parsed into the mesh configuration. */
function checkMeshConfigKeys(meshConfig: InstalledMeshConfig | undefined, where: string): void {
  if (meshConfig === undefined) return;
  const problem = meshConfigProblem({ ...meshConfig });
  if (problem === undefined) return;
  throw new ConfigError(`Cannot use the mesh configuration at ${where}: wanted fields of MeshConfig, got ${problem}`);
}

function checkTree(tree: ValueTree, path: string, where: string): void {
  for (const [key, value] of Object.entries(tree)) {
    const at = `${path}.${key}`;
    if (key === 'hub' && typeof value === 'string') {
      const replacement = replacementOfRetired(value);
      if (replacement !== undefined) {
        throw new ConfigError(
          `Cannot pull images from "${value}" in ${at} at ${where}: wanted a registry that stays, this one is switched off in December 2026; use ${replacement}`,
        );
      }
    }
    if ((key === 'env' || /annotations$/i.test(key)) && isMapping(value)) checkText(value, at, where);
    else if (isMapping(value)) checkTree(value, at, where);
  }
}

/** Environment variables and annotations are text; Helm renders a boolean as one, and the API server refuses it. */
function checkText(map: ValueTree, path: string, where: string): void {
  for (const [key, value] of Object.entries(map)) {
    if (typeof value === 'string') continue;
    throw new ConfigError(
      `Cannot set "${key}" in ${path} at ${where}: wanted text such as '${String(value)}', got the ${typeof value} ${String(value)}`,
    );
  }
}

function checkIstiodEnv(values: ValueTree, envOfTheChart: { readonly [name: string]: string }, where: string): void {
  const env = valueAt(values, 'pilot', 'env');
  if (!isMapping(env)) return;
  for (const name of Object.keys(env)) {
    const instead = envOfTheChart[name];
    if (instead === undefined) continue;
    throw new ConfigError(
      `Cannot set "${name}" in extraValues.istiod.pilot.env at ${where}: wanted variables that the chart does not write itself, or the container names one twice and server-side apply refuses it; use ${instead}`,
    );
  }
}
