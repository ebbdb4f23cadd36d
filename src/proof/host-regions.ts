import { HostIndex } from '../istio/host-index';
import { AUTHORITY, SERVER_NAME } from '../requests/attribute';
import { chosen, type NamedChoice } from '../requests/test';
import type { Literal } from '../requests/witness/literal';

/** Hosts that one pattern covers, and no more specific one of a list. */
export interface HostRegion {
  /** What they are called: the pattern, or that no pattern covers them. */
  readonly name: string;
  /** One of them. */
  readonly sample: string;
  /** What holds for them, asked of the `Host` header, or of the server name. */
  readonly literal: Literal;
}

const NO_PATTERN = 'no-host.invalid';
const OTHERS = 'any other host';

/** Cuts all hosts into parts: one for each pattern, and one for hosts that no pattern covers. */
export function hostRegions(patterns: readonly string[], of: 'authority' | 'server name'): readonly HostRegion[] {
  const index = new HostIndex<string>();
  for (const pattern of patterns) index.add(pattern.toLowerCase(), pattern);
  const table: NamedChoice<string> = {
    patterns,
    find: value => index.mostSpecific(withoutPort(value ?? '').toLowerCase()),
    nameOf: pattern => pattern,
  };
  const term = of === 'authority' ? AUTHORITY : SERVER_NAME;
  const region = (sample: string, pattern: string | undefined): HostRegion => {
    return { name: pattern ?? OTHERS, sample, literal: { term, test: chosen(table, pattern), answer: true } };
  };
  const covered = [...new Set(patterns)].map(pattern =>
    region(pattern.startsWith('*') ? `any${pattern.slice(1)}` : pattern, pattern),
  );
  return patterns.includes('*') ? covered : [...covered, region(NO_PATTERN, undefined)];
}

function withoutPort(authority: string): string {
  return authority.replace(/:\d+$/, '');
}
