import { RULES } from '../analysis/registry';
import type { Rule } from '../analysis/rule';
import { ConfigError } from '../values/config-error';
import { nearest } from '../values/nearest';

/**
 * The rules with this name or with this code of istioctl or Kiali.
 *
 * @throws ConfigError if there is none
 */
export function rulesNamed(name: string): readonly [Rule, ...Rule[]] {
  const [first, ...others] = RULES.filter(rule => rule.name === name || rule.equivalents.includes(name.toUpperCase()));
  if (first !== undefined) return [first, ...others];
  const similar = nearest(
    name,
    RULES.map(rule => rule.name),
  );
  const hint = similar === undefined ? '' : `, did you mean "${similar}"?`;
  throw new ConfigError(`Cannot find rule "${name}": wanted the name or code of a rule${hint}`);
}
