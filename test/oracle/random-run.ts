import { checkMesh } from './check-mesh';
import { type Feature, randomMesh } from './generate/mesh';
import type { Oracle } from './oracle-process';
import { Report } from './report';

/** How random meshes are compared. */
export interface RunOptions {
  readonly seed: number;
  readonly meshes: number;
  /** Requests of each mesh. */
  readonly requests: number;
  readonly features: readonly Feature[];
  /** Only this request of each mesh, counted from 1. */
  readonly only?: number;
  readonly log: (line: string) => void;
}

/** Compares random meshes; mesh `i` has the seed `seed + i`. */
export async function runRandom(oracle: Oracle, options: RunOptions): Promise<Report> {
  const { seed, meshes, requests, features, only, log } = options;
  const report = new Report();
  for (let i = 0; i < meshes; i++) {
    const mesh = randomMesh(seed + i, { features, requests });
    let checked: Awaited<ReturnType<typeof checkMesh>>;
    try {
      checked = await checkMesh(oracle, mesh.objects, mesh.requests);
    } catch (error) {
      log(`seed ${seed + i}: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    report.addMesh(mesh.features, checked.refused);
    checked.requests.forEach((one, index) => {
      if (only === undefined || only === index + 1) {
        report.addRequest(mesh.features, { seed: seed + i, index, checked: one });
      }
    });
    if ((i + 1) % 50 === 0) log(`${i + 1} meshes`);
  }
  return report;
}
