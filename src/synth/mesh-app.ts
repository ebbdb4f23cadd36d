import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { App, type AppProps, type Chart, YamlOutputType } from 'cdk8s';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { addOutputFile, outputFilesOf, type SynthOutput } from '../tree/output-file';
import { setTargetVersion } from '../tree/target-version';
import { ConfigError } from '../values/config-error';
import type { Diagnostic } from '../values/diagnostic';
import type { MatrixEntry } from '../values/matrix-entry';
import { AcceptedObjects } from './accepted-objects';
import { meshOfApp } from './app-mesh';
import { IdentityCheck } from './check-identity';
import { checkMesh } from './check-mesh';
import { checkObjects } from './check-objects';
import { type ManifestFile, OutputFiles } from './output-files';
import { outputFolder, WrittenFolders } from './output-folder';
import { Parts } from './parts';
import { Problems } from './problems';
import { orderedCharts, type RenderedChart, renderApp } from './render-app';
import type { RenderedObject } from './rendered-object';
import { type FileContent, type Replacement, recoverFolder, replaceFolder } from './replace-folder';
import { findingsText, SynthError } from './synth-error';
import { tellOfUncaughtErrors } from './uncaught';

/** Properties of `MeshApp`: those of a cdk8s App and how strictly its objects are checked. */
export interface MeshAppProps extends AppProps {
  /**
   * The Istio release that the manifests are written for and checked against, from 1.19 to 1.32. A `Mesh` may set its
   * own.
   *
   * @default - the release that the library deploys
   */
  readonly istioVersion?: string;

  /**
   * Checks every object by itself: structure, CEL rules, the rules of Istio's webhook, the target release.
   *
   * @default true
   */
  readonly validate?: boolean;

  /**
   * Analyses the objects together: references, conflicts, reachability.
   *
   * @default true
   */
  readonly analyze?: boolean;

  /**
   * Proves what constructs declare of requests: every call, exposure, external call and canary, with all its methods,
   * paths and headers. Part of `analyze`.
   *
   * @default true
   */
  readonly proof?: boolean;

  /**
   * Lets warnings stop the synth as errors do.
   *
   * @default false
   */
  readonly strict?: boolean;
}

/**
 * A cdk8s App that proves its objects consistent before it writes them, and writes all of them or none.
 *
 * Every object is rendered, validated and analysed once; findings of severity `error` stop the synth. The output folder
 * is then replaced in one step: a synth that fails, or is killed, leaves the files of the last one. What the app no
 * longer defines disappears from the folder, and so do files that were put there by hand; add those with `addFile`.
 *
 * A program may hold several apps, such as one per environment, each with an `outdir` of its own.
 *
 * Objects are ordered for apply by dependency, kind, namespace and name, so that the order of construction does not
 * show in the output.
 *
 * @see https://cdk8s.io/docs/latest/basics/app/
 * @example
 * const app = new MeshApp();
 * new Chart(app, 'shop');
 * app.addFile('OWNERS', () => 'team-shop\n');
 * app.synth();
 */
export class MeshApp extends App {
  private static readonly written = new WrittenFolders();

  private readonly staging: string | undefined;
  private readonly parts = new Parts();
  private readonly checks: Required<Pick<MeshAppProps, 'validate' | 'analyze' | 'proof' | 'strict'>>;
  private readonly recordsMetadata: boolean;

  public constructor(props: MeshAppProps = {}) {
    const { folder, staging } = outputFolder(props.outdir, process.env.CDK8S_OUTDIR);
    super({ ...props, outdir: folder });
    tellOfUncaughtErrors(this.parts);
    this.node.addValidation({ validate: () => this.parts.tell().map(({ message }) => message) });
    this.staging = staging;
    this.checks = {
      validate: props.validate ?? true,
      analyze: props.analyze ?? true,
      proof: props.proof ?? true,
      strict: props.strict ?? false,
    };
    this.recordsMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
    if (props.istioVersion !== undefined) setTargetVersion(this, props.istioVersion);
    // Here and not in `synth`, so that an app that fails in a constructor mends what a killed one left.
    recoverFolder(folder);
  }

