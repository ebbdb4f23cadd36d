import type { EffectiveMesh } from '../istio/effective-mesh';
import { MESH } from '../istio/references';
import { type RouteKind, type RouteScope, RouteScopes } from '../istio/routes/route-scopes';
import type { HttpEntry, VirtualService } from '../istio/routes/virtual-services';
import type { Resource } from '../model/resource';
import { CoverIndex, coversMatch } from '../routing/match-cover';
import type { ManifestMatch } from '../routing/request-match';
import { addTo } from '../values/multimap';
import { canonicalJson } from '../values/plain-data';
import { catchesAll, hasSeveralMatches, labelOf, manifestForm } from './route-rules';

type Match = NonNullable<VirtualService['http'][number]['spec']['match']>[number];

/** A rule as proxies try it, with what it matches. */
interface TriedRule {
  readonly resource: Resource;
  readonly field: string;
  readonly label: string;
  readonly matches: readonly Match[];
  /** The rule of the root that delegates to it. */
  readonly via: string | undefined;
}

/** A rule of which earlier ones leave nothing. */
export interface HiddenRule {
  readonly field: string;
  readonly label: string;
  readonly reason: string;
}

/** A match that takes requests, and the rule that it belongs to. */
interface Taking {
  readonly match: ManifestMatch;
  readonly written: Match;
  readonly rule: TriedRule;
}

/** What is known of a rule from all the places where it is tried. */
interface State {
  readonly rule: TriedRule;
  used: boolean;
  by: readonly Taking[];
}

/**
 * The rules of VirtualServices that never take anything, since earlier ones take it wherever they count: rules are tried
 * in their order, those of delegates in the place of the rule that delegates.
 */
export class RouteReach {
  readonly #states = new Map<Resource, Map<string, State>>();
  readonly #hidden = new Map<Resource, HiddenRule[]>();
  readonly #scopes: RouteScopes;

  public constructor(mesh: EffectiveMesh) {
    this.#scopes = mesh.once(RouteScopes);
    for (const virtualService of mesh.virtualServices) {
      if (virtualService.api !== 'istio') continue;
      this.#readHttp(virtualService);
      this.#readConnections(virtualService, 'tls');
      this.#readConnections(virtualService, 'tcp');
    }
    for (const [resource, states] of this.#states) {
      for (const { rule, used, by } of states.values()) {
        if (used || by.length === 0) continue;
        addTo(this.#hidden, resource, { field: rule.field, label: rule.label, reason: reasonOf(rule, by) });
      }
    }
  }

  /** The rules of a VirtualService that never take anything. */
  public hiddenIn(resource: Resource): readonly HiddenRule[] {
    return this.#hidden.get(resource) ?? [];
  }

  #readHttp(virtualService: VirtualService): void {
    const { resource, http } = virtualService;
    if (!mayHide(http)) return;
    const rules = http.map(entry => triedRule(entry));
    const own = new Map<TriedRule, State>(rules.map(rule => [rule, { rule, used: false, by: [] }]));
    for (const scope of this.#placesOf(virtualService, 'http', rules)) {
      const before = new CoverIndex<Taking>();
      for (const rule of rules) this.#tryHttp(virtualService, scope, rule, before, own.get(rule));
    }
    const roots = new Map<string, State[]>();
    for (const state of own.values()) {
      const { via } = state.rule;
      if (via === undefined) this.#note(resource, state);
      else addTo(roots, via, state);
    }
    for (const [field, delegated] of roots) {
      const [first] = delegated;
      const isHidden = first !== undefined && delegated.every(({ used, by }) => !used && by.length > 0);
      if (isHidden) {
        const rule = { ...first.rule, resource, field, label: labelOf(undefined, indexOf(field)), via: undefined };
        this.#note(resource, { rule, used: false, by: first.by });
      }
      // What nothing comes to through one root may be used through another one.
      for (const state of delegated) this.#note(state.rule.resource, isHidden ? { ...state, by: [] } : state);
    }
  }

