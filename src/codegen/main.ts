import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodegenError } from './codegen-error';
import { condenseHistory, condenseMessages } from './condense-facts';
import { emitGroupTable, generate, listFields } from './generate';
import { FACTS_FOLDER, type KnownFields, readIstioFacts } from './istio-facts';
import { generateKubernetes, kubernetesGroups } from './kubernetes';
import { KUBERNETES } from './kubernetes-source';
import { newestFiles, newestKubernetes } from './local-files';
import { readCrds, readSource } from './read-crds';
import { SOURCES, type Source } from './sources';
import { writeFiles } from './write-files';

const USAGE = `Usage: npm run import -- [--<source> [FILE|URL]...]... [--kubernetes [FILE|URL]] [--istio-messages FILE] [--istio-history FILE]
         [--istio-before RELEASE FILE|URL] [--folders FOLDER...] [--output FOLDER]

Generates imports/ (or another folder) from CustomResourceDefinitions. Without a source all are generated,
from their official URLs, or from the newest file of each in --folders, which are called <source>-<release>.yaml.
Sources: ${SOURCES.map(({ name }) => name).join(', ')}
--istio-messages and --istio-history renew the tables in src/codegen/facts first; --istio-before lists there what the
definitions of the release before had.`;

/** Of the formatter; a comma may follow. */
const LINE_WIDTH = 119;

const IMPORTS = join(__dirname, '../../imports');

async function main(args: readonly string[]): Promise<void> {
  let output = IMPORTS;
  let kubernetes: string | undefined;
  const chosen: [Source, readonly string[]][] = [];
  for (const [flag, values] of flagsOf(args)) {
    const [value] = values;
    const source = SOURCES.find(({ name }) => flag === `--${name}`);
    if (source !== undefined) chosen.push([source, values.length === 0 ? source.urls : values]);
    else if (flag === '--kubernetes') kubernetes = value ?? KUBERNETES.url;
    else if (flag === '--folders') {
      kubernetes = newestKubernetes(values);
      chosen.push(...SOURCES.map((entry): [Source, readonly string[]] => [entry, newestFiles(entry, values)]));
    } else if (flag === '--output' && value !== undefined) output = value;
    else if (flag === '--istio-messages' && value !== undefined)
      renew('istio-messages.json', condenseMessages(json(value)));
    else if (flag === '--istio-history' && value !== undefined)
      renew('istio-history.json', condenseHistory(json(value)));
    else if (flag === '--istio-before' && value !== undefined && values[1] !== undefined)
      renew('istio-fields-before.json', await fieldsOf(value, values[1]));
    else throw new CodegenError(`Cannot understand the argument "${flag}"\n\n${USAGE}`);
  }
  for (const [source, places] of chosen.length > 0 || kubernetes !== undefined
    ? chosen
    : SOURCES.map((s): [Source, readonly string[]] => [s, s.urls])) {
    const texts = await Promise.all(places.map(readSource));
    const crds = places.flatMap((place, i) => readCrds(texts[i] ?? '', place));
    const passedOver = crds.map(({ kind }) => kind).filter(kind => !source.kinds.includes(kind));
    if (passedOver.length > 0) process.stderr.write(`${source.title}: passed over ${passedOver.join(', ')}\n`);
    const files = generate(source, crds, source.release !== undefined ? readIstioFacts() : undefined);
    report(source.title, writeFiles(output, files, source.groups), files);
  }
  if (kubernetes !== undefined || chosen.length === 0) {
    const file = generateKubernetes(await readSource(kubernetes ?? KUBERNETES.url));
    report(KUBERNETES.title, writeFiles(output, [file], ['kubernetes']), [file]);
  }
  writeFiles(
    output,
    [
      emitGroupTable(
        SOURCES.flatMap(({ groups }) => groups),
        kubernetesGroups(),
      ),
    ],
    [],
  );
}

/** `--a 1 2 --b` to `[['--a', ['1', '2']], ['--b', []]]`. */
function flagsOf(args: readonly string[]): [flag: string, values: string[]][] {
  const flags: [string, string[]][] = [];
  for (const arg of args) {
    const last = flags.at(-1);
    if (arg.startsWith('--') || last === undefined) flags.push([arg, []]);
    else last[1].push(arg);
  }
  return flags;
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8'));
}

async function fieldsOf(release: string, place: string): Promise<KnownFields> {
  const source = SOURCES.find(entry => entry.release !== undefined);
  if (source === undefined) throw new CodegenError('Cannot list fields: no source has the kinds of Istio');
  return listFields(source, readCrds(await readSource(place), place), readIstioFacts(), release);
}

/** Writes a table in the way that the formatter leaves it: two spaces, lists of texts on one line where they fit. */
function renew(name: string, table: unknown): void {
  const text = JSON.stringify(table, undefined, 2).replace(
    /^( *)(.*)\[\n([^[\]{}]*)\n *\]/gm,
    (whole, indent, start, items) => {
      const line = `${indent}${start}[${items
        .split('\n')
        .map((item: string) => item.trim())
        .join(' ')}]`;
      return line.length <= LINE_WIDTH ? line : whole;
    },
  );
  writeFileSync(join(FACTS_FOLDER, name), `${text}\n`);
}

function report(title: string, changed: readonly string[], files: readonly { readonly text: string }[]): void {
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  process.stderr.write(`${title}: ${files.length} files, ${bytes} bytes, ${changed.length} changed\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof CodegenError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exitCode = 1;
});
