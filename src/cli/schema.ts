import { kubernetesKinds, loadSchema, schemaGroups, schemaKinds } from '../../imports/schemas';
import { jsonSchemaOf } from '../schema/json-schema';
import { ConfigError } from '../values/config-error';
import { nearest } from '../values/nearest';
import type { KindSchema } from '../values/object-schema';
import { defineVerb } from './verb';

/** Writes the JSON Schema of a kind. */
export const verb = defineVerb({
  name: 'schema',
  arguments: 'KIND',
  about: `Writes the JSON Schema of a kind, such as VirtualService, for editors that complete and check YAML. A kind that several
groups have is written with its group, such as Gateway.networking.istio.io.`,
  options: { list: { type: 'boolean', help: 'list the kinds and do nothing else' } },
  exit: '0, or 2 if there is no such kind',
  count: { least: 0, most: 1 },
  run({ values, paths: [kind] }) {
    if (values.list === true) {
      process.stdout.write(
        allKinds()
          .map(kind => `${fullName(kind)}\n`)
          .join(''),
      );
      return 0;
    }
    if (kind === undefined) throw new ConfigError('Cannot write a schema: wanted a kind, or --list');
    process.stdout.write(`${JSON.stringify(jsonSchemaOf(schemaNamed(kind)), null, 2)}\n`);
    return 0;
  },
});

function allKinds(): readonly (readonly [kind: string, group: string])[] {
  const own = schemaGroups.flatMap(group => schemaKinds(group).map(kind => [kind, group] as const));
  return [...own, ...kubernetesKinds().map(([group, kind]) => [kind, group] as const)];
}

/** Kinds of the core group have no group to be named with. */
function fullName([kind, group]: readonly [kind: string, group: string]): string {
  return group === '' ? kind : `${kind}.${group}`;
}

function schemaNamed(name: string): KindSchema {
  const dot = name.indexOf('.');
  const wanted = dot < 0 ? name : name.slice(0, dot);
  const group = dot < 0 ? undefined : name.slice(dot + 1);
  const found = allKinds().filter(
    ([kind, of]) => kind.toLowerCase() === wanted.toLowerCase() && (group === undefined || of === group),
  );
  if (found.length > 1) {
    const names = found.map(kind => `"${fullName(kind)}"`).join(' or ');
    throw new ConfigError(`Cannot write the schema of "${name}": several groups have it, wanted ${names}`);
  }
  const [only] = found;
  const schema = only === undefined ? undefined : loadSchema(only[1], only[0]);
  if (schema !== undefined) return schema;
  const similar = nearest(
    wanted,
    allKinds().map(([kind]) => kind),
  );
  const hint = similar === undefined ? '' : `, did you mean "${similar}"?`;
  throw new ConfigError(`Cannot write the schema of "${name}": wanted a kind of those that --list shows${hint}`);
}
