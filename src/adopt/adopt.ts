import { analyze } from '../analysis/analyze';
import { effectiveMeshOf } from '../istio/effective-mesh';
import { buildModel, type MeshModel, type MeshModelOptions } from '../model/mesh-model';
import { diffMeshes, type MeshDiff } from '../proof/diff-meshes';
import type { Diagnostic } from '../values/diagnostic';
import type { LocatedManifest, Manifest } from '../values/manifest';
import { AcceptedFindings } from './accept-findings';
import { callUnits } from './calls';
import { cleaned, leftOutFor } from './clean-manifest';
import { call, create, partsOf, type Statement, variable } from './code';
import { characterization } from './expectations';
import { fateOf, type ObjectFate } from './fate';
import { hasClass, keyOf, writtenBy } from './library';
import { mend } from './mend';
import { type ProgramFile, printProgram, type Section } from './program';
import { Scene } from './scene';
import { type RunApp, Settlement } from './settle';
import type { Unit, WrittenObjects } from './unit';
import { unitsOf } from './units/all';

/** How manifests are adopted. */
export interface AdoptOptions {
  /** The namespace of objects that name none. @default 'default' */
  readonly namespace?: string | undefined;
  /** The Istio release that runs. @default - the one that the manifests install, else the one that the library deploys */
  readonly istioVersion?: string | undefined;
  /** Fixes faults that the analysis finds and that have one remedy, instead of taking them over. @default false */
  readonly mend?: boolean | undefined;
}

/** A program that says what manifests said. */
export interface Adoption {
  /** Its source, and a test file that holds what the mesh does. */
  readonly files: readonly ProgramFile[];
  /** What became of each object. */
  readonly objects: readonly ObjectFate[];
  /** What behaves differently; nothing, unless something that no program can change is in the way. */
  readonly diff: MeshDiff;
  /** What the program writes. */
  readonly written: readonly Manifest[];
  /** Objects that are not taken over, and services that are not declared, with the reason. */
  readonly leftOut: readonly string[];
  /** What the analysis finds wrong with the manifests. */
  readonly findings: readonly Diagnostic[];
  /** Declared calls, as `shop/web calls shop/cart`. */
  readonly calls: readonly string[];
  /** Calls that were guessed and do not get through. */
  readonly refusedCalls: readonly string[];
  /** What was mended; the rest behaves as it would with these changes made by hand. */
  readonly mended: readonly string[];
  /** What is assumed. */
  readonly notes: readonly string[];
}

/**
 * Writes manifests as a program that behaves the same: constructs where they say the same, objects as they are where
 * not. Every object is compared, and all requests are.
 *
 * @example
 * const { files, diff } = adopt(readManifests(['manifests']), { namespace: 'shop' });
 */
export function adopt(manifests: readonly LocatedManifest[], options: AdoptOptions = {}): Adoption {
  const { manifests: whole, mended } =
    options.mend === true ? mend(manifests, modelOptionsOf(options)) : { manifests, mended: [] };
  const input = new Input(whole, options);
  const { scene } = input;
  const { units, left } = unitsOf(scene);
  const all = [...units, ...callUnits(scene)];
  const settlement = new Settlement(scene, all, [meshStatement(scene)], scene.model.istioVersion);
  const settle = () => settlement.settleBehaviour(found => diffMeshes(input.before, input.after(found)));
  let { written, diff } = settle();
  const accepted = new AcceptedFindings(scene, settlement);
  const refusedCalls: string[] = [];
  // Sidecars are derived from calls: without a call, they may have to be written in another way.
  let checks = checked(settlement, accepted, refusedCalls);
  for (; checks.isChanged; checks = checked(settlement, accepted, refusedCalls)) ({ written, diff } = settle());
  if (accepted.statements.length > 0 && checks.written !== undefined) {
    // An app that is checked writes what is accepted into the objects.
    written = checks.written;
    diff = diffMeshes(input.before, input.after(written));
  }

  const closing: Statement[] = [...accepted.statements, { code: call(variable('app'), 'synth') }];
  const sections = settlement.settled.map(({ unit }) => sectionOf(unit, settlement, accepted));
  const program = printProgram(
    [{ variable: 'app', code: create('MeshApp') }, ...settlement.opening],
    used(sections, closing),
    closing,
  );
  const { settled } = settlement;
  return {
    files: [...program, ...characterization(input.written(written), scene)],
    objects: settled.flatMap(one => fateOf(one, written)),
    diff,
    written: written.all,
    leftOut: [...input.leftOut, ...left],
    findings: analyze(input.before),
    calls: settled.filter(({ unit, candidate }) => isCall(unit) && candidate !== undefined).map(({ unit }) => unit.key),
    refusedCalls,
    mended,
    notes: [...new Set(settled.flatMap(({ candidate }) => candidate?.notes ?? []))],
  };
}

function modelOptionsOf({ namespace = 'default', istioVersion }: AdoptOptions): MeshModelOptions {
  return { defaultNamespace: namespace, ...(istioVersion === undefined ? {} : { istioVersion }) };
}

/** The manifests as they are compared and as they are written. */
class Input {
  public readonly leftOut: string[] = [];
  public readonly before: MeshModel;
  public readonly scene: Scene;
  private readonly kept: LocatedManifest[] = [];
  private readonly ages = new Map<string, unknown>();
  private readonly options: MeshModelOptions;
  private readonly namespace: string;

