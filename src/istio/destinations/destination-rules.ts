import { fullHost } from '../../model/host-name';
import { type Labels, matchesLabels } from '../../model/labels';
import { isKind, type Resource } from '../../model/resource';
import type { DestinationRuleSpec, TrafficPolicy } from '../../model/shapes/traffic';
import { hostCovers, isWildcard } from '../../values/host-pattern';
import { addTo } from '../../values/multimap';
import { compareMade } from '../age';
import { HostIndex } from '../host-index';
import type { MeshSettings } from '../mesh-settings';
import type { Release } from '../release';
import type { RuleSource } from './rule-source';

type Subset = NonNullable<DestinationRuleSpec['subsets']>[number];

/** DestinationRules, and policies of the Gateway API, of one host and namespace that count as one. */
export interface ConsolidatedRule {
  readonly namespace: string;
  /** The DestinationRules it was merged from, the oldest first. */
  readonly from: readonly Resource<'DestinationRule'>[];
  /** The policies of the Gateway API that were merged into it. */
  readonly policies: readonly Resource<'BackendTLSPolicy'>[];
  readonly subsets: readonly Subset[];
  readonly trafficPolicy: DestinationRuleSpec['trafficPolicy'];
  readonly workloadSelector: Labels | undefined;
  readonly exportTo: ReadonlySet<string>;
}

/** A rule while it is being merged. */
type Draft = { -readonly [K in keyof ConsolidatedRule]: ConsolidatedRule[K] };

/**
 * The DestinationRules of a mesh, answering which of them a client follows for a service.
 *
 * @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration
 */
export class DestinationRules {
  /** Rules that clients of their own namespace may follow. */
  readonly #local = new Map<string, HostIndex<Draft[]>>();
  readonly #exported = new Map<string, HostIndex<Draft[]>>();
  readonly #rootLocal = new HostIndex<Draft[]>();
  readonly #naming = new Map<string, Resource<'DestinationRule'>[]>();
  readonly #wildcards: { readonly host: string; readonly resource: Resource<'DestinationRule'> }[] = [];

  public constructor(
    rules: readonly RuleSource[],
    private readonly settings: MeshSettings,
    private readonly release: Release,
  ) {
    for (const rule of [...rules].sort(compareRules)) this.#add(rule);
  }

