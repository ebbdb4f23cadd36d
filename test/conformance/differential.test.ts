import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulationRequest } from '../../src/simulation/request';
import type { IstioAnswer } from '../oracle/answer';
import { checkRequests } from '../oracle/check-mesh';
import { CASES } from './cases-folder';

const FOLDER = join(CASES, 'differential');

/** A mesh with requests and Istio's answers. */
interface DifferentialCase {
  readonly id: string;
  readonly files: { readonly [name: string]: string };
  readonly requests: readonly { readonly request: SimulationRequest; readonly istio: IstioAnswer }[];
}

if (!existsSync(FOLDER)) {
  console.warn(`No meshes with Istio's answers at ${FOLDER}: nothing is compared with Istio`);
  test.skip('differential: the conformance cases are absent', () => undefined);
} else {
  const files = readdirSync(FOLDER).filter(name => name.endsWith('.json'));
  let [agreeing, leftOut, all] = [0, 0, 0];
  afterAll(() => {
    process.stdout.write(`differential: ${agreeing} of ${all} requests agree (${leftOut} left out)\n`);
  });

  test.each(files)('%s: each request ends as with Istio', name => {
    const { cases } = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as { cases: DifferentialCase[] };
    const wrong: string[] = [];
    for (const { id, files: manifests, requests } of cases) {
      const asked = requests.map(({ request }) => request);
      const answers = requests.map(({ istio }) => istio);
      for (const [i, { result }] of checkRequests(manifests, asked, answers).entries()) {
        all++;
        if (result.kind === 'agree') agreeing++;
        if (result.kind === 'left-out') leftOut++;
        if (result.kind === 'unsupported') wrong.push(`${id}#${i + 1}: unsupported: ${result.reason}`);
        if (result.kind !== 'differ') continue;
        for (const { kind, product, istio } of result.differences) {
          wrong.push(`${id}#${i + 1}: ${kind}: got ${product}, Istio says ${istio}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
}