  /** Notes what one place makes of a rule: some match takes something, or earlier ones take all of it. */
  #tryHttp(
    virtualService: VirtualService,
    scope: RouteScope | undefined,
    rule: TriedRule,
    before: CoverIndex<Taking>,
    state: State | undefined,
  ): void {
    const by: Taking[] = [];
    const left: Taking[] = [];
    for (const written of rule.matches.length === 0 ? [EVERYTHING] : rule.matches) {
      if (scope !== undefined && !this.#scopes.isUsedAt(virtualService, 'http', written, scope)) continue;
      const match = scope === undefined ? manifestForm(written) : atScope(written);
      const earlier = before.find(match);
      if (earlier === undefined) left.push({ match, written, rule });
      else by.push(earlier);
    }
    for (const one of left) before.add(one);
    if (state === undefined) return;
    // A rule for whatever is left does no harm where nothing is left on the ports that there are.
    const isSpare = rule.matches.length === 0 && by.some(({ written }) => !takesAll(manifestForm(written)));
    if (left.length > 0 || isSpare) state.used = true;
    else if (by.length > 0 && state.by.length === 0) state.by = by;
  }

  /** Of connections the most specific match is tried first, so that only those that match the same hide each other. */
  #readConnections(virtualService: VirtualService, kind: 'tls' | 'tcp'): void {
    const { resource } = virtualService;
    const entries = virtualService[kind];
    if (entries.length < 2) return;
    const rules = entries.map(({ field, spec }): TriedRule => {
      const matches = (spec.match ?? []) as readonly Match[];
      return { resource, field, label: labelOf(undefined, indexOf(field)), matches, via: undefined };
    });
    const own = new Map<TriedRule, State>(rules.map(rule => [rule, { rule, used: false, by: [] }]));
    for (const scope of this.#placesOf(virtualService, kind, rules)) {
      const before = new Map<string, Taking[]>();
      for (const rule of rules) this.#tryConnections(virtualService, kind, scope, rule, before, own.get(rule));
    }
    for (const state of own.values()) this.#note(resource, state);
  }

  #tryConnections(
    virtualService: VirtualService,
    kind: 'tls' | 'tcp',
    scope: RouteScope | undefined,
    rule: TriedRule,
    before: Map<string, Taking[]>,
    state: State | undefined,
  ): void {
    const by: Taking[] = [];
    let takes = false;
    const all = before.get(ALL_CONNECTIONS)?.[0];
    for (const written of rule.matches.length === 0 ? [EVERYTHING] : rule.matches) {
      if (scope !== undefined && !this.#scopes.isUsedAt(virtualService, kind, written, scope)) continue;
      const { sourceLabels, sourceNamespace, ...told } = scope === undefined ? manifestForm(written) : atScope(written);
      const match = {
        ...(sourceLabels === undefined ? {} : { sourceLabels }),
        ...(sourceNamespace === undefined ? {} : { sourceNamespace }),
      };
      // A gateway takes the first tcp rule that is for the server.
      const isFirstForAll = kind === 'tcp' && scope !== undefined && scope.gateway !== MESH;
      const key = isFirstForAll ? '' : canonicalJson(sortedLists(told));
      const earlier = all ?? before.get(key)?.find(one => coversMatch(one.match, match));
      if (earlier !== undefined) by.push(earlier);
      else {
        takes = true;
        addTo(before, key, { match, written, rule });
        if (rule.matches.length === 0) addTo(before, ALL_CONNECTIONS, { match, written, rule });
      }
    }
    if (state === undefined) return;
    if (takes) state.used = true;
    else if (by.length > 0 && state.by.length === 0) state.by = by;
  }

  #note(resource: Resource, state: State): void {
    const states = this.#states.get(resource) ?? new Map<string, State>();
    this.#states.set(resource, states);
    const known = states.get(state.rule.field);
    if (known === undefined) states.set(state.rule.field, { ...state });
    else if (state.used || state.by.length === 0) known.used = true;
  }

  /** Where the rules are tried: one place stands for all unless matches tell places apart. */
  #placesOf(
    virtualService: VirtualService,
    kind: RouteKind,
    rules: readonly TriedRule[],
  ): readonly (RouteScope | undefined)[] {
    const tellsApart = rules.some(({ matches }) =>
      matches.some(({ port = 0, gateways = [] }) => port !== 0 || gateways.length > 0),
    );
    const isOfGateways = kind === 'tcp' && !virtualService.gateways.has(MESH);
    if (!tellsApart && !isOfGateways) return EVERYWHERE;
    const { scopes, open } = this.#scopes.of(virtualService);
    if (open || scopes.length === 0) return EVERYWHERE;
    const places = new Map<string, RouteScope>();
    for (const scope of scopes) {
      if (scope.kinds.has(kind)) places.set(`${scope.gateway} ${scope.port}`, scope);
    }
    return [...places.values()];
  }
}

/** Whether a rule may leave nothing to a later one; those of a delegate may, in another place. */
function mayHide(rules: readonly HttpEntry[]): boolean {
  if (rules.length < 2) return false;
  const specs = rules.map(({ spec }) => spec);
  return rules.some(({ via }) => via !== undefined) || hasSeveralMatches(specs) || specs.slice(0, -1).some(catchesAll);
}

const EVERYWHERE = [undefined] as const;
const EVERYTHING: Match = {};
const ALL_CONNECTIONS = 'all';

function triedRule({ resource, field, spec, via }: HttpEntry): TriedRule {
  return { resource, field, label: labelOf(spec.name, indexOf(field)), matches: spec.match ?? [], via };
}

/** A match without what is settled where it counts. */
function atScope(written: Match): ManifestMatch {
  const { port: _, gateways: __, ...rest } = manifestForm(written);
  return rest;
}

function sortedLists(match: object): object {
  return Object.fromEntries(
    Object.entries(match).map(([key, value]) => [key, Array.isArray(value) ? [...value].sort() : value]),
  );
}

function indexOf(field: string): number {
  return Number(/\[(\d+)\]$/.exec(field)?.[1] ?? 0);
}

function reasonOf(rule: TriedRule, by: readonly Taking[]): string {
  const rules = [...new Set(by.map(one => one.rule))];
  const [first] = rules;
  if (rules.length !== 1 || first === undefined) return 'earlier rules match all that it matches';
  const name = first.resource === rule.resource ? `rule ${first.label}` : `rule ${first.label} of ${first.resource}`;
  if (by.some(({ written }) => !takesAll(manifestForm(written)))) return `${name} before it takes all that it matches`;
  return `${name} before it matches everything${rule.matches.length === 0 ? ' as well' : ''}`;
}

function takesAll(match: ManifestMatch): boolean {
  return !('sniHosts' in match || 'destinationSubnets' in match) && coversMatch(match, {});
}
