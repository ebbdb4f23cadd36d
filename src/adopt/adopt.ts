import { effectiveMeshOf } from '../istio/effective-mesh';
import { buildModel, type MeshModelOptions } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import { diffMeshes, type MeshDiff } from '../proof/diff-meshes';
import type { LocatedManifest } from '../values/manifest';
import { cleaned, leftOutFor } from './clean-manifest';
import { create, type Statement, variable } from './code';
import { hasClass, keyOf } from './library';
import { printProgram, type ProgramFile, type Section } from './program';
import { Scene } from './scene';
import { type Settled, Settlement } from './settle';
import type { WrittenObjects } from './unit';
import { unitsOf } from './units/all';

/** How manifests are adopted. */
export interface AdoptOptions {
  /** The namespace of objects that name none. @default 'default' */
  readonly namespace?: string;
  /** The Istio release that runs. @default - the one that the manifests install, else the one that the library deploys */
  readonly istioVersion?: string;
}

/** What became of manifests. */
export interface Adoption {
  /** The program, by path. */
  readonly files: readonly ProgramFile[];
  readonly settled: readonly Settled[];
  readonly diff: MeshDiff;
  readonly written: WrittenObjects;
  /** Objects that are not taken over, and why. */
  readonly leftOut: readonly string[];
}

/** Writes manifests as a program that behaves the same. */
export function adopt(manifests: readonly LocatedManifest[], options: AdoptOptions = {}): Adoption {
  const { namespace = 'default' } = options;
  const leftOut: string[] = [];
  const taken: LocatedManifest[] = [];
  const kept: LocatedManifest[] = [];
  for (const { manifest, origin } of manifests) {
    const reason = leftOutFor(manifest);
    const located = { manifest: cleaned(manifest), origin };
    if (reason === undefined) taken.push(located);
    else {
      leftOut.push(`${manifest.kind} ${manifest.metadata.namespace ?? namespace}/${manifest.metadata.name}: ${reason}`);
      if (manifest.kind === 'Secret') kept.push(located);
    }
  }
  const ages = new Map<string, unknown>();
  for (const { manifest } of manifests) ages.set(ageKey(manifest, namespace), manifest.metadata.creationTimestamp);
  const aged = ({ manifest, origin }: LocatedManifest): LocatedManifest => {
    const creationTimestamp = ages.get(ageKey(manifest, namespace));
    if (creationTimestamp === undefined) return { manifest, origin };
    return { manifest: { ...manifest, metadata: { ...manifest.metadata, creationTimestamp } as never }, origin };
  };
  const modelOptions: MeshModelOptions = {
    defaultNamespace: namespace,
    ...(options.istioVersion === undefined ? {} : { istioVersion: options.istioVersion }),
  };
  const before = buildModel([...taken, ...kept].map(aged), modelOptions);
  const clean = buildModel(taken, { ...modelOptions, assumed: kept, istioVersion: before.istioVersion });
  const scene = new Scene(effectiveMeshOf(clean), hasClass);
  const { units, left } = unitsOf(scene);
  const opening = [meshStatement(scene)];
  const settlement = new Settlement(scene, units, opening, before.istioVersion);
  const { written, diff } = settlement.settleBehaviour(found => {
    const objects = found.all.map(manifest => ({ manifest, origin: {} }));
    const after = buildModel([...objects, ...kept].map(aged), { ...modelOptions, istioVersion: before.istioVersion });
    return diffMeshes(before, after);
  });
  const app: Statement = { variable: 'app', code: create('MeshApp') };
  const synth: Statement = {
    code: { code: 'call', target: { code: 'member', target: variable('app'), name: 'synth', optional: false }, args: [] },
  };
  const files = printProgram([app, ...opening], settlement.settled.flatMap(sectionOf), [synth]);
  return { files, settled: settlement.settled, diff, written, leftOut: [...leftOut, ...left] };
}

function sectionOf({ unit, candidate }: Settled): readonly Section[] {
  if (candidate === undefined) return [];
  const [covered] = unit.covers;
  const isObject = candidate.form !== 'construct' && unit.covers.length === 1 && !unit.key.startsWith('namespace ');
  return [{ namespace: isObject ? covered?.namespace : undefined, statements: candidate.statements }];
}

function meshStatement(scene: Scene): Statement {
  const { istioVersion } = scene.model;
  const props = {
    istioVersion,
    trustDomain: scene.trustDomain === 'cluster.local' ? undefined : scene.trustDomain,
    rootNamespace: scene.rootNamespace === 'istio-system' ? undefined : scene.rootNamespace,
  };
  return { variable: 'mesh', code: create('Mesh', variable('app'), 'mesh', props) };
}

function ageKey(manifest: LocatedManifest['manifest'], namespace: string): string {
  const { metadata } = manifest;
  return keyOf({ ...manifest, metadata: { ...metadata, namespace: metadata.namespace ?? namespace } });
}

/** Objects whose kinds Istio or the Gateway API define. */
export function isOfMesh({ group }: Resource): boolean {
  return /(^|\.)istio\.io$|^gateway\.networking\.k8s\.io$/.test(group);
}
