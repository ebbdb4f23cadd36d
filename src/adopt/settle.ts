import type { Resource } from '../model/resource';
import type { MeshDiff } from '../proof/diff-meshes';
import type { Manifest } from '../values/manifest';
import { groupOf } from '../values/manifest';
import { canonicalJson } from '../values/plain-data';
import { MetadataOfObjects } from './added-metadata';
import type { Statement } from './code';
import { keyOf, loadModule, newApp, problemsOf, writtenBy } from './library';
import { Runner } from './run-statements';
import { differenceOf, plainDifference } from './same-meaning';
import type { Scene } from './scene';
import { type Candidate, isCandidate, type Unit, type WrittenObjects } from './unit';

/** How a unit is written in the end, and why not otherwise. */
export interface Settled {
  readonly unit: Unit;
  /** Absent where nothing can write it. */
  readonly candidate: Candidate | undefined;
  readonly reasons: readonly string[];
}

/** An app that was run. */
export interface RunApp {
  readonly app: ReturnType<typeof newApp>;
  readonly runner: Runner;
  /** What went wrong, by unit. */
  readonly failures: ReadonlyMap<Unit, string>;
}

/** Chooses for each unit the first proposal that can be run, says the same, and lets all requests behave the same. */
export class Settlement {
  private readonly metadata: MetadataOfObjects;
  private readonly at = new Map<Unit, number>();
  private readonly reasons = new Map<Unit, string[]>();

  public constructor(
    private readonly scene: Scene,
    private readonly units: readonly Unit[],
    private readonly first: readonly Statement[],
    private readonly istioVersion: string,
  ) {
    this.metadata = new MetadataOfObjects(scene);
    for (const unit of units) {
      this.reasons.set(unit, []);
      this.at.set(unit, 0);
      this.passRefusals(unit);
    }
  }

  /** Statements that come before those of the units. */
  public get opening(): readonly Statement[] {
    const written = new Set(this.constructs.flatMap(([{ covers }, { form }]) => (form === 'construct' ? covers : [])));
    return [...this.first, ...this.metadata.statements(covered => written.has(covered))];
  }

  public get settled(): readonly Settled[] {
    return this.units.map(unit => ({ unit, candidate: this.candidateOf(unit), reasons: this.reasons.get(unit) ?? [] }));
  }

  /** The way in which a unit is written as things stand. */
  public candidateOf(unit: Unit): Candidate | undefined {
    const proposal = unit.proposals[this.at.get(unit) ?? 0];
    return proposal !== undefined && isCandidate(proposal) ? proposal : undefined;
  }

  /** Settles everything but behaviour, and returns what the app writes then. */
  public settleObjects(): WrittenObjects {
    for (;;) {
      const { app, failures } = this.run(false);
      if (failures.size > 0) {
        for (const [unit, reason] of failures) this.reject(unit, reason);
        continue;
      }
      if (this.rejectInvalid([...problemsOf(app)])) continue;
      const written = this.written(app);
      if (written === undefined) continue;
      if (this.rejectDifferent(written) || this.rejectAdded(written)) continue;
      return written;
    }
  }

  /**
   * Settles until no request behaves differently.
   *
   * @param compare what behaves differently with the written objects
   */
  public settleBehaviour(compare: (written: WrittenObjects) => MeshDiff): { written: WrittenObjects; diff: MeshDiff } {
    for (;;) {
      const written = this.settleObjects();
      const diff = compare(written);
      if (diff.differences.length === 0 || !this.rejectBehaviour(diff, written)) return { written, diff };
    }
  }

  /** The statements of a unit, with the variable that its first one is given besides. */
  public statementsOf(unit: Unit, variables: ReadonlyMap<Unit, string> = new Map()): readonly Statement[] {
    const [first, ...rest] = this.candidateOf(unit)?.statements ?? [];
    if (first === undefined) return [];
    const variable = first.variable ?? variables.get(unit);
    return [{ ...first, variable }, ...rest];
  }