  /** The charts in the order of apply. */
  public override get charts(): Chart[] {
    return [...orderedCharts(this)];
  }

  /**
   * Adds a text file, such as a run book, to the output folder; it is written in the same step as the manifests.
   *
   * @param path path in the output folder, for example `RUNBOOK.md`
   * @param render makes the text from all that is about to be written; must not depend on time or machine
   * @throws ConfigError if the path is absolute, leaves the output folder, or is taken
   */
  public addFile(path: string, render: (output: SynthOutput) => string): void {
    addOutputFile(this, path, render);
  }

  /**
   * Runs a part of the program that stands for itself, such as what one team declares. What it refuses is told by the
   * synth, together with what the other parts refuse, and stops it.
   *
   * @param part declares constructs; it may ask other parts for what they gave
   * @returns what gives the result of the part; where the part failed, it ends the part that asks, without an error of its own
   * @example
   * const app = new MeshApp();
   * const mesh = new Mesh(app, 'mesh');
   * const pay = app.part(() => new MeshNamespace(mesh, 'pay'));
   * const ports = [{ port: 80, protocol: 'http' as const }];
   * app.part(() => MeshService.existing(mesh, 'api', { namespace: pay(), ports }));
   */
  public part<T>(part: () => T): () => T {
    return this.parts.run(part);
  }

  /**
   * Checks the app and replaces the output folder by its manifests.
   *
   * Warnings go to standard error.
   *
   * @throws SynthError with all that constructs refuse, and all findings, if something stops the synth; nothing is written then
   * @throws ConfigError if a file cannot be named; nothing is written then
   */
  public override synth(): void {
    const { files, texts, metadata, objects } = this.render(this.yamlOutputType);
    MeshApp.written.claim(this.outdir, this);
    const contents = [...files, ...texts];
    const replacement = replaceFolder(this.outdir, this.staging === undefined ? [...contents, ...metadata] : contents);
    if (this.staging === undefined) return;
    const first = MeshApp.written.isFirstIn(this.staging, this);
    mirror(first ? this.staging : join(this.staging, basename(this.outdir)), [...contents, ...metadata]);
    process.stderr.write(`${this.outdir}: ${summary(files.length, objects, replacement)}\n`);
  }

  /**
   * Checks the app and returns its manifests as one YAML text, in the order of apply.
   *
   * @throws SynthError with all that constructs refuse, and all findings, if something stops the synth
   */
  public override synthYaml(): string {
    const { files } = this.render(YamlOutputType.FILE_PER_APP);
    return files.map(file => Buffer.concat(file.chunks).toString()).join('---\n');
  }

  private render(type: YamlOutputType): {
    files: readonly ManifestFile[];
    texts: readonly FileContent[];
    metadata: readonly FileContent[];
    objects: number;
  } {
    const refused = this.parts.tell();
    // What else is wrong may follow from what these parts have left undeclared.
    if (refused.length > 0) throw new SynthError([], refused);
    const { validate, analyze } = this.checks;
    const checks = validate || analyze;
    const problems = new Problems();
    const tells = outputFilesOf(this).length > 0;
    const output = new OutputFiles(type, this.outputFileExtension, tells);
    const identity = new IdentityCheck();
    const metadata: Record<string, { path: string }> = {};
    const charts: RenderedChart[] = [];
    const objects: RenderedObject[] = [];
    let count = 0;
    let known: EffectiveMesh | undefined;
    const mesh = (): EffectiveMesh => {
      known ??= meshOfApp(this, objects);
      return known;
    };
    for (const chart of renderApp(this, problems)) {
      for (const rendered of chart.objects) {
        identity.add(rendered);
        count++;
        if (checks || tells) objects.push(rendered);
        if (this.recordsMetadata) recordMetadata(metadata, rendered);
      }
      // What is to be checked is checked before a text is made of it.
      if (checks) charts.push(chart);
      else output.add(chart);
    }
    const accepted = new AcceptedObjects();
    const found = this.check(objects, mesh, identity.diagnostics, accepted, problems.isComplete);
    this.report(found, problems);
    for (const chart of charts) output.add({ ...chart, objects: chart.objects.map(one => accepted.annotated(one)) });

    const files = output.finish();
    const texts = outputFilesOf(this).map(({ path, render, constructPath }) => {
      const taken = files.find(file => file.path.toLowerCase() === path.toLowerCase());
      if (taken !== undefined) {
        throw new ConfigError(
          `Cannot add output file "${path}" at "${constructPath}": wanted a path of its own, got that of ${taken.owner}`,
        );
      }
      const output: SynthOutput = {
        files,
        get mesh() {
          return mesh();
        },
        get access() {
          return accessIn(mesh());
        },
      };
      return textFile(path, render(output));
    });
    const recorded = this.recordsMetadata
      ? [textFile('construct-metadata.json', JSON.stringify({ version: '1.0.0', resources: metadata }))]
      : [];
    return { files, texts, metadata: recorded, objects: count };
  }

