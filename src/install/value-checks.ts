import { ConfigError } from '../values/config-error';
import { MESH_CONFIG_SINCE } from '../values/mesh-config-history';
import { isMapping } from '../values/plain-data';
import { CHART_ONLY_VALUES } from './chart-only-values';
import type { ExtraValues, InstallModel } from './install-model';
import type { InstalledMeshConfig } from './newer-mesh-config';
import { replacementOfRetired } from './registries';
import { unknownValues, type ValuesKind } from './value-keys';
import { type ValueTree, valueAt } from './value-tree';

type Chart = keyof ExtraValues;

/** Whose schema describes the values of a chart, and where in it. */
const SCHEMAS: { readonly [chart in Chart]: { readonly kind: ValuesKind; readonly below: readonly string[] } } = {
  base: { kind: 'Istio', below: [] },
  istiod: { kind: 'Istio', below: [] },
  cni: { kind: 'IstioCNI', below: [] },
  ztunnel: { kind: 'ZTunnel', below: ['ztunnel'] },
};

/** Root keys of the ztunnel chart that its schema keeps elsewhere. */
const ZTUNNEL_ROOT: readonly (readonly string[])[] = [['global'], ['resourceScope']];

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
  const { kind, below } = SCHEMAS[chart];
  const also = chart === 'ztunnel' ? ZTUNNEL_ROOT : CHART_ONLY_VALUES;
  const [unknown] = unknownValues(kind, values, also, below);
  if (unknown === undefined) return;
  const root = /^"([^".]+)"/.exec(unknown)?.[1];
  const scope = SCOPES[chart];
  const scoped =
    root !== undefined &&
    scope !== undefined &&
    unknownValues(kind, { [scope]: { [root]: values[root] } }, also).length === 0;
  throw new ConfigError(
    `Cannot use extraValues.${chart} at ${where}: wanted keys that the chart reads, got ${scoped ? `"${root}"; write ${scope}.${root}, as every delivery takes it` : unknown}`,
  );
}

/** Types cannot refuse what was spread or parsed into the mesh configuration. */
function checkMeshConfigKeys(meshConfig: InstalledMeshConfig | undefined, where: string): void {
  if (meshConfig === undefined) return;
  const newer = Object.keys(MESH_CONFIG_SINCE).map(path => ['meshConfig', ...path.split('.')]);
  const [unknown] = unknownValues('Istio', { meshConfig }, newer);
  if (unknown === undefined) return;
  throw new ConfigError(`Cannot use the mesh configuration at ${where}: wanted fields of MeshConfig, got ${unknown}`);
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
