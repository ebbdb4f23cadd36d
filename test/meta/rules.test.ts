import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { RULES } from '../../src/analysis/registry';
import type { Rule } from '../../src/analysis/rule';
import { buildModel, type MeshModelOptions } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';

const ROOT = resolve(__dirname, '../..');
const PAGES = join(ROOT, 'docs/rules');

const filesIn = (folder: string, extension: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(extension) && file !== 'README.md')
    .map(file => file.slice(0, -extension.length));
const names = (files: readonly string[]) => files.map(file => basename(file)).sort();

const page = (rule: Rule) => readFileSync(join(PAGES, `${rule.name}.md`), 'utf8');

function example(rule: Rule, heading: 'Wrong' | 'Right'): string {
  const block = new RegExp(`## ${heading}\n\n\`\`\`yaml\n([\\s\\S]*?)\`\`\``).exec(page(rule))?.[1];
  if (block === undefined) throw new Error(`docs/rules/${rule.name}.md has no YAML under "${heading}"`);
  return block;
}

/** What the rule reports of the wrong manifests, as its page shows it. */
function reported(rule: Rule): string {
  const mesh = buildModel(parseManifests(example(rule, 'Wrong'), `${rule.name}.md`), inParity(rule));
  return analyze(mesh, { rules: [rule] })
    .map(({ severity, message, resource: { kind, namespace, name }, field, fix }) => {
      const at = `${kind} ${namespace ? `${namespace}/` : ''}${name}${field === undefined ? '' : ` ${field}`}`;
      return [`${severity}: ${message}`, `  at ${at}`, ...(fix === undefined ? [] : [`  fix: ${fix}`])].join('\n');
    })
    .join('\n\n');
}

function findings(rule: Rule, yaml: string, options: MeshModelOptions): readonly string[] {
  const mesh = buildModel(parseManifests(yaml, `${rule.name}.md`), options);
  return analyze(mesh, { rules: [rule] }).map(({ severity, message }) => `${severity} ${message}`);
}

const inParity = (rule: Rule): MeshModelOptions => (rule.when === 'parity' ? { istioParity: true } : {});

test('every rule has a test of its own, with cases beyond those of its page', () => {
  const files = filesIn('src/analysis/rules', '.ts');
  const tested = new Set(filesIn('test/analysis/rules', '.test.ts'));
  expect(files.filter(file => !tested.has(file))).toEqual([]);
  for (const file of files) {
    const text = readFileSync(join(ROOT, 'test/analysis/rules', `${file}.test.ts`), 'utf8');
    expect(text).toMatch(/testRule\(|runRule\(|analyze\(|simulate\(/);
  }
});

test('the registry, the files and the pages are the same rules, in the order of their names', () => {
  const registered = RULES.map(({ name }) => name);
  expect(registered).toEqual([...registered].sort());
  expect(names(filesIn('src/analysis/rules', '.ts'))).toEqual(registered);
  expect(names(filesIn('docs/rules', '.md'))).toEqual(registered);
  expect(new Set(registered).size).toBe(registered.length);
});

test('the index lists every rule with its severity, codes and summary', () => {
  const rows = RULES.map(
    ({ name, severity, equivalents, summary }) =>
      `| [${name}](${name}.md) | ${severity} | ${equivalents.join(', ')} | ${summary} |`,
  );
  const index = readFileSync(join(PAGES, 'README.md'), 'utf8').split('\n');
  expect(index.filter(line => line.startsWith('| ['))).toEqual(rows);
});

describe.each(RULES.map((rule): [string, Rule] => [rule.name, rule]))('the page of %s', (name, rule) => {
  test('says what the rule says of itself', () => {
    const known = rule.equivalents.length === 0 ? '' : ` Also known as ${rule.equivalents.join(', ')}.`;
    const head = [rule.summary, '', `# ${name}`, '', `Severity: ${rule.severity}.${known}`, '', '## Why', ''];
    expect(page(rule).split('\n').slice(0, head.length)).toEqual(head);
    expect(page(rule)).toMatch(/\n## When to accept\n\n\S/);
  });

  test('shows what the rule reports of the wrong manifests, and names its sources', () => {
    const section = `## Finding\n\n\`\`\`text\n${reported(rule)}\n\`\`\`\n`;
    if (process.env.UPDATE_RULE_PAGES !== undefined) {
      const text = page(rule).replace(/## Finding\n[\s\S]*?(?=## Right\n)/, '');
      writeFileSync(
        join(PAGES, `${name}.md`),
        text.replace('## Right\n', () => `${section}\n## Right\n`),
      );
    }
    // Renew with: UPDATE_RULE_PAGES=1 npx jest test/meta/rules
    expect(page(rule)).toContain(section);
    expect(page(rule)).toMatch(/\n## Sources\n\n(- \[.+\]\(https:.+\)\n)+$/);
  });

  test('shows manifests that the rule reports, and corrected ones that it does not', () => {
    expect(findings(rule, example(rule, 'Wrong'), inParity(rule))).not.toEqual([]);
    expect(findings(rule, example(rule, 'Right'), inParity(rule))).toEqual([]);
  });

  test('corrects without other errors', () => {
    const errors = (yaml: string) =>
      analyze(buildModel(parseManifests(yaml, `${name}.md`)))
        .filter(({ severity }) => severity === 'error')
        .map(({ rule: by, message }) => `${by}: ${message}`);
    const before = new Set(errors(example(rule, 'Wrong')));
    // What an example leaves out for brevity is missing before and after.
    expect(errors(example(rule, 'Right')).filter(error => !before.has(error))).toEqual([]);
  });

  test('gives problems in one sentence without a full stop', () => {
    for (const istioParity of [false, true]) {
      for (const problem of findings(rule, example(rule, 'Wrong'), { istioParity })) {
        expect(problem).not.toMatch(/\.$|undefined|\[object/);
      }
    }
  });
});
