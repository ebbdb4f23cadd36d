import type { CheckedRequest } from './check-mesh';
import type { Feature } from './generate/mesh';
import { outcomesOf } from './outcomes';

/** One request that the sides differ about, and where it is from. */
export interface Example {
  readonly seed: number;
  readonly index: number;
  readonly checked: CheckedRequest;
}

interface Row {
  requests: number;
  agree: number;
  differ: number;
  unsupported: number;
}

/** Counts what comes of the requests of many meshes. */
export class Report {
  private readonly outcomes = new Map<string, Row>();
  private readonly features = new Map<string, Row & { meshes: number }>();
  private readonly leftOut = new Map<string, number>();
  private readonly unsupported = new Map<string, number>();
  private readonly refused = new Map<string, number>();
  private readonly agreed = new Set<string>();
  private readonly all: Row & { meshes: number; security: number } = {
    meshes: 0,
    requests: 0,
    agree: 0,
    differ: 0,
    unsupported: 0,
    security: 0,
  };
  /** The requests that differ, by kind of difference. */
  readonly kinds = new Map<string, Example[]>();
  /** Some requests about which both sides agree, by outcome, with those of as many features as possible. */
  readonly agreements = new Map<string, Example[]>();

  addMesh(features: readonly Feature[], refused: readonly { readonly reason: string }[]): void {
    this.all.meshes++;
    for (const feature of features) this.rowOf(feature).meshes++;
    for (const { reason } of refused) count(this.refused, reason.replace(/^\S+ \S+: /, ''));
  }

  addRequest(features: readonly Feature[], example: Example): void {
    const { istio, result } = example.checked;
    if (result.kind === 'left-out') {
      count(this.leftOut, (istio.leftOut ?? '').replace(/"[^"]*"|\d+|[\w.-]+\/[\w.-]+/g, '…'));
      return;
    }
    const rows: Row[] = [this.all, ...features.map(feature => this.rowOf(feature))];
    for (const outcome of outcomesOf(istio)) {
      if (result.kind === 'agree') this.keepAgreement(outcome, features, example);
      const row = this.outcomes.get(outcome) ?? { requests: 0, agree: 0, differ: 0, unsupported: 0 };
      this.outcomes.set(outcome, row);
      rows.push(row);
    }
    for (const row of rows) {
      row.requests++;
      row[result.kind]++;
    }
    if (result.kind === 'unsupported') count(this.unsupported, result.reason);
    if (result.kind !== 'differ') return;
    if (result.differences.some(({ security }) => security)) this.all.security++;
    for (const kind of new Set(result.differences.map(difference => difference.kind))) {
      this.kinds.set(kind, [...(this.kinds.get(kind) ?? []), example]);
    }
  }

  private keepAgreement(outcome: string, features: readonly Feature[], example: Example): void {
    const kept = this.agreements.get(outcome) ?? [];
    const fresh = features.filter(feature => !this.agreed.has(`${outcome} ${feature}`));
    if (fresh.length === 0 && kept.length > 0) return;
    for (const feature of fresh) this.agreed.add(`${outcome} ${feature}`);
    this.agreements.set(outcome, [...kept, example]);
  }

  get agrees(): boolean {
    return this.all.agree === this.all.requests;
  }

  /** The report as text, with some examples of each kind of difference. */
  print(examples: number): string {
    const { meshes, requests, agree, unsupported, security } = this.all;
    return [
      ...section('outcomes (a request can have several)', this.table(this.outcomes)),
      ...section('features', this.table(this.features)),
      ...section('left out', list(this.leftOut)),
      ...section("refused by Istio's validation, and left out of the mesh", list(this.refused)),
      ...section('unsupported', list(this.unsupported)),
      ...section('differences (a request can have several)', this.differences(examples)),
      `oracle: ${agree} of ${requests} requests in ${meshes} meshes agree (${percent(agree, requests)}), ${unsupported} unsupported, ${security} with another policy or mTLS answer`,
    ].join('\n');
  }

  private rowOf(feature: Feature): Row & { meshes: number } {
    const row = this.features.get(feature) ?? { meshes: 0, requests: 0, agree: 0, differ: 0, unsupported: 0 };
    this.features.set(feature, row);
    return row;
  }

  private table(rows: ReadonlyMap<string, Row & { meshes?: number }>): string[] {
    return [...rows]
      .sort(([, a], [, b]) => b.requests - a.requests)
      .map(([name, { meshes, requests, agree, differ, unsupported }]) => {
        const ofAll = percent(meshes ?? requests, meshes === undefined ? this.all.requests : this.all.meshes);
        const unit = meshes === undefined ? 'requests' : 'meshes';
        const decided = requests - unsupported;
        return `${name.padEnd(20)} ${ofAll.padStart(7)} of the ${unit}; of ${String(requests).padStart(6)} requests ${percent(agree, decided).padStart(7)} agree, ${differ} differ, ${unsupported} unsupported`;
      });
  }

  private differences(examples: number): string[] {
    return [...this.kinds]
      .sort(([, a], [, b]) => b.length - a.length)
      .flatMap(([kind, found]) => [
        `${String(found.length).padStart(6)}  ${kind}`,
        ...found.slice(0, examples).flatMap(example => describe(kind, example)),
      ]);
  }
}

function describe(kind: string, { seed, index, checked }: Example): string[] {
  const { request, result } = checked;
  const differences = result.kind === 'differ' ? result.differences.filter(one => one.kind === kind) : [];
  return [
    `          seed ${seed} request ${index + 1}: ${JSON.stringify(request)}`,
    ...differences.flatMap(({ product, istio }) => [
      `            product: ${product}`,
      `            Istio:   ${istio}`,
    ]),
  ];
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function list(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort(([, a], [, b]) => b - a).map(([key, number]) => `${String(number).padStart(6)}  ${key}`);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map(text => `  ${text}`), ''];
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)}%`;
}
