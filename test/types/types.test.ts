import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SOURCES } from '../../src/codegen/sources';

const ROOT = resolve(__dirname, '../..');
const WRONG = readdirSync(__dirname).filter(name => name.endsWith('.wrong.ts'));
const DIRECTIVE = /^\/\/ @ts-expect-error (.*)$/;

/** Codes of the errors that a misuse may cause; a missing import or a syntax error is not among them. */
const REFUSALS = new Set([
  2322, // not assignable
  2345, // argument not assignable
  2353, // unknown field
  2551, // unknown member, another meant
  2554, // argument missing
  2559, // nothing in common
  2561, // unknown field, another meant
  2339, // unknown member
  2673, // private constructor
  2739, // fields missing
  2740, // more fields missing
  2741, // field missing
  2820, // unknown value, another meant
]);

/** Checks the wrong programs without their directives, and the right ones; yields `file:line` to the error there. */
function check(): Map<string, { code: number; text: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'types-'));
  try {
    for (const name of [...WRONG, 'right.ts']) {
      const text = readFileSync(join(__dirname, name), 'utf8');
      const elsewhere = text
        .replace(/'\.\.\/\.\.\/(imports|src)/g, `'${ROOT}/$1`)
        .replace(/'cdk8s'/g, `'${ROOT}/node_modules/cdk8s'`);
      writeFileSync(join(folder, name), elsewhere.replaceAll('@ts-expect-error', 'refused:'));
    }
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(ROOT, 'tsconfig.json'),
        compilerOptions: { types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] },
        include: ['*.ts'],
      }),
    );
    const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    });
    const errors = [...stdout.matchAll(/^(\S+?)\((\d+),\d+\): error TS(\d+): (.*)$/gm)];
    return new Map(
      errors.map(([, file = '', line, code, text = '']) => [
        `${file.split('/').at(-1)}:${line}`,
        { code: Number(code), text },
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Program {
  readonly place: string;
  readonly title: string;
}

const programs: readonly Program[] = WRONG.flatMap(name =>
  readFileSync(join(__dirname, name), 'utf8')
    .split('\n')
    .flatMap((text, i) => {
      const title = DIRECTIVE.exec(text)?.[1];
      return title === undefined ? [] : [{ place: `${name}:${i + 2}`, title }];
    }),
);
const errors = check();

test('there are at least 60 wrong programs', () => {
  expect(programs.length).toBeGreaterThanOrEqual(60);
});

test.each(programs)('$title is refused ($place)', ({ place }) => {
  expect(errors.get(place)).toBeDefined();
  expect(REFUSALS).toContain(errors.get(place)?.code);
});

test('the right programs compile, and nothing but the wrong ones is refused', () => {
  const places = new Set(programs.map(({ place }) => place));
  expect([...errors].filter(([place]) => !places.has(place))).toEqual([]);
});

test('each pair of fields that exclude each other in a type of Istio has a wrong program', () => {
  const titles = new Set(programs.map(({ title }) => title));
  const groups = SOURCES.find(({ name }) => name === 'istio')?.groups ?? [];
  const missing = groups
    .flatMap(group => readdirSync(join(ROOT, 'imports', group)).map(name => join(ROOT, 'imports', group, name)))
    .filter(path => path.endsWith('.ts'))
    .flatMap(path => exclusions(readFileSync(path, 'utf8')))
    .filter(([type, a, b]) => !titles.has(`${type}: ${a}, ${b}`) && !titles.has(`${type}: ${b}, ${a}`));
  expect(missing).toEqual([]);
});

/** The pairs of fields that no variant of a generated union has together. */
function exclusions(text: string): [type: string, a: string, b: string][] {
  const variants = new Map(
    [...text.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => {
      const fields = [...body.matchAll(/^ {2}readonly (\w+)\??: (.*);$/gm)];
      return [name, { allowed: fields.filter(([, , type]) => type !== 'undefined').map(([, field = '']) => field) }];
    }),
  );
  return [...text.matchAll(/^export type (\w+) = (.*);$/gm)].flatMap(([, type = '', union = '']) =>
    [...union.matchAll(/\w+(?: \| \w+)+/g)].flatMap(([names]) => {
      const sets = names.split(' | ').flatMap(name => variants.get(name)?.allowed ?? []);
      const together = (a: string, b: string): boolean =>
        names.split(' | ').some(name => [a, b].every(field => variants.get(name)?.allowed.includes(field)));
      const fields = [...new Set(sets)];
      return fields.flatMap((a, i) =>
        fields.slice(i + 1).flatMap((b): [string, string, string][] => (together(a, b) ? [] : [[type, a, b]])),
      );
    }),
  );
}
