import type { EffectiveMesh } from '../istio/effective-mesh';
import { Memo } from '../istio/memo';
import type { Resource } from '../model/resource';
import type { HttpMatch } from '../model/shapes/traffic';
import { CoverIndex, coversMatch } from '../routing/match-cover';
import type { ManifestMatch } from '../routing/request-match';
import { canonicalJson } from '../values/plain-data';

/** One rule of a VirtualService, and what earlier rules leave of it. */
export interface RouteRule {
  readonly label: string;
  readonly field: string;
  /** Why the rule is never used, if it is not. */
  readonly unreachable: string | undefined;
  /** Its matches that an earlier match covers. */
  readonly covered: readonly CoveredMatch[];
}

/** A match that an earlier one covers. */
export interface CoveredMatch {
  readonly match: RuleMatch;
  readonly by: RuleMatch;
  /** Whether both match the same. */
  readonly repeats: boolean;
}

/** A match, and the rule that it belongs to. */
export interface RuleMatch {
  readonly match: ManifestMatch;
  readonly rule: string;
  readonly label: string;
  readonly position: number;
}

type Protocol = 'http' | 'tcp' | 'tls';

/** The rules of the VirtualServices of a mesh, at which several rules of the analysis look. */
export class RouteRules {
  readonly #rules: { readonly [P in Protocol]: Memo<Resource<'VirtualService'>, readonly RouteRule[]> };

  public constructor({ model: { istioParity } }: EffectiveMesh) {
    const memo = (protocol: Protocol) =>
      new Memo((resource: Resource<'VirtualService'>) =>
        resource.spec[protocol] === undefined ? NO_RULES : readRules(resource, protocol, istioParity),
      );
    this.#rules = { http: memo('http'), tcp: memo('tcp'), tls: memo('tls') };
  }

  /** The rules of one protocol, in the order in which they are tried. */
  public of(resource: Resource<'VirtualService'>, protocol: Protocol): readonly RouteRule[] {
    return this.#rules[protocol].get(resource);
  }
}

const NO_RULES: readonly RouteRule[] = [];

/** Whether some rules have more than one match in all, so that one of them may cover another. */
export function hasSeveralMatches(rules: readonly { readonly match?: readonly unknown[] }[] | undefined = []): boolean {
  let matches = 0;
  for (const { match } of rules) matches += match?.length ?? 0;
  return matches > 1;
}

/**
 * The rules of one protocol, in the order in which they are tried. Of connections the most specific match is tried
 * first, whatever the order, so that there only those that match the same leave nothing to each other.
 *
 * @param istioParity whether only a rule without any match counts as one that matches everything
 */
function readRules(
  { spec }: Resource<'VirtualService'>,
  protocol: Protocol,
  istioParity: boolean,
): readonly RouteRule[] {
  const found: RouteRule[] = [];
  const wider = new CoverIndex<RuleMatch>();
  const same = new Map<string, RuleMatch>();
  let catchAll: string | undefined;
  const written = spec[protocol] ?? [];
  const mayCover = hasSeveralMatches(written);
  for (const [i, rule] of written.entries()) {
    const label = labelOf('name' in rule ? rule.name : undefined, i);
    const matches = catchAll === undefined && mayCover ? (rule.match ?? []) : [];
    const covered: CoveredMatch[] = [];
    for (const [position, one] of matches.entries()) {
      const match = {
        match: manifestForm(one),
        rule: label,
        label: labelOf('name' in one ? one.name : undefined, position),
        position,
      };
      const key = canonicalJson(match.match);
      const equal = same.get(key);
      const by = equal ?? (protocol === 'http' ? wider.find(match.match) : undefined);
      if (by !== undefined) covered.push({ match, by, repeats: equal !== undefined });
      if (equal === undefined) same.set(key, match);
      if (by === undefined) wider.add(match);
    }
    const isLeftNothing = matches.length > 0 && matches.length === covered.filter(({ repeats }) => repeats).length;
    const behind = `rule ${catchAll} before it matches everything${(rule.match ?? []).length === 0 ? ' as well' : ''}`;
    const repeated = isLeftNothing ? 'earlier rules match all that it matches' : undefined;
    found.push({
      label,
      field: `spec.${protocol}[${i}]`,
      unreachable: catchAll === undefined ? repeated : behind,
      covered,
    });
    const isOpen = istioParity || protocol !== 'http' ? (rule.match ?? []).length === 0 : catchesAll(rule);
    if (isOpen) catchAll = label;
  }
  return found;
}

/** Whether a rule for requests leaves nothing to those behind it. */
export function catchesAll({ match = [] }: { readonly match?: readonly HttpMatch[] | undefined }): boolean {
  return match.length === 0 || match.some(each => coversMatch(manifestForm(each), {}));
}

/** How problems name a rule or a match: by its name, or its place. */
export function labelOf(name: string | undefined, i: number): string {
  return name === undefined || name === '' ? `#${i}` : `"${name}"`;
}

/** A match without its names and without conditions that hold nothing, which Istio takes for absent ones. */
export function manifestForm(written: HttpMatch): ManifestMatch {
  const form: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(written)) {
    if (field === 'name' || field === 'statPrefix' || isNothing(value)) continue;
    if (typeof value !== 'object' || Array.isArray(value)) form[field] = value;
    else {
      const inner = Object.entries(value).filter(([, text]) => text !== undefined);
      if (inner.length > 0) form[field] = Object.fromEntries(inner.map(([key, text]) => [key, text ?? {}]));
    }
  }
  const whole: ManifestMatch = form;
  if (whole.gateways === undefined) return whole;
  // With gateways named, Istio looks neither at the labels nor at the namespace of the source.
  const { sourceLabels: _, sourceNamespace: __, ...atGateways } = whole;
  return atGateways;
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}
