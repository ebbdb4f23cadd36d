import { createHash } from 'node:crypto';
import { isAtLeast } from '../values/istio-version';
import { compareText } from '../values/order';
import { CodegenError } from './codegen-error';
import { emitSchema } from './emit-schema';
import { type EmittedFile, emitTypes } from './emit-types';
import { checkSentences, sentenceOn } from './field-sentences';
import type { IstioFacts, KnownFields } from './istio-facts';
import { checkEffects, checkKnown, knownFields } from './known-fields';
import { kebab } from './names';
import { normalize, structureText } from './normalize';
import { type PlanOptions, planTypes } from './plan-types';
import type { Crd } from './read-crds';
import { ISTIO_SUMMARIES, istioKindPage, istioMessagePage, SUMMARIES } from './reference';
import type { KindModel } from './schema';
import type { Source } from './sources';

/**
 * Everything that one source yields: per group the types, the compact schemas and their table.
 *
 * @param facts of Istio's kinds, up to the release of the source
 */
export function generate(source: Source, crds: readonly Crd[], facts?: IstioFacts): EmittedFile[] {
  const models = readModels(source, crds, facts);
  if (facts !== undefined) {
    checkReleases(source, facts);
    checkKnown(models, facts.before, facts.history);
    checkEffects(models, facts.effects);
    checkSentences(models, facts.sentences);
  }
  return source.groups.flatMap(group =>
    emitGroup(
      group,
      source,
      models.filter(model => model.group === group),
      crds.filter(crd => crd.group === group && source.kinds.includes(crd.kind)),
      facts && ((schema, field) => sentenceOn(facts.sentences, schema, field)),
    ),
  );
}

/** The fields of every message of a release, to tell later what the next release adds. */
export function listFields(source: Source, crds: readonly Crd[], facts: IstioFacts, release: string): KnownFields {
  return knownFields(readModels(source, crds, facts), release);
}

/** A release that the tables do not cover would yield types that call everything old. */
function checkReleases({ title, release = '' }: Source, { history, before }: IstioFacts): void {
  const minor = release.split('.').slice(0, 2).join('.');
  if (!isAtLeast(history.newest, minor)) {
    throw new CodegenError(
      `Cannot generate from ${title}: the history ends with Istio ${history.newest}; renew src/codegen/facts`,
    );
  }
  if (isAtLeast(before.release, minor)) {
    throw new CodegenError(
      `Cannot generate from ${title}: wanted the fields of a release before it, got those of Istio ${before.release}`,
    );
  }
}

function readModels(source: Source, crds: readonly Crd[], facts?: IstioFacts): KindModel[] {
  const wanted = crds
    .filter(crd => source.kinds.includes(crd.kind))
    .sort((a, b) => compareText(a.group, b.group) || compareText(a.kind, b.kind));
  for (const { group, kind } of wanted) {
    if (!source.groups.includes(group)) {
      throw new CodegenError(
        `Cannot generate "${kind}" from ${source.title}: wanted the groups ${source.groups.join(', ')}, got "${group}"`,
      );
    }
  }
  const missing = source.kinds.filter(kind => !wanted.some(crd => crd.kind === kind));
  if (missing.length > 0)
    throw new CodegenError(`Cannot generate from ${source.title}: no definition of ${missing.join(', ')}`);

  const empty = source.groups.find(group => !wanted.some(crd => crd.group === group));
  if (empty !== undefined)
    throw new CodegenError(`Cannot generate from ${source.title}: no kind of the group "${empty}"`);
  return wanted.map(crd => normalize(crd, { ...(facts && { facts }), ...(source.open && { open: source.open }) }));
}