  /** Runs the statements of all units, and others after them. */
  public run(
    checks: boolean,
    closing: readonly Statement[] = [],
    variables: ReadonlyMap<Unit, string> = new Map(),
  ): RunApp {
    const app = newApp(this.istioVersion, checks);
    const runner = new Runner(loadModule);
    runner.set('app', app);
    for (const statement of this.opening) runner.run(statement);
    const failures = new Map<Unit, string>();
    // What is written as it is comes first, so that a construct that would write the same object fails, not that object.
    const isPlain = (unit: Unit) =>
      unit.covers.length === 1 && this.candidateOf(unit)?.form !== 'construct' && !unit.isDeclared;
    for (const unit of [...this.units.filter(isPlain), ...this.units.filter(unit => !isPlain(unit))]) {
      try {
        for (const statement of this.statementsOf(unit, variables)) runner.run(statement);
      } catch (error) {
        failures.set(unit, error instanceof Error ? error.message : String(error));
      }
    }
    for (const statement of closing) runner.run(statement);
    return { app, runner, failures };
  }

  /** Gives up the present way of a unit. */
  public reject(unit: Unit, reason: string): void {
    this.reasons.get(unit)?.push(reason);
    this.at.set(unit, (this.at.get(unit) ?? 0) + 1);
    this.passRefusals(unit);
  }

  private passRefusals(unit: Unit): void {
    for (let i = this.at.get(unit) ?? 0; ; i++) {
      const proposal = unit.proposals[i];
      this.at.set(unit, i);
      if (proposal === undefined || isCandidate(proposal)) return;
      this.reasons.get(unit)?.push(proposal.refused);
    }
  }

  /** What the app writes; nothing where an object cannot be rendered, whose constructs are then given up. */
  private written(app: RunApp['app']): WrittenObjects | undefined {
    try {
      return writtenBy(app);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const [, kind, namespace = '', name = ''] = /Cannot render (\w+) "([^"/]+)\/([^"]+)"/.exec(message) ?? [];
      const service = this.scene.serviceAt(name, namespace);
      const suspects = this.changeable.filter(([{ covers }]) => covers.some(covered => covered.kind === kind));
      const blamed = suspects.filter(([, { ids }]) => service !== undefined && ids.includes(service.id));
      if (suspects.length === 0) throw error;
      for (const [unit] of blamed.length > 0 ? blamed : suspects) this.reject(unit, message);
      return undefined;
    }
  }

  private rejectInvalid(problems: readonly { readonly path: string; readonly problem: string }[]): boolean {
    const rejected = new Map<Unit, string>();
    for (const { path, problem } of problems) {
      const [, id = ''] = path.split('/');
      const blamed = this.constructs.filter(([unit, { ids }]) => unit.covers.length > 0 && ids.includes(id));
      for (const [unit] of blamed.length > 0 ? blamed : this.changeable) rejected.set(unit, problem);
    }
    for (const [unit, reason] of rejected) this.reject(unit, reason);
    return rejected.size > 0;
  }

  private rejectDifferent(written: WrittenObjects): boolean {
    let any = false;
    for (const unit of this.units) {
      const candidate = this.candidateOf(unit);
      if (candidate === undefined || candidate.form === 'object') continue;
      const reason = unit.covers.map(covered => this.differenceOf(covered, candidate, written)).find(Boolean);
      if (reason === undefined) continue;
      if (!this.noteMetadata(unit.covers, candidate, written)) this.reject(unit, reason);
      any = true;
    }
    return any;
  }

  /** Labels and annotations that constructs do not write are added beside them. */
  private noteMetadata(covers: readonly Resource[], candidate: Candidate, written: WrittenObjects): boolean {
    if (candidate.form !== 'construct') return false;
    const noted = covers.filter(covered => {
      const found = standsFor(covered, candidate, written);
      return found !== undefined && this.metadata.note(covered, found);
    });
    return noted.length > 0;
  }

  private differenceOf(covered: Resource, candidate: Candidate, written: WrittenObjects): string | undefined {
    const found = standsFor(covered, candidate, written);
    if (found === undefined) return `${candidate.what} writes no ${covered.kind} for it`;
    return candidate.form === 'construct'
      ? differenceOf(covered, found, this.scene, candidate.keepsOrder)
      : plainDifference(covered.manifest, found);
  }

