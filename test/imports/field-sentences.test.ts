import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const IMPORTS = resolve(__dirname, '../../imports');
const FIELD = /^(?<doc>( {2}\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?) {2}readonly (?<name>'[^']+'|\w+)\??: (?!undefined;)/gm;

/** The fields of the types of a file, with what is said of each. */
function fieldsOf(text: string): { readonly name: string; readonly doc: string }[] {
  return [...text.matchAll(/^export interface \w+ \{\n([\s\S]*?)^\}/gm)].flatMap(([, body = '']) =>
    [...body.matchAll(FIELD)].map(({ groups }) => ({ name: groups?.name ?? '', doc: groups?.doc ?? '' })),
  );
}

const groups = readdirSync(IMPORTS).filter(name => /^\w+\.istio\.io$/.test(name));

test.each(groups)('every field of %s says in a sentence what it does', group => {
  const files = readdirSync(join(IMPORTS, group)).filter(file => file.endsWith('.ts') && file !== 'index.ts');
  const fields = files.flatMap(file =>
    fieldsOf(readFileSync(join(IMPORTS, group, file), 'utf8')).map(field => ({ ...field, file })),
  );
  expect(fields.length).toBeGreaterThan(20);
  const silent = fields.filter(({ doc }) => !/\*\*?\s+[A-Z`][^@]{8,}\./.test(doc));
  expect(silent.map(({ file, name }) => `${file} ${name}`)).toEqual([]);
});
