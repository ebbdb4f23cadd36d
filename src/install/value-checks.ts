import { ConfigError } from '../values/config-error';
import type { ExtraValues } from './install-model';
import { replacementOfRetired } from './registries';
import { isValueTree, type ValueTree } from './value-tree';

/**
 * Checks chart values that the user writes past the typed properties.
 *
 * @param envOfTheChart variables of istiod that its chart writes, with what sets each of them
 * @throws ConfigError for the first value that the charts would take wrongly or not at all
 */
export function checkValues(
  extra: ExtraValues | undefined,
  envOfTheChart: { readonly [name: string]: string },
  where: string,
): void {
  for (const [chart, values] of Object.entries(extra ?? {}) as [string, ValueTree | undefined][]) {
    if (values === undefined) continue;
    checkTree(values, `extraValues.${chart}`, where);
    if (chart === 'istiod') checkIstiodEnv(values, envOfTheChart, where);
  }
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
    if ((key === 'env' || /annotations$/i.test(key)) && isValueTree(value)) checkText(value, at, where);
    else if (isValueTree(value)) checkTree(value, at, where);
  }
}

/** Environment variables and annotations are text; Helm renders a boolean as one, and the API server refuses it. */
function checkText(map: ValueTree, path: string, where: string): void {
  for (const [key, value] of Object.entries(map)) {
    if (typeof value === 'string') continue;
    throw new ConfigError(
      `Cannot set "${key}" in ${path} at ${where}: wanted text such as "${String(value)}" in quotes, got the ${typeof value} ${String(value)}`,
    );
  }
}

function checkIstiodEnv(values: ValueTree, envOfTheChart: { readonly [name: string]: string }, where: string): void {
  for (const path of [['env'], ['pilot', 'env']]) {
    const env = path.reduce<unknown>((tree, key) => (isValueTree(tree) ? tree[key] : undefined), values);
    if (!isValueTree(env)) continue;
    for (const name of Object.keys(env)) {
      const instead = envOfTheChart[name];
      if (instead === undefined) continue;
      throw new ConfigError(
        `Cannot set "${name}" in extraValues.istiod.${path.join('.')} at ${where}: wanted variables that the chart does not write itself, or the container names one twice and server-side apply refuses it; use ${instead}`,
      );
    }
  }
}
