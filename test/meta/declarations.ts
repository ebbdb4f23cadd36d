import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where a type is declared, and under which name. */
export interface Declared {
  readonly file: string;
  readonly name: string;
}

const DECLARATION = String.raw`(?:^|\n)(?:export\s+)?(?:declare\s+)?(?:abstract\s+)?(?:class|interface|type|function|const)\s+`;

/** The declaration files of a compiled package, read as text: which names they export, and which types those use. */
export class Declarations {
  readonly #texts = new Map<string, string>();

  /** @param root The folder that holds `src/`. */
  public constructor(private readonly root: string) {}

  /** What a file exports, by name, with the place of its declaration. */
  public exportsOf(path: string): ReadonlyMap<string, Declared> {
    const file = join(this.root, path);
    const found = new Map<string, Declared>();
    for (const [, names = '', from = ''] of this.#text(file).matchAll(
      /export\s+(?:type\s+)?\{([^}]*)\}\s*from\s*'([^']+)'/g,
    )) {
      for (const { name, as } of namesIn(names)) found.set(as, { file: resolveFrom(file, from) ?? from, name });
    }
    const own = /export\s+(?:declare\s+)?(?:abstract\s+)?(?:class|interface|type|function|const)\s+(\w+)/g;
    for (const [, name = ''] of this.#text(file).matchAll(own)) found.set(name, { file, name });
    return found;
  }

  /** The types of the package that a declaration uses in what users see of it. */
  public usedBy({ file, name }: Declared): readonly Declared[] {
    const text = this.#text(file);
    const imported = new Map<string, Declared>();
    for (const [, names = '', from = ''] of text.matchAll(/import\s+(?:type\s+)?\{([^}]*)\}\s*from\s*'([^']+)'/g)) {
      const target = resolveFrom(file, from);
      if (target === undefined || target.includes('/imports/')) continue;
      for (const one of namesIn(names)) imported.set(one.as, { file: target, name: one.name });
    }
    const used = new Map<string, Declared>();
    for (const word of this.#declaration(file, name).match(/\b[A-Z]\w*/g) ?? []) {
      const isLocal = word !== name && new RegExp(`${DECLARATION}${word}\\b`).test(text);
      const target = imported.get(word) ?? (isLocal ? { file, name: word } : undefined);
      if (target !== undefined) used.set(word, target);
    }
    return [...used.values()];
  }

  #declaration(file: string, name: string): string {
    const text = this.#text(file);
    const start = new RegExp(`${DECLARATION}${name}\\b`).exec(text);
    if (start === null) return '';
    let depth = 0;
    let end = start.index + start[0].length;
    for (; end < text.length; end++) {
      const character = text[end] ?? '';
      if ('{(['.includes(character)) depth++;
      else if ('})]'.includes(character)) depth--;
      if (depth === 0 && (character === ';' || (character === '}' && text[end + 1] === '\n'))) break;
    }
    return text.slice(start.index, end + 1).replace(/^\s*(?:private|protected)\b.*$/gm, '');
  }

  #text(file: string): string {
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(file, 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\/\/.*$/gm, '');
    this.#texts.set(file, text);
    return text;
  }
}

function namesIn(list: string): { readonly name: string; readonly as: string }[] {
  return list.split(',').flatMap(part => {
    const [name = '', , as = name] = part
      .trim()
      .replace(/^type\s+/, '')
      .split(/\s+/);
    return name === '' ? [] : [{ name, as }];
  });
}

function resolveFrom(file: string, path: string): string | undefined {
  if (!path.startsWith('.')) return undefined;
  const target = resolve(dirname(file), path);
  return [`${target}.d.ts`, join(target, 'index.d.ts')].find(existsSync);
}
