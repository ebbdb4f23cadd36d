import { compareText } from '../values/order';
import { CodegenError } from './codegen-error';
import { propertyName } from './emit-schema';
import { pascal } from './names';
import type { PlannedField, PlannedKind, PlannedType, TypeExpression, TypePlan } from './plan-types';
import type { TypeGroup } from './type-groups';

export interface EmitOptions {
  /** Opening comment of every file. */
  readonly header: string;
  /** One line on a kind, in our words. */
  readonly summary: (kind: string) => string | undefined;
  /** Page on a kind. */
  readonly kindPage: (kind: string) => string | undefined;
  /** Place in the reference of an Istio message or enum. */
  readonly messagePage: (message: string, path: string) => string | undefined;
}

export interface EmittedFile {
  readonly path: string;
  readonly text: string;
}

/** The TypeScript files of one API group. */
export function emitTypes(plan: TypePlan, options: EmitOptions): EmittedFile[] {
  const files = [...new Set([...plan.kinds.map(({ file }) => file), ...plan.types.map(({ file }) => file)])].sort(
    compareText,
  );
  const emitted = files.map(file => ({ path: `${plan.group}/${file}.ts`, text: emitFile(file, plan, options) }));
  checkNames(emitted);
  return [...emitted, { path: `${plan.group}/index.ts`, text: emitIndex(files, plan, options) }];
}

/** Two types of one name would merge silently, or hide each other in the index. */
function checkNames(files: readonly EmittedFile[]): void {
  const seen = new Map<string, string>();
  for (const { path, text } of files) {
    for (const [, name = ''] of text.matchAll(/^export (?:interface|type|class) (\w+)/gm)) {
      const other = seen.get(name);
      if (other !== undefined) throw new CodegenError(`Cannot emit "${name}" twice, in "${other}" and in "${path}"`);
      seen.set(name, path);
    }
  }
}

function emitIndex(files: readonly string[], plan: TypePlan, options: EmitOptions): string {
  const durations = JSON.stringify(plan.types).includes('Duration');
  const lines = files.map(file => `export * from './${file}';\n`).join('');
  return `${options.header}${lines}${durations ? "export { type Duration, duration } from '../../src/values/duration';\n" : ''}`;
}

function emitFile(file: string, plan: TypePlan, options: EmitOptions): string {
  const types = plan.types.filter(type => type.file === file).sort((a, b) => compareText(a.name, b.name));
  const kinds = plan.kinds.filter(kind => kind.file === file);
  const body = [
    ...kinds.map(kind => emitKind(kind, plan, options)),
    ...types.map(type => emitType(type, plan, options)),
  ].join('\n');
  return `${options.header}${emitImports(file, kinds.length > 0, [...kinds, ...types], plan)}\n${body}`;
}

function emitImports(
  file: string,
  hasKind: boolean,
  users: readonly { readonly fields?: readonly PlannedField[] }[],
  plan: TypePlan,
): string {
  const fields = users.flatMap(user => user.fields ?? []);
  const used = new Map<string, Set<string>>();
  const add = (from: string, name: string): void => {
    used.set(from, (used.get(from) ?? new Set()).add(name));
  };
  for (const part of fields.flatMap(field => field.type)) {
    if (typeof part === 'string') {
      if (part.includes('Duration')) add('../../src/values/duration', 'Duration');
      continue;
    }
    const type = plan.types[part.type];
    if (type !== undefined && type.file !== file) add(`./${type.file}`, type.name);
  }
  if (hasKind) {
    add('cdk8s', 'ApiObjectMetadata');
    add('constructs', 'Construct');
  }
  const lines = [...used].map(
    ([from, names]) => `import type { ${[...names].sort(compareText).join(', ')} } from '${from}';\n`,
  );
  if (hasKind) lines.push("import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';\n");
  if (hasKind) lines.push("import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';\n");
  return lines.sort((a, b) => compareText(a.slice(a.indexOf("'")), b.slice(b.indexOf("'")))).join('');
}

function emitKind({ model, fields }: PlannedKind, plan: TypePlan, options: EmitOptions): string {
  const { kind, group, scope, since } = model;
  const page = options.kindPage(kind);
  const versions = Object.entries(model.versions)
    .map(([version, first]) => `${version}: '${first}'`)
    .join(', ');
  const summary = options.summary(kind) ?? `The kind ${kind} of ${group}.`;
  const doc = [
    summary + (since === undefined ? '' : ` Since Istio ${since}.`),
    ...(page === undefined ? [] : [`@see ${page}`]),
  ];
  return `${comment(doc, '')}export class ${kind} extends VersionedObject {
  public static readonly kind = '${kind}';
  public static readonly group = '${group}';
  public static readonly scope = '${scope}';
  /** Served versions, newest first, with the Istio release that first serves each (\`''\`: all that can be targeted). */
  public static readonly versions = { ${versions} };

  public constructor(scope: Construct, id: string, props: ${kind}Props${fields.some(field => !field.optional) ? '' : ' = {}'}) {
    super(scope, id, ${kind}, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: ${kind}Props, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(${kind}, props, istioVersion);
  }
}

export interface ${kind}Props {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
${fields.map(field => emitField(field, plan)).join('')}}
`;
}

function emitType(type: PlannedType, plan: TypePlan, options: EmitOptions): string {
  const page = type.message === undefined ? undefined : options.messagePage(type.message, type.path);
  const doc = comment(
    [...type.doc, ...(type.groups ?? []).map(groupDoc), page === undefined ? `\`${type.path}\`` : `@see ${page}`],
    '',
  );
  if (type.values !== undefined) return `${doc}export type ${type.name} = ${wrap(type.values)};\n`;
  if ((type.groups ?? []).length > 0) return emitAlternatives(type, type.groups ?? [], doc, plan);
  return `${doc}${emitInterface(type.name, type.fields ?? [], plan, type.open)}`;
}

