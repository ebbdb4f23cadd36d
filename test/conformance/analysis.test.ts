import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { analyze } from '../../src/analysis/analyze';
import { rulesStandingFor } from '../../src/analysis/registry';
import { buildModel, type MeshModelOptions } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import { CASES } from './cases-folder';

/** One case of istioctl's own analyzer tests. */
interface Case {
  readonly id: string;
  readonly name: string;
  readonly analyzer: string;
  /** `cluster`: the verdict needs what only a running cluster has. */
  readonly class: 'offline' | 'cluster';
  readonly files: readonly { readonly path: string; readonly yaml: string }[];
  readonly meshConfig?: string;
  readonly meshNetworks?: string;
  readonly expected: readonly { readonly code: string; readonly resource: string }[];
}

const file = join(CASES, 'analysis', 'analysis.json');

/** Cases that are not met, by id, with the reason. A case that is met although it is listed fails as well. */
const UNMET: Readonly<Record<string, string>> = {
  '101': 'compares one Service as it is read from two clusters; a set of manifests is one cluster',
};

function found(given: Case): string[] {
  const options: MeshModelOptions = {
    istioParity: true,
    ...(given.meshConfig === undefined ? {} : { meshConfig: parse(given.meshConfig) ?? {} }),
    ...(given.meshNetworks === undefined ? {} : { meshNetworks: parse(given.meshNetworks) ?? {} }),
  };
  const manifests = given.files.flatMap(({ path, yaml }) => parseManifests(yaml, path));
  const rules = rulesStandingFor(given.analyzer);
  return analyze(buildModel(manifests, options), { rules })
    .map(({ code, resource }) => {
      const namespace = resource.namespace === undefined ? '' : `${resource.namespace}/`;
      return `${code} ${resource.kind} ${namespace}${resource.name}`;
    })
    .sort();
}

if (!existsSync(file)) {
  console.warn(`analysis: no cases at ${file}; set CONFORMANCE_CASES to the CASES that holds them`);
  test.skip(`analysis cases are absent: ${file}`, () => undefined);
} else {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] };
  const met: string[] = [];

  describe('analysis in parity with istioctl', () => {
    for (const given of cases) {
      const reason = UNMET[given.id];
      test(`${given.id} ${given.name}${reason === undefined ? '' : ` (not met: ${reason})`}`, () => {
        const expected = given.expected.map(({ code, resource }) => `${code} ${resource}`).sort();
        if (reason === undefined) {
          expect(found(given)).toEqual(expected);
          met.push(given.id);
        } else {
          expect(found(given)).not.toEqual(expected);
        }
      });
    }

    afterAll(() => {
      const offline = cases.filter(given => given.class === 'offline');
      const metOffline = offline.filter(({ id }) => met.includes(id));
      const missed = cases.filter(({ id }) => !met.includes(id));
      const lines = [
        `analysis: ${met.length} of ${cases.length}`,
        `offline: ${metOffline.length} of ${offline.length}`,
        ...missed.map(({ id, name }) => `not met: ${id} ${name}: ${UNMET[id] ?? 'differs'}`),
      ];
      console.info(lines.join('\n'));
    });
  });
}
