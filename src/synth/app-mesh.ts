import type { IConstruct } from 'constructs';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { assumedObjectsOf } from '../tree/assumed-object';
import { meshDefaultsOf } from '../tree/mesh-defaults';
import { targetVersionOf } from '../tree/target-version';
import { oldestRelease } from '../values/istio-version';
import type { RenderedObject } from './rendered-object';

/**
 * How Istio interprets rendered objects, together with what the constructs below `scope` assume, for the oldest
 * release that a part of them is written for: what works on it works on all of them.
 *
 * @param given The release that runs instead.
 */
export function meshOfApp(
  scope: IConstruct,
  objects: readonly RenderedObject[],
  given: { readonly istioVersion?: string } = {},
): EffectiveMesh {
  // Loaded here, so that an app starts without it, and never loads it where nothing is analysed.
  const { buildModel } = require('../model/mesh-model') as typeof import('../model/mesh-model');
  const { effectiveMeshOf } = require('../istio/effective-mesh') as typeof import('../istio/effective-mesh');
  const { located, options } = modelInputOf(scope, objects, given);
  return effectiveMeshOf(buildModel(located, options));
}

/** Rendered objects as a model reads them, and how it reads them. */
export function modelInputOf(
  scope: IConstruct,
  objects: readonly RenderedObject[],
  given: { readonly istioVersion?: string } = {},
) {
  const located = objects.map(({ manifest, constructPath }) => ({ manifest, origin: { constructPath } }));
  const istioVersion = given.istioVersion ?? oldestRelease(targetsOf(objects)) ?? targetVersionOf(scope);
  const { clusterDomain, ...defaults } = meshDefaultsOf(scope) ?? {};
  const options = { assumed: assumedObjectsOf(scope), istioVersion, defaults };
  return { located, options: clusterDomain === undefined ? options : { ...options, clusterDomain } };
}

/** The releases that objects are written for. */
export function targetsOf(objects: readonly RenderedObject[]): ReadonlySet<string> {
  return new Set(objects.map(({ object }) => targetVersionOf(object)));
}