function groupDoc({ variants, demand }: TypeGroup): string {
  const names = variants.map(fields => fields.map(field => `\`${field}\``).join(' and '));
  if (variants.some(fields => fields.length > 1)) return `Either ${names.join(', or ')}.`;
  const list = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return { exactly: `Exactly one of ${list}.`, 'at most': `At most one of ${list}.`, any: `At least one of ${list}.` }[
    demand
  ];
}

function wrap(values: readonly string[]): string {
  const line = values.join(' | ');
  return line.length <= 90 ? line : `\n  | ${values.join('\n  | ')}`;
}

function emitInterface(name: string, fields: readonly PlannedField[], plan: TypePlan, open = false): string {
  const more = open ? '  readonly [field: string]: unknown;\n' : '';
  return `export interface ${name} {\n${fields.map(field => emitField(field, plan)).join('')}${more}}\n`;
}

function emitField(field: PlannedField, plan: TypePlan): string {
  const name = propertyName(field.name);
  const type = render(field.type, plan);
  return `${comment(field.doc, '  ')}  readonly ${name}${field.optional ? `?: ${type} | undefined` : `: ${type}`};\n`;
}

/** A type with one-of groups: the free fields, one interface per variant, their union, and a factory per field. */
function emitAlternatives(type: PlannedType, groups: readonly TypeGroup[], doc: string, plan: TypePlan): string {
  const { name, fields = [] } = type;
  const grouped = new Set(groups.flatMap(group => group.variants.flat()));
  const free = fields.filter(field => !grouped.has(field.name));
  const base = free.length > 0 || type.open === true ? `${name}Fields` : undefined;
  const unions = groups.map(group => group.variants.map(variant => variantName(name, variant, plan)));

  const parts = [
    ...(base === undefined ? [] : [base]),
    ...unions.map(union => parenthesize(union.join(' | '), groups.length + (base ? 1 : 0))),
  ];
  const text = [
    ...(base === undefined ? [] : [emitInterface(base, free, plan, type.open)]),
    ...groups.flatMap(group => group.variants.map(variant => emitVariant(type, variant, group, plan))),
    `${doc}export type ${name} = ${parts.join(' & ')};\n`,
  ].join('\n');

  const factories = groups.flatMap((group, g) =>
    group.variants.flatMap(variant =>
      variant.map(member => {
        const field = fieldOf(type, member);
        const others = unions.filter((_, i) => i !== g).map(union => parenthesize(union.join(' | '), 2));
        const own =
          variant.length > 1 || group.demand === 'any'
            ? [`Omit<${variantName(name, variant, plan)}, '${member}'>`]
            : [];
        const rest = [...(base === undefined ? [] : [base]), ...own, ...others].join(' & ');
        const demanded =
          free.some(({ optional }) => !optional) ||
          (group.demand === 'exactly' && variant.length > 1) ||
          groups.some((other, i) => i !== g && other.demand !== 'at most');
        const parameter = rest === '' ? '' : `, rest${demanded ? '' : '?'}: ${rest}`;
        const value = rest === '' ? `{ ${member} }` : `{ ...rest, ${member} }`;
        const argument = /^(default|delete|in|new|function|class|import|export|static)$/.test(member)
          ? `${member}Value`
          : member;
        const result = argument === member ? value : value.replace(member, `${member}: ${argument}`);
        return `  ${member}: (${argument}: ${render(field.type, plan)}${parameter}): ${name} => (${result}),\n`;
      }),
    ),
  );
  const unique = [...new Map(factories.map(line => [line.slice(0, line.indexOf(':')), line])).values()];
  return `${text}export const ${name} = {\n${unique.join('')}};\n`;
}

function variantName(name: string, variant: readonly string[], plan: TypePlan): string {
  const own = name + pascal(variant[0] ?? '');
  return plan.types.some(type => type.name === own) ? `${own}Variant` : own;
}

function emitVariant(type: PlannedType, variant: readonly string[], group: TypeGroup, plan: TypePlan): string {
  const members = [...new Set(group.variants.flat())];
  const lines = members.map(member => {
    const field = fieldOf(type, member);
    if (variant.includes(member)) return emitField({ ...field, optional: group.demand === 'at most' }, plan);
    return group.demand === 'any' ? emitField(field, plan) : `  readonly ${propertyName(member)}?: undefined;\n`;
  });
  return `export interface ${variantName(type.name, variant, plan)} {\n${lines.join('')}}\n`;
}

function fieldOf(type: PlannedType, name: string): PlannedField {
  const field = type.fields?.find(candidate => candidate.name === name);
  if (field === undefined)
    throw new CodegenError(`Cannot emit "${type.path}": its alternatives name "${name}", which it has not`);
  return field;
}

function parenthesize(text: string, parts: number): string {
  return parts > 1 && text.includes(' | ') ? `(${text})` : text;
}

function render(expression: TypeExpression, plan: TypePlan): string {
  return expression
    .map(part => {
      const text = typeof part === 'string' ? part : plan.types[part.type]?.name;
      if (text === undefined) throw new CodegenError(`Cannot emit a type of ${plan.group}: it is not planned`);
      return text;
    })
    .join('');
}

function comment(lines: readonly string[], indent: string): string {
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map(line => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}