function emitGroup(
  group: string,
  source: Source,
  models: readonly KindModel[],
  crds: readonly Crd[],
  sentence: PlanOptions['sentence'],
): EmittedFile[] {
  const header = headerOf(source, crds);
  return [
    ...emitTypes(planTypes(models, { ...source, ...(sentence && { sentence }) }), {
      header,
      summary: kind => (source.release !== undefined ? ISTIO_SUMMARIES[kind] : SUMMARIES[`${group}/${kind}`]),
      kindPage: kind => (source.release !== undefined ? istioKindPage(kind) : source.page),
      messagePage: (message, path) => (source.release !== undefined ? istioMessagePage(message, path) : undefined),
    }),
    ...models.map(model => ({
      path: `${group}/schemas/${kebab(model.kind)}.ts`,
      text: emitSchema(model, header),
    })),
    {
      path: `${group}/schemas/index.ts`,
      text: emitTable(
        models.map(({ kind }) => kind),
        header,
      ),
    },
  ];
}

/** The table of all groups: which folder holds the schemas of which group. */
export function emitGroupTable(groups: readonly string[], kubernetes: readonly string[]): EmittedFile {
  const entries = [...groups]
    .sort()
    .map(
      group => `  '${group}': () => (require('./${group}/schemas') as typeof import('./${group}/schemas')).schemas,\n`,
    );
  return {
    path: 'schemas.ts',
    text: `// Generated by \`npm run import\`; do not edit.
import type { KindSchema } from '../src/values/object-schema';

type Loaders = { readonly [kind: string]: () => KindSchema };

const GROUPS: { readonly [group: string]: () => Loaders } = {
${entries.join('')}};

/** The API groups of Kubernetes itself of whose kinds schemas exist. */
const KUBERNETES: ReadonlySet<string> = new Set([${kubernetes.map(group => `'${group}'`).join(', ')}]);

/** The API groups of which schemas exist, but for those of Kubernetes itself. */
export const schemaGroups: readonly string[] = Object.keys(GROUPS);

/** The kinds of a group of which schemas exist. */
export function schemaKinds(group: string): readonly string[] {
  return Object.hasOwn(GROUPS, group) ? Object.keys(GROUPS[group]?.() ?? {}) : [];
}

/** The kinds of Kubernetes itself of which schemas exist, with their groups. */
export function kubernetesKinds(): readonly (readonly [group: string, kind: string])[] {
  return (require('./kubernetes/schemas') as typeof import('./kubernetes/schemas')).kubernetesKinds;
}

/** The schema of a kind, loaded when first asked for; \`undefined\` if there is none. */
export function loadSchema(group: string, kind: string): KindSchema | undefined {
  if (KUBERNETES.has(group)) {
    return (require('./kubernetes/schemas') as typeof import('./kubernetes/schemas')).kubernetesSchema(group, kind);
  }
  const loaders = Object.hasOwn(GROUPS, group) ? GROUPS[group]?.() : undefined;
  return loaders !== undefined && Object.hasOwn(loaders, kind) ? loaders[kind]?.() : undefined;
}
`,
  };
}

function emitTable(kinds: readonly string[], header: string): string {
  const entries = kinds.map(kind => {
    const file = `./${kebab(kind)}`;
    return `  ${kind}: () => (require('${file}') as typeof import('${file}')).schema,\n`;
  });
  return `${header}import type { KindSchema } from '../../../src/values/object-schema';

export const schemas: { readonly [kind: string]: () => KindSchema } = {
${entries.join('')}};
`;
}

/** Names the source and its release; the digest covers the structure, not the prose, which is not used. */
function headerOf(source: Source, crds: readonly Crd[]): string {
  const ordered = [...crds]
    .sort((a, b) => compareText(a.kind, b.kind))
    .map(crd => ({
      ...crd,
      versions: [...crd.versions].sort((a, b) => compareText(a.name, b.name)),
    }));
  const digest = createHash('sha256').update(structureText(ordered)).digest('hex').slice(0, 16);
  return `// Generated from the CRDs of ${source.title} (${digest}) by \`npm run import\`; do not edit.\n`;
}