  /** An app must write nothing that the manifests do not have. */
  private rejectAdded(written: WrittenObjects): boolean {
    const expected = new Set<string>();
    for (const unit of this.units) {
      const candidate = this.candidateOf(unit);
      if (candidate === undefined) continue;
      for (const covered of unit.covers) {
        const found = standsFor(covered, candidate, written);
        if (found !== undefined) expected.add(keyOf(found));
      }
    }
    const rejected = new Map<Unit, string>();
    for (const manifest of written.all) {
      if (expected.has(keyOf(manifest)) || manifest.metadata.name === undefined) continue;
      const { kind, metadata } = manifest;
      const service = this.scene.serviceAt(metadata.name ?? '', metadata.namespace ?? '');
      // One construct writes all Sidecars of a namespace.
      const scopes = this.changeable.filter(
        ([{ covers }]) =>
          kind === 'Sidecar' && covers.some(one => one.kind === kind && one.namespace === metadata.namespace),
      );
      const ofService = this.changeable.filter(([, { ids }]) => service !== undefined && ids.includes(service.id));
      const blamed = scopes.length > 0 ? scopes : ofService;
      for (const [unit] of blamed.length > 0 ? blamed : this.changeable) {
        rejected.set(unit, `a ${kind} "${metadata.name}" would be written that is not among the manifests`);
      }
    }
    for (const [unit, reason] of rejected) this.reject(unit, reason);
    return rejected.size > 0;
  }

  /** Gives up constructs that may be the reason why requests behave differently. */
  private rejectBehaviour({ differences }: MeshDiff, written: WrittenObjects): boolean {
    const changed = this.changeable.filter(([unit, candidate]) =>
      unit.covers.some(covered => {
        const found = standsFor(covered, candidate, written);
        return found === undefined || canonicalJson(textOf(covered.manifest)) !== canonicalJson(textOf(found));
      }),
    );
    const targets = differences.map(({ to }) => to);
    const near = changed.filter(
      ([unit, { ids }]) =>
        [...this.scene.services.values()].some(
          ({ id, known }) => ids.includes(id) && targets.some(target => target.startsWith(known.host)),
        ) ||
        unit.covers.some(({ name, namespace }) => targets.some(target => target.startsWith(`${namespace}/${name}`))),
    );
    // Kinds that decide over more of a request are suspected first, so that as many constructs as possible stay.
    const suspects = near.length > 0 ? near : changed;
    const kindOf = ([{ covers }]: (typeof changed)[number]) => covers[0]?.kind ?? '';
    const worst = SUSPICION.find(kind => suspects.some(suspect => kindOf(suspect) === kind));
    const blamed = worst === undefined ? suspects : suspects.filter(suspect => kindOf(suspect) === worst);
    const [first] = differences;
    const reason = `requests would behave differently: ${first?.to} ${first?.requests}, ${first?.before} before, ${first?.after} after`;
    for (const [unit] of blamed) this.reject(unit, reason);
    return blamed.length > 0;
  }

  private get constructs(): readonly (readonly [Unit, Candidate])[] {
    return this.units.flatMap(unit => {
      const candidate = this.candidateOf(unit);
      return candidate === undefined ? [] : [[unit, candidate] as const];
    });
  }

  /** Units that can still be written in another way. */
  private get changeable(): readonly (readonly [Unit, Candidate])[] {
    return this.constructs.filter(([unit, { form }]) => form === 'construct' && unit.covers.length > 0);
  }
}

/** The written object that stands for a covered one. */
export function standsFor(covered: Resource, candidate: Candidate, written: WrittenObjects): Manifest | undefined {
  const { kind, namespace, name, manifest } = covered;
  return candidate.finds?.(covered, written) ?? written.find(kind, groupOf(manifest.apiVersion), namespace, name);
}

const SUSPICION = ['VirtualService', 'AuthorizationPolicy', 'HTTPRoute', 'RequestAuthentication', 'ServiceEntry'];

function textOf({ apiVersion: _, metadata, ...rest }: Manifest): object {
  return { ...rest, labels: metadata.labels, annotations: metadata.annotations };
}
