import { stringify } from 'yaml';
import type { SimulationRequest } from '../../../src/simulation/request';
import { addAmbient } from './ambient';
import { addExternal } from './external';
import { addGatewayApi } from './gateway-api';
import { addGateways } from './gateways';
import { addMeshOptions, addSidecars } from './mesh-options';
import { FEATURES, type Feature, type ManifestObject, Plan } from './plan';
import { Random } from './random';
import { randomRequest } from './requests';
import { addRoutes } from './routes';
import { addSecurity } from './security';
import { addTopology } from './topology';

export { CLASSIC, FEATURES, type Feature, type ManifestObject } from './plan';

/** How a random mesh is made. */
export interface MeshOptions {
  /** The features that a mesh may have. Each mesh has some of them. @default - all */
  readonly features?: readonly Feature[];
  /** @default 20 */
  readonly requests?: number;
}

/** A mesh, and requests to ask of it. */
export interface RandomMesh {
  /** Features that the mesh has. */
  readonly features: readonly Feature[];
  readonly objects: readonly ManifestObject[];
  /** The manifests by file name. */
  readonly files: { readonly [name: string]: string };
  readonly requests: readonly SimulationRequest[];
}

/** How many meshes have a feature, of those that may have it. */
const SHARE: { readonly [feature in Feature]: number } = {
  headless: 0.4,
  stateful: 0.3,
  external: 0.7,
  'external-name': 0.2,
  'sidecar-scope': 0.25,
  'mesh-options': 0.5,
  policies: 0.6,
  'external-authorizer': 0.3,
  egress: 0.25,
  delegates: 0.15,
  jwt: 0.3,
  'path-normalization': 0.25,
  'gateway-api': 0.35,
  ambient: 0.3,
  'workload-entry': 0.2,
  'several-gateways': 0.25,
};

/**
 * A mesh of the size of a small team's, with objects that often meet, overlap and contradict each other, and requests
 * that are likely to touch them. One seed gives one mesh.
 */
export function randomMesh(seed: number, { features = FEATURES, requests = 20 }: MeshOptions = {}): RandomMesh {
  const random = new Random(seed);
  const chosen = FEATURES.filter(feature => random.chance(SHARE[feature]) && features.includes(feature));
  const plan = new Plan(random, new Set(chosen));
  addTopology(plan);
  addExternal(plan);
  addMeshOptions(plan);
  addRoutes(plan);
  addGateways(plan);
  addGatewayApi(plan);
  addSecurity(plan);
  addAmbient(plan);
  addSidecars(plan);
  const objects = plan.shuffled();
  return {
    features: chosen,
    objects,
    get files() {
      return { 'mesh.yaml': manifestsOf(objects) };
    },
    requests: Array.from({ length: requests }, () => randomRequest(plan)),
  };
}

/** Objects as one YAML file, which readers of YAML 1.1 and 1.2 understand alike. */
export function manifestsOf(objects: readonly ManifestObject[]): string {
  return objects.map(object => stringify(object, { version: '1.1', aliasDuplicateObjects: false })).join('---\n');
}
