import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifests } from '../../src/model/read-manifests';
import { validateObject } from '../../src/schema/validate-object';
import { CASES } from './cases-folder';

/** One object, and whether the API server accepts it under the CRDs of Istio. */
interface Case {
  readonly id: string;
  readonly valid: boolean;
  /** A part of what the API server answers to an invalid object. */
  readonly errorPattern?: string | null;
  /** The object as YAML; it is read as kubectl reads it. */
  readonly doc: string;
}

const FILE = join(CASES, 'analysis', 'crd-validation.json');

/** Why a case does not hold; empty if it does. */
function failureOf({ id, valid, errorPattern, doc }: Case): string {
  const messages = parseManifests(doc, id).flatMap(({ manifest }) =>
    validateObject(manifest)
      .filter(issue => issue.severity === 'error')
      .map(issue => issue.message),
  );
  const shown = messages.length === 0 ? 'nothing' : messages.join(' | ');
  if (valid) return messages.length === 0 ? '' : `${id}: wanted no error, got ${shown}`;
  const found = messages.some(message => message.includes(errorPattern ?? ''));
  return found ? '' : `${id}: wanted an error with "${errorPattern}", got ${shown}`;
}

describe('conformance of object validation with the API server', () => {
  if (!existsSync(FILE)) {
    console.warn(`crd-validation: skipped, there is no ${FILE} (set CONFORMANCE_CASES)`);
    it('is skipped: the folder of cases is absent', () => undefined);
    return;
  }
  const { cases }: { cases: readonly Case[] } = JSON.parse(readFileSync(FILE, 'utf8'));

  it('accepts every valid object and rejects every invalid one for the reason of the API server', () => {
    const failures = cases.map(failureOf).filter(failure => failure !== '');
    process.stdout.write(`crd-validation: ${cases.length - failures.length} of ${cases.length}\n`);
    expect(cases.length).toBeGreaterThan(0);
    expect(failures).toEqual([]);
  });
});