  /**
   * The candidates for clients of a namespace: rules with and without a selector, in the order of istiod.
   *
   * @param without A rule that is left out, to see what takes its place.
   */
  public candidates(
    clientNamespace: string,
    host: string,
    serviceNamespace: string,
    without?: Resource<'DestinationRule'>,
  ): readonly ConsolidatedRule[] {
    const { rootNamespace } = this.settings;
    const rest = (rules: readonly ConsolidatedRule[]): readonly ConsolidatedRule[] | undefined => {
      if (without === undefined) return rules;
      const others = rules.filter(({ from }) => !from.includes(without));
      return others.length === 0 ? undefined : others;
    };
    const local = clientNamespace === rootNamespace ? this.#rootLocal : this.#local.get(clientNamespace);
    const own = local?.find(host, rest);
    if (own !== undefined) return own;
    for (const namespace of new Set([serviceNamespace, rootNamespace])) {
      // The most specific host is picked before anyone asks whether it is exported to the client.
      const found = (this.#exported.get(namespace)?.find(host, rest) ?? []).filter(
        ({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(clientNamespace),
      );
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The rules whose host is this one or covers it, whoever follows them; the oldest first. */
  public naming(host: string): readonly Resource<'DestinationRule'>[] {
    const exact = this.#naming.get(host) ?? NO_RULES;
    if (this.#wildcards.length === 0) return exact;
    const wild = this.#wildcards.filter(one => hostCovers(one.host, host)).map(({ resource }) => resource);
    return wild.length === 0 ? exact : [...exact, ...wild];
  }

  /** The rules that clients of a namespace follow: the one for all of its pods, then those for some of them. */
  public followed(
    clientNamespace: string,
    host: string,
    serviceNamespace: string,
    without?: Resource<'DestinationRule'>,
  ): readonly ConsolidatedRule[] {
    const all = this.candidates(clientNamespace, host, serviceNamespace, without);
    const general = all.findLast(({ workloadSelector }) => workloadSelector === undefined);
    const own = all.filter(rule => rule.workloadSelector !== undefined && rule.namespace === clientNamespace);
    return general === undefined ? own : [general, ...own];
  }

  /** Whether the one rule for a host, which all clients follow, defines a subset; what is less simple it does not tell. */
  public isDefinedForAll(host: string, subset: string, serviceNamespace: string): boolean {
    const [rule] = this.naming(host);
    if (rule === undefined || !this.isAlone(rule, host, serviceNamespace)) return false;
    return (rule.spec.subsets ?? []).some(({ name }) => name === subset);
  }

  /** Whether a rule is the only one for its host, and followed by all clients. */
  public isAlone(rule: Resource<'DestinationRule'>, host: string, serviceNamespace: string): boolean {
    return rule.namespace === serviceNamespace && this.#isForAll(rule) && this.naming(host).length === 1;
  }

  #isForAll({ spec }: Resource<'DestinationRule'>): boolean {
    const { exportTo = [], workloadSelector } = spec;
    const exported = exportTo.length > 0 ? exportTo : this.settings.defaultDestinationRuleExportTo;
    return workloadSelector === undefined && (exported.length === 0 || exported.includes('*'));
  }

  /** Of some namespaces one for each way in which their clients may follow rules for a host. */
  public representatives(namespaces: ReadonlySet<string>, host: string): readonly string[] {
    const apart = new Set(this.naming(host).flatMap(({ namespace, spec }) => [namespace, ...(spec.exportTo ?? [])]));
    const found = [...apart].filter(namespace => namespaces.has(namespace));
    for (const namespace of namespaces) if (!apart.has(namespace)) return [...found, namespace];
    return found;
  }

  /** What rules of one namespace and host are merged into, as its own clients see them and as others do. */
  public consolidated(): readonly ConsolidatedRule[] {
    const found: ConsolidatedRule[] = [];
    for (const index of [...this.#local.values(), ...this.#exported.values(), this.#rootLocal]) {
      for (const rules of index.values) found.push(...rules);
    }
    return found;
  }

  /** The rule that a client follows: one whose selector fits it, else the last without a selector. */
  public ruleFor(
    client: { readonly namespace: string; readonly labels: Labels },
    host: string,
    serviceNamespace: string,
  ): ConsolidatedRule | undefined {
    let general: ConsolidatedRule | undefined;
    for (const rule of this.candidates(client.namespace, host, serviceNamespace)) {
      if (rule.workloadSelector === undefined) general = rule;
      else if (rule.namespace === client.namespace && matchesLabels(rule.workloadSelector, client.labels)) return rule;
    }
    return general;
  }

  #add(source: RuleSource): void {
    const { resource, spec, namespace } = source;
    const host = fullHost(spec.host ?? '', namespace, this.settings.domain);
    const isWritten = isKind(resource, 'DestinationRule');
    if (isWritten && isWildcard(host)) this.#wildcards.push({ host, resource });
    else if (isWritten) addTo(this.#naming, host, resource);
    // A rule for some workloads is never exported, whatever it says.
    const exportTo = spec.workloadSelector === undefined ? namesIn(spec.exportTo) : OWN_NAMESPACE;
    const local = exportTo.size === 0 || exportTo.has('*') || exportTo.has('.') || exportTo.has(namespace);
    const isPrivate =
      exportTo.size === 0
        ? this.settings.defaultDestinationRuleExportTo.includes('.')
        : exportTo.size === 1 && (exportTo.has('.') || exportTo.has(namespace));
    if (local) consolidate(indexOf(this.#local, namespace), host, draftOf(source, exportTo), this.release);
    const others = isPrivate
      ? namespace === this.settings.rootNamespace
        ? this.#rootLocal
        : undefined
      : indexOf(this.#exported, namespace);
    // Each index merges other rules into its own draft.
    if (others !== undefined) consolidate(others, host, draftOf(source, exportTo), this.release);
  }
}

const NO_RULES: readonly Resource<'DestinationRule'>[] = [];
const NOWHERE: ReadonlySet<string> = new Set();
const OWN_NAMESPACE: ReadonlySet<string> = new Set(['.']);

function namesIn(exportTo: readonly string[] = []): ReadonlySet<string> {
  return exportTo.length === 0 ? NOWHERE : new Set(exportTo);
}

function draftOf({ resource, spec, namespace }: RuleSource, exportTo: ReadonlySet<string>): Draft {
  return {
    namespace,
    from: isKind(resource, 'DestinationRule') ? [resource] : [],
    policies: isKind(resource, 'DestinationRule') ? [] : [resource],
    subsets: spec.subsets ?? [],
    trafficPolicy: spec.trafficPolicy,
    workloadSelector: spec.workloadSelector?.matchLabels,
    exportTo,
  };
}

/** Rules for some workloads come first, then what istiod generates from policies, which has no age, then the oldest. */
function compareRules(a: RuleSource, b: RuleSource): number {
  return (
    Number(a.spec.workloadSelector === undefined) - Number(b.spec.workloadSelector === undefined) ||
    Number(isMade(b)) - Number(isMade(a)) ||
    compareMade(a, b)
  );
}

function isMade({ resource }: RuleSource): boolean {
  return resource.type === 'BackendTLSPolicy';
}

/** Adds a rule to those of the same host, merging it into the ones with the same selector and the same exportTo. */
function consolidate(index: HostIndex<Draft[]>, host: string, incoming: Draft, release: Release): void {
  const held = index.get(host);
  if (held === undefined) {
    index.add(host, [incoming]);
    return;
  }
  const byExport = release.has('destinationRuleMerging');
  let separate = true;
  for (const rule of held) {
    const same = equalSets(incoming.exportTo, rule.exportTo);
    const wider = rule.exportTo.size > 0 && [...rule.exportTo].every(entry => incoming.exportTo.has(entry));
    const fitting = equalSelectors(incoming.workloadSelector, rule.workloadSelector);
    if (byExport && !same && !wider) {
      separate = true;
      continue;
    }
    if (byExport) separate = !same;
    if (incoming.workloadSelector !== undefined && rule.workloadSelector !== undefined && !fitting) {
      separate = true;
      continue;
    }
    if (fitting) separate = false;
    const names = new Set(rule.subsets.map(({ name }) => name));
    rule.subsets = [...rule.subsets, ...incoming.subsets.filter(({ name }) => !names.has(name))];
    rule.trafficPolicy = mergedPolicy(rule, incoming, release);
    rule.from = [...rule.from, ...incoming.from];
    rule.policies = [...rule.policies, ...incoming.policies];
  }
  if (separate) held.push(incoming);
}

/** The first policy counts as a whole; since 1.31, fields of DestinationRules win over those of the Gateway API. */
function mergedPolicy(held: Draft, incoming: Draft, release: Release): ConsolidatedRule['trafficPolicy'] {
  const [first, second] = [held.trafficPolicy, incoming.trafficPolicy];
  if (first === undefined || second === undefined) return first ?? second;
  const [isWritten, isOther] = [held.from.length > 0, incoming.from.length > 0];
  if (isWritten === isOther || !release.has('rulesOverPolicies')) return first;
  return isWritten ? overlaid(first, second) : overlaid(second, first);
}

/** The fields of one policy over those of another, also port by port. */
function overlaid(over: TrafficPolicy, under: TrafficPolicy): TrafficPolicy {
  const ports = over.portLevelSettings ?? [];
  const both = (under.portLevelSettings ?? []).map(
    own => [own, ports.find(({ port }) => port?.number === own.port?.number)] as const,
  );
  const merged = ports.map(one => ({ ...both.find(([, other]) => other === one)?.[0], ...one }));
  const added = both.filter(([, other]) => other === undefined).map(([own]) => own);
  const { portLevelSettings: _, ...rest } = { ...under, ...over };
  return ports.length + added.length === 0 ? rest : { ...rest, portLevelSettings: [...merged, ...added] };
}

function indexOf(indexes: Map<string, HostIndex<Draft[]>>, namespace: string): HostIndex<Draft[]> {
  let index = indexes.get(namespace);
  if (index === undefined) {
    index = new HostIndex();
    indexes.set(namespace, index);
  }
  return index;
}

function equalSets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every(entry => b.has(entry));
}

function equalSelectors(a: Labels | undefined, b: Labels | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Object.keys(a).length === Object.keys(b).length && matchesLabels(a, b);
}
