import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type OracleCase, writeCases } from './case-file';
import { type CheckedRequest, checkMesh } from './check-mesh';
import { manifestsOf, randomMesh } from './generate/mesh';
import { ORACLE_RELEASE, type Oracle } from './oracle-process';
import type { RunOptions } from './random-run';
import type { Example, Report } from './report';
import { type Finding, shrink } from './shrink';

/** Shrinks the first examples of each kind of difference, and writes them into a folder as cases, one file a kind. */
export async function writeDifferences(
  oracle: Oracle,
  report: Report,
  options: RunOptions & { readonly folder: string; readonly examples: number },
): Promise<void> {
  mkdirSync(options.folder, { recursive: true });
  const kinds = [...report.kinds].sort(([, a], [, b]) => b.length - a.length);
  for (const [kind, examples] of kinds) {
    const cases: OracleCase[] = [];
    for (const example of examples.slice(0, options.examples)) {
      const title = `${kind} (${examples.length} requests, this one of seed ${example.seed})`;
      const shows = ({ result }: CheckedRequest) =>
        result.kind === 'differ' && result.differences.some(difference => difference.kind === kind);
      cases.push(await minimize(oracle, title, example, options, shows));
    }
    const file = join(options.folder, `${kind.replace(/[^\w]+/g, '-').slice(0, 100)}.json`);
    writeCases(file, { istio: ORACLE_RELEASE, cases });
    options.log(`${file}: ${examples.length} requests`);
  }
}

/**
 * Shrinks requests about which both sides agree as long as Istio's answer stays the same, and writes those into a file
 * that have kinds of objects together with an outcome as no earlier one has.
 */
export async function writeAgreements(
  oracle: Oracle,
  report: Report,
  options: RunOptions & { readonly file: string },
): Promise<void> {
  const cases: OracleCase[] = [];
  const known = new Set<string>();
  for (const [outcome, examples] of [...report.agreements].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const example of examples) {
      const answer = JSON.stringify(example.checked.istio);
      const shows = ({ istio, result }: CheckedRequest) => result.kind === 'agree' && JSON.stringify(istio) === answer;
      const found = await minimize(oracle, '', example, options, shows);
      const kinds = [
        ...new Set(
          [
            ...Object.values(found.files)
              .join('')
              .matchAll(/^kind: (.*)$/gm),
          ].map(([, kind]) => kind),
        ),
      ];
      const title = `${outcome}: ${kinds.sort().join(', ')}`;
      if (known.has(title)) continue;
      known.add(title);
      cases.push({ ...found, title });
      options.log(`${cases.length} cases: ${title} (seed ${example.seed})`);
    }
    writeCases(options.file, { istio: ORACLE_RELEASE, cases });
  }
}

/** The smallest mesh found that still shows something of one request. */
async function minimize(
  oracle: Oracle,
  title: string,
  { seed, checked }: Example,
  { features, requests }: RunOptions,
  shows: (checked: CheckedRequest) => boolean,
): Promise<OracleCase> {
  const { objects } = randomMesh(seed, { features, requests });
  let last = checked;
  const smallest = await shrink({ objects, request: checked.request }, async ({ objects: some, request }: Finding) => {
    try {
      const { requests: asked, refused } = await checkMesh(oracle, some, [request]);
      const [one] = asked;
      // An object that Istio refuses would be one that is not there.
      if (one === undefined || refused.length > 0 || !shows(one)) return false;
      last = one;
      return true;
    } catch {
      return false;
    }
  });
  const { request, istio, result } = last;
  const found = result.kind === 'differ' ? result.differences.map(({ kind, product }) => `${kind}: ${product}`) : [];
  return {
    title,
    ...(found.length === 0 ? {} : { found }),
    files: { 'mesh.yaml': manifestsOf(smallest.objects) },
    requests: [{ request, istio }],
  };
}