  public constructor(manifests: readonly LocatedManifest[], options: AdoptOptions) {
    const { namespace = 'default' } = options;
    this.namespace = namespace;
    this.options = modelOptionsOf(options);
    const taken: LocatedManifest[] = [];
    for (const { manifest, origin } of manifests) {
      const reason = leftOutFor(manifest);
      const located = { manifest: cleaned(manifest), origin };
      this.ages.set(this.keyOf(manifest), manifest.metadata.creationTimestamp);
      if (reason === undefined) taken.push(located);
      else {
        const { kind, metadata } = manifest;
        this.leftOut.push(`${kind} ${metadata.namespace ?? namespace}/${metadata.name}: ${reason}`);
        // The cluster keeps its Secrets, whoever writes the rest.
        if (kind === 'Secret') this.kept.push(located);
      }
    }
    this.before = buildModel(
      [...taken, ...this.kept].map(one => this.aged(one)),
      this.options,
    );
    this.options = { ...this.options, istioVersion: this.before.istioVersion };
    const clean = buildModel(taken, { ...this.options, assumed: this.kept });
    this.scene = new Scene(effectiveMeshOf(clean), hasClass);
  }

  /** The mesh of written objects, in a cluster that has the Secrets, and objects of these names since long. */
  public after({ all }: WrittenObjects): MeshModel {
    const objects = all.map(manifest => ({ manifest, origin: {} }));
    return buildModel(
      [...objects, ...this.kept].map(one => this.aged(one)),
      this.options,
    );
  }

  /** The mesh of written objects alone. */
  public written({ all }: WrittenObjects): MeshModel {
    return buildModel(
      all.map(manifest => ({ manifest, origin: {} })),
      this.options,
    );
  }

  private aged({ manifest, origin }: LocatedManifest): LocatedManifest {
    const creationTimestamp = this.ages.get(this.keyOf(manifest));
    if (creationTimestamp === undefined) return { manifest, origin };
    return { manifest: { ...manifest, metadata: { ...manifest.metadata, creationTimestamp } } as Manifest, origin };
  }

  private keyOf(manifest: Manifest): string {
    const { metadata } = manifest;
    return keyOf({ ...manifest, metadata: { ...metadata, namespace: metadata.namespace ?? this.namespace } });
  }
}

/** What came of letting the app be checked. */
interface Checks {
  /** Whether a call was given up. */
  readonly isChanged: boolean;
  /** What the app writes with all that is accepted; absent where errors are left. */
  readonly written: WrittenObjects | undefined;
}

/** Lets the app be checked as it will be, and accepts what was wrong with the manifests before. */
function checked(settlement: Settlement, accepted: AcceptedFindings, refusedCalls: string[]): Checks {
  let isChanged = false;
  for (;;) {
    const { app } = settlement.run(true, accepted.statements, accepted.variables);
    const { errors, written } = outcomeOf(app);
    const refused = settlement.settled.filter(
      ({ unit, candidate }) =>
        isCall(unit) &&
        candidate !== undefined &&
        errors.some(({ rule, message }) => rule === 'declared-call-refused' && message.startsWith(`${unit.key},`)),
    );
    for (const { unit } of refused) {
      settlement.reject(unit, 'it does not get through');
      if (settlement.candidateOf(unit) === undefined) refusedCalls.push(unit.key);
    }
    isChanged ||= refused.length > 0;
    if (refused.length > 0) continue;
    if (!accepted.accept(errors)) return { isChanged, written };
  }
}

function outcomeOf(app: RunApp['app']): { errors: readonly Diagnostic[]; written?: WrittenObjects } {
  try {
    return { errors: [], written: quietly(() => writtenBy(app)) };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SynthError') throw error;
    const { diagnostics, errors } = error as Error & {
      readonly diagnostics: readonly Diagnostic[];
      readonly errors: readonly Error[];
    };
    if (errors.length > 0) throw error;
    return { errors: diagnostics };
  }
}

/** The findings of an app that is only tried are nobody's concern. */
function quietly<T>(run: () => T): T {
  const { write } = process.stderr;
  process.stderr.write = () => true;
  try {
    return run();
  } finally {
    process.stderr.write = write;
  }
}

function isCall({ key }: Unit): boolean {
  return key.includes(' calls ');
}

function sectionOf(unit: Unit, settlement: Settlement, accepted: AcceptedFindings): Section {
  const statements = settlement.statementsOf(unit, accepted.variables);
  const [covered] = unit.covers;
  const isPlain = unit.covers.length === 1 && unit.isDeclared !== true && !accepted.variables.has(unit);
  const form = settlement.candidateOf(unit)?.form;
  const { isAuxiliary } = unit;
  return { isAuxiliary, namespace: isPlain && form !== 'construct' ? covered?.namespace : undefined, statements };
}

/** Sections without what nothing uses: variables, and statements that are there for others alone. */
function used(sections: readonly Section[], closing: readonly Statement[]): readonly Section[] {
  const names = new Set<string>();
  for (const { code } of [...sections.flatMap(({ statements }) => statements), ...closing]) {
    for (const part of partsOf(code)) if (part.code === 'variable') names.add(part.name);
  }
  return sections
    .map(section => ({
      ...section,
      statements: section.statements.flatMap(statement => {
        if (statement.variable === undefined || names.has(statement.variable)) return [statement];
        return section.isAuxiliary === true ? [] : [{ ...statement, variable: undefined }];
      }),
    }))
    .filter(({ statements }) => statements.length > 0);
}

function meshStatement(scene: Scene): Statement {
  const { istioVersion } = scene.model;
  const props = {
    istioVersion,
    api: scene.usesGatewayApi ? 'gateway-api' : undefined,
    trustDomain: scene.trustDomain === 'cluster.local' ? undefined : scene.trustDomain,
    rootNamespace: scene.rootNamespace === 'istio-system' ? undefined : scene.rootNamespace,
    labels: Object.keys(scene.commonLabels).length === 0 ? undefined : scene.commonLabels,
  };
  return { variable: 'mesh', code: create('Mesh', variable('app'), 'mesh', props) };
}
