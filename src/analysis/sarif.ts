import { createHash } from 'node:crypto';
import { type Diagnostic, refText, type Severity } from '../values/diagnostic';
import { RULES } from './registry';
import { packageVersion, pageInPackage, rulePage } from './rule-page';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * Writes findings in the form that code hosts show beside the lines of a change.
 *
 * @param descriptions What the names of findings mean that are not names of rules of the library.
 * @param page The page of the package that is about these.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(
  diagnostics: readonly Diagnostic[],
  descriptions: { readonly [rule: string]: string } = {},
  page = 'docs/analysis.md',
): string {
  const names = [...new Set(diagnostics.map(({ rule }) => rule))].sort();
  const rules = names.map(name => descriptorOf(name, diagnostics, descriptions[name], page));
  const version = packageVersion();
  const driver = { name: 'cdk8s-istio', version, semanticVersion: version, rules };
  const seen = new Map<string, number>();
  const results = diagnostics.map(diagnostic => resultOf(diagnostic, names.indexOf(diagnostic.rule), seen));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptorOf(name: string, diagnostics: readonly Diagnostic[], description: string | undefined, page: string) {
  const rule = RULES.find(one => one.name === name);
  const [severity] = diagnostics.filter(diagnostic => diagnostic.rule === name).map(one => one.severity);
  const text = rule?.summary ?? description ?? `${name.replaceAll('-', ' ')}, see ${page}`;
  const markdown = rulePage(name);
  const own = pageInPackage(markdown === undefined ? page : `docs/rules/${name}.md`);
  return {
    id: name,
    shortDescription: { text },
    help: {
      text: markdown === undefined ? text : `${text} Run: npx cdk8s-istio explain ${name}`,
      ...(markdown === undefined ? {} : { markdown }),
    },
    helpUri: rule?.equivalents.map(pageOf).find(one => one !== undefined) ?? sourceOf(markdown) ?? own,
    defaultConfiguration: { level: LEVELS[rule?.severity ?? severity ?? 'warning'] },
  };
}

/** The first source that the page of a rule names. */
function sourceOf(markdown = ''): string | undefined {
  return /^## Sources$[\s\S]*?\]\((https:[^)\s]+)\)/m.exec(markdown)?.[1];
}

/** The page of the tool that has the code. */
function pageOf(code: string): string | undefined {
  if (code.startsWith('IST')) return `https://istio.io/latest/docs/reference/config/analysis/${code.toLowerCase()}/`;
  return code.startsWith('KIA') ? `https://kiali.io/docs/features/validations/#${code.toLowerCase()}` : undefined;
}

function resultOf(diagnostic: Diagnostic, ruleIndex: number, seen: Map<string, number>) {
  const { rule, severity, message, fix, field, resource } = diagnostic;
  const { origin } = resource;
  const object = refText(resource);
  const line = origin?.line === undefined ? {} : { region: { startLine: origin.line } };
  const physical =
    origin?.file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: uriOf(origin.file) }, ...line } };
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: `${object}: ${message}${fix === undefined ? '' : `. Fix: ${fix}`}` },
    locations: [
      {
        ...physical,
        logicalLocations: [{ fullyQualifiedName: field === undefined ? object : `${object} ${field}`, kind: 'object' }],
      },
    ],
    partialFingerprints: { 'finding/v1': fingerprintOf(diagnostic, seen) },
  };
}

function uriOf(file: string): string {
  const path = repositoryPath(file);
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return /^[A-Za-z]:\//.test(path) ? `file:///${path.slice(0, 2)}${uri.slice(uri.indexOf('/'))}` : uri;
}

/** A path as code hosts write it, whatever the system: with slashes, and without a dot in front. */
export function repositoryPath(file: string): string {
  return file.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '');
}

/**
 * The same for the same problem wherever it stands in its file and however it is worded, so that a known one is not shown
 * as new.
 */
function fingerprintOf({ rule, resource, field }: Diagnostic, seen: Map<string, number>): string {
  const text = JSON.stringify([rule, refText(resource), field]);
  const count = seen.get(text) ?? 0;
  seen.set(text, count + 1);
  return `${createHash('sha256').update(text).digest('hex').slice(0, 32)}:${count}`;
}
