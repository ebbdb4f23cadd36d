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
  const names = RULES.flatMap(rule => [rule.name, ...rule.equivalents]);
  const similar = name === '' ? [] : names.filter(one => one.toLowerCase().includes(name.toLowerCase())).slice(0, 5);
  const likely = similar.length > 0 ? similar : [nearest(name, names)].filter(one => one !== undefined);
  const hint = likely.length === 0 ? '; see cdk8s-istio rules' : `, did you mean "${likely.join('" or "')}"?`;
  throw new ConfigError(`Cannot find rule "${name}": wanted the name or code of a rule${hint}`);
}
