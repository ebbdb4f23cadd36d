import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readWhatIsReadable } from '../model/read-manifests';
import { emitDocument } from '../text/emit-yaml';
import { ConfigError } from '../values/config-error';
import type { Manifest } from '../values/manifest';
import { canonicalJson } from '../values/plain-data';
import { type Adoption, type AdoptOptions, adopt } from './adopt';
import type { ProgramFile } from './program';
import { projectFiles } from './project-files';
import { renderReport } from './report';
import { type ProjectRun, type RunOptions, runProject } from './run-project';

/** How a project is written. */
export interface ProjectOptions extends AdoptOptions, Pick<RunOptions, 'root'> {
  /** The folder of the project; new, or empty. */
  readonly out: string;
}

/** What came of it. */
export interface AdoptedProject extends Adoption {
  /** Documents that could not be read, with file and line. */
  readonly unreadable: readonly string[];
  /** How the written text was run; its `by` is absent where nothing here runs TypeScript. */
  readonly run: ProjectRun;
  /** Whether the text writes, when it is run, what was proven. */
  readonly isProven: boolean;
}

/**
 * Reads manifests and writes a project that behaves the same: a program, its output in `dist`, a test file and the
 * report `ADOPTION.md`. What cannot be read is told and left out.
 *
 * @param paths files, folders, or `-` for standard input
 * @throws ConfigError if the folder holds something, or the manifests hold no object
 */
export function adoptInto(paths: readonly string[], options: ProjectOptions): AdoptedProject {
  const { out } = options;
  const isFolder = existsSync(out) && statSync(out).isDirectory();
  if (existsSync(out) && (!isFolder || readdirSync(out).length > 0)) {
    const got = isFolder ? 'one with files' : 'a file';
    throw new ConfigError(`Cannot write the program into "${out}": wanted a new or an empty folder, got ${got}`);
  }
  const { located, problems } = readWhatIsReadable(paths);
  const unreadable = problems.map(
    ({ file, line, problem }) => `${file}${line === undefined ? '' : `:${line}`}: ${problem}`,
  );
  if (located.length === 0) {
    const told = unreadable.length === 0 ? '' : `; ${unreadable.join('; ')}`;
    throw new ConfigError(
      `Cannot adopt ${paths.map(path => `"${path}"`).join(', ')}: wanted Kubernetes objects, got none${told}`,
    );
  }
  const adoption = adopt(located, options);
  const files = [...adoption.files, ...projectFiles(nameOf(out))];
  const run = runProject(files, { outdir: join(out, 'dist'), root: options.root });
  const different = run.written === undefined ? [] : differentObjects(adoption.written, run.written);
  const isProven = run.written !== undefined && different.length === 0;
  const yaml = located.reduce((sum, { manifest }) => sum + emitDocument(manifest).split('\n').length, 0);
  const typescript = adoption.files.filter(({ path }) => path.startsWith('src/'));
  const report = renderReport({
    ...adoption,
    unreadable,
    ran: ranText(run, different),
    lines: { typescript: typescript.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0), yaml },
  });
  for (const { path, text } of [...files, { path: 'ADOPTION.md', text: report }]) write(out, { path, text });
  return { ...adoption, unreadable, run, isProven };
}

function write(out: string, { path, text }: ProgramFile): void {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
}

/** A name that npm takes, from that of the folder. */
function nameOf(out: string): string {
  const name = basename(resolve(out))
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '');
  return name === '' ? 'mesh' : name;
}

/** Names of objects that the text writes otherwise than what was compared, or not at all, or besides. */
function differentObjects(compared: readonly Manifest[], written: readonly Manifest[]): readonly string[] {
  const texts = (all: readonly Manifest[]) => new Set(all.map(canonicalJson));
  const [before, after] = [texts(compared), texts(written)];
  const different = [
    ...compared.filter(manifest => !after.has(canonicalJson(manifest))),
    ...written.filter(manifest => !before.has(canonicalJson(manifest))),
  ];
  return [...new Set(different.map(nameOfObject))].sort();
}

function nameOfObject({ kind, metadata: { namespace, name } }: Manifest): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function ranText(run: ProjectRun, different: readonly string[]): string {
  if (run.by === undefined) {
    return 'The program was proven in memory. Nothing here runs TypeScript (wanted Node 22.18, tsx or esbuild), so that `dist` was not written: run `npm run synth`.';
  }
  if (run.error !== undefined) return `The program does not run by ${run.by}:\n\n\`\`\`\n${run.error}\n\`\`\``;
  if (different.length === 0) {
    return `The text of the program was run by ${run.by}; it writes \`dist\`, which is what was compared.`;
  }
  const objects = different.map(name => `- ${name}`).join('\n');
  return `The text of the program was run by ${run.by}, and writes something else than what was compared:\n\n${objects}`;
}
