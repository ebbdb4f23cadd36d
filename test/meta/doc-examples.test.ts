import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { complaintsOf, type Example, ROOT } from './example-programs';
import { globSync } from './glob';

function examplesOf(file: string): Example[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(comment => {
    const lines = comment[0].split('\n').map(line => line.replace(/^\s*\/?\*+\/?( |$)/, '').replace(/\s*\*\/$/, ''));
    const starts = lines.flatMap((line, i) => (line.trim() === '@example' ? [i] : []));
    const first = text.slice(0, comment.index).split('\n').length;
    return starts.map(start => {
      const length = lines.slice(start + 1).findIndex(line => line.startsWith('@'));
      const body = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
      return {
        file,
        line: first + start,
        code: body
          .filter(line => !line.startsWith('```'))
          .join('\n')
          .trim(),
      };
    });
  });
}

/** Where each exported name of src can be imported from. */
function exportsOf(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const [, name = ''] of text.matchAll(
      /^export (?:declare |abstract |async )*(?:class|function\*?|const|interface|type|enum) (\w+)/gm,
    )) {
      found.set(name, [...(found.get(name) ?? []), file]);
    }
  }
  return found;
}

test('every example in a docstring compiles', () => {
  const files = globSync(ROOT, 'src', '.ts').filter(file => file !== 'src/main.ts' && !file.startsWith('src/codegen/'));
  const examples = files.flatMap(examplesOf);
  expect(examples.length).toBeGreaterThan(20);
  const exported = exportsOf(files);
  const moduleOf = (name: string, { file: own }: Example) => {
    const found = exported.get(name);
    const file = found?.includes(own) ? own : found?.[0];
    return file && `../../../${file.replace(/\.ts$/, '')}`;
  };
  expect(complaintsOf(examples, 'doc-examples', moduleOf)).toEqual([]);
}, 60_000);
