import type { WrittenCondition, WrittenConditions } from './written-conditions';

/** The fields of sources and operations that are about connections. */
const FIELDS: ReadonlySet<string> = new Set(['principals', 'namespaces', 'serviceAccounts', 'ipBlocks', 'ports']);

/** The keys of conditions that are about connections. */
const KEYS: ReadonlySet<string> = new Set([
  'source.ip',
  'source.namespace',
  'source.principal',
  'destination.ip',
  'destination.port',
]);

/** A field that istiod leaves out for ztunnel although it does not count it among those of HTTP. */
const LEFT_OUT = 'trustDomains';

/** What istiod leaves of a rule for ztunnel, or a condition because of which the rule matches nothing. */
export type RuleOfZtunnel = WrittenConditions | { readonly lost: WrittenCondition };

/**
 * The conditions of a rule that ztunnel can check. An ALLOW rule with others does not count at all. Of a DENY rule they
 * are left out; a source, an operation or a condition of which nothing is left matches nothing.
 *
 * @see https://istio.io/latest/docs/ambient/usage/l4-policy/
 */
export function ruleOfZtunnel(written: WrittenConditions, allows: boolean): RuleOfZtunnel {
  const { from, to, when } = written;
  const all = [...from.flat(), ...to.flat(), ...when];
  const [unseen] = all.filter(one => !isSeenByZtunnel(one) && (!allows || one.key !== LEFT_OUT));
  const left = (alternatives: readonly (readonly WrittenCondition[])[]) =>
    alternatives.map(one => one.filter(isSeenByZtunnel)).filter(one => one.length > 0);
  const seen = { from: left(from), to: left(to), when: when.filter(isSeenByZtunnel) };
  const isEmptied =
    (from.length > 0 && seen.from.length === 0) ||
    (to.length > 0 && seen.to.length === 0) ||
    seen.when.length < when.length;
  const lost = allows && unseen !== undefined ? unseen : isEmptied ? (unseen ?? all[0]) : undefined;
  return lost === undefined ? seen : { lost };
}

/** Whether ztunnel checks a condition. */
export function isSeenByZtunnel({ key, isKeyed }: WrittenCondition): boolean {
  return (isKeyed ? KEYS : FIELDS).has(key);
}