  private check(
    objects: readonly RenderedObject[],
    mesh: () => EffectiveMesh,
    found: readonly Diagnostic[],
    accepted: AcceptedObjects,
    isComplete: boolean,
  ): readonly Diagnostic[] {
    const { validate, analyze, proof } = this.checks;
    if (!validate && !analyze) return found;
    const said = new Set(found.map(placeOf));
    const isNew = (finding: Diagnostic) => finding.rule !== 'invalid-object' || !said.has(placeOf(finding));
    // Objects that are missing, or replace each other, are not analysed together: what follows from that says nothing new.
    if (analyze && isComplete && !found.some(({ rule }) => rule === 'duplicate-object')) {
      return [...found, ...checkMesh(this, mesh(), objects, { validate, proof }, accepted).filter(isNew)];
    }
    return validate ? [...found, ...checkObjects(objects).filter(isNew)] : found;
  }

  private report(found: readonly Diagnostic[], problems: Problems): void {
    const { errors } = problems;
    const stops = ({ severity }: Diagnostic) => severity === 'error' || (this.checks.strict && severity === 'warning');
    const diagnostics = errors.length === 0 ? found : found.filter(finding => !problems.explain(finding));
    if (errors.length > 0 || diagnostics.some(stops)) throw new SynthError(diagnostics, errors);
    if (diagnostics.length > 0) process.stderr.write(`${findingsText(diagnostics)}\n`);
  }
}

function placeOf({ resource, field }: Diagnostic): string {
  return `${resource.origin?.constructPath} ${field}`;
}

/**
 * The form that the validation plugins of cdk8s read. It is keyed by the name alone, so that objects of one name hide
 * each other; the full identity is recorded beside it.
 */
function recordMetadata(resources: Record<string, { path: string }>, { object, manifest }: RenderedObject): void {
  const path = object.node.path;
  resources[object.name] = { path };
  const { namespace, name } = manifest.metadata ?? {};
  resources[`${manifest.kind}/${namespace === undefined ? '' : `${namespace}/`}${name}`] = { path };
}

function textFile(path: string, text: string): FileContent {
  return { path, chunks: [Buffer.from(text)] };
}

/** Lays copies where `cdk8s synth` looks for them; the folder hides itself from git. */
function mirror(staging: string, files: readonly FileContent[]): void {
  rmSync(staging, { recursive: true, force: true });
  for (const { path, chunks } of [...files, textFile('.gitignore', '*\n')]) {
    const file = join(staging, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.concat(chunks));
  }
}

function summary(files: number, objects: number, { added, changed, removed }: Replacement): string {
  const changes = [
    added > 0 ? `${added} added` : '',
    changed > 0 ? `${changed} changed` : '',
    removed > 0 ? `${removed} removed` : '',
  ].filter(text => text !== '');
  return `${objects} objects in ${files} manifest files, ${changes.length === 0 ? 'nothing changed' : changes.join(', ')}`;
}

/** Loaded here, so that an app that tells nobody of it starts without it. */
function accessIn(mesh: EffectiveMesh): readonly MatrixEntry[] {
  return (require('../proof/access-matrix') as typeof import('../proof/access-matrix')).accessIn(mesh);
}
