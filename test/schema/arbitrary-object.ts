import fc from 'fast-check';
import type { KindSchema, SchemaNode } from '../../src/values/object-schema';

/** Texts that mean something somewhere in a mesh, so that checks beyond the type are reached. */
const TEXTS = [
  '',
  '*',
  '.',
  '~',
  'a',
  'v1',
  'foo',
  'foo-bar',
  'Foo_Bar',
  'example.com',
  '*.example.com',
  'ns/name',
  'ns/*',
  '*/*',
  './x.y',
  'x.svc.cluster.local',
  '1s',
  '0s',
  '1ms',
  '1us',
  '1h30m',
  '-1s',
  'apple',
  '80',
  '0',
  '65536',
  '1.2.3.4',
  '10.0.0.0/8',
  '::1',
  '2001:db8::/32',
  'unix:///var/run/s',
  'unix://',
  'unix:///dir/',
  'unix://@x',
  'https://e.com/x',
  'http://[::1',
  'ftp://x',
  'oci://r/i:t',
  '#%x',
  'HTTP',
  'TCP',
  'TLS',
  'GET',
  '5xx',
  '(?=x)',
  '[a-z]+',
  'cluster.local/ns/x/sa/y',
  '/a/{*}/b',
  'request.headers[x]',
  'é😀',
  'gateway.networking.k8s.io',
  'Service',
  'Gateway',
  'a'.repeat(64),
  'a'.repeat(300),
  '2020-01-01T00:00:00Z',
  'Zm9v',
];

const anyText = fc.oneof(
  { arbitrary: fc.constantFrom(...TEXTS), weight: 9 },
  { arbitrary: fc.string({ maxLength: 12 }), weight: 1 },
);
const anyJson = fc.jsonValue({ maxDepth: 2 });

/** Objects of a kind: mostly as its schema wants them, sometimes with a value that does not fit. */
export function arbitraryObject(schema: KindSchema): fc.Arbitrary<{ readonly [field: string]: unknown }> {
  const build = new Builder(schema);
  const root = schema.nodes[schema.root];
  const fields = Object.entries(root?.properties ?? {}).filter(([field]) => field !== 'status');
  return fc
    .record(Object.fromEntries(fields.map(([field, node]) => [field, build.value(node, 0)])), {
      requiredKeys: fields.map(([field]) => field),
    })
    .map(body => ({
      apiVersion: `${schema.group}/${Object.keys(schema.versions)[0]}`,
      kind: schema.kind,
      metadata: { name: 'x', ...(schema.scope === 'Namespaced' ? { namespace: 'ns' } : {}) },
      ...body,
    }));
}

class Builder {
  private readonly known = new Map<string, fc.Arbitrary<unknown>>();

  public constructor(private readonly schema: KindSchema) {}

  public value(index: number, depth: number): fc.Arbitrary<unknown> {
    const key = `${index}@${depth}`;
    let arbitrary = this.known.get(key);
    if (arbitrary === undefined) {
      const node = this.schema.nodes[index] ?? {};
      arbitrary = fc.oneof(
        { arbitrary: this.fitting(node, depth), weight: 60 },
        { arbitrary: anyJson, weight: 1 },
        ...(node.nullable === true ? [{ arbitrary: fc.constant(null), weight: 1 }] : []),
      );
      this.known.set(key, arbitrary);
    }
    return arbitrary;
  }

  private fitting(node: SchemaNode, depth: number): fc.Arbitrary<unknown> {
    if (node.enum !== undefined) {
      return fc.oneof({ arbitrary: fc.constantFrom(...node.enum), weight: 20 }, { arbitrary: anyText, weight: 1 });
    }
    switch (node.type) {
      case 'object':
        return this.object(node, depth);
      case 'array':
        return node.items === undefined || depth > 6
          ? fc.constant([])
          : fc.array(this.value(node.items, depth + 1), { maxLength: 3 });
      case 'string':
        return anyText;
      case 'integer':
        return fc.oneof(fc.constantFrom(0, 1, 2, 80, 443, 503, 65535, 65536, -1, 100, 101), fc.integer());
      case 'number':
        return fc.oneof(
          fc.constantFrom(0, 0.5, 100, 100.1, -1, 0.00001),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
        );
      case 'boolean':
        return fc.boolean();
      case 'int-or-string':
        return fc.oneof(anyText, fc.nat());
      default:
        return anyJson;
    }
  }

  private object(node: SchemaNode, depth: number): fc.Arbitrary<unknown> {
    if (node.values !== undefined) {
      return fc.dictionary(
        anyText.filter(key => key !== '__proto__'),
        this.value(node.values, depth + 1),
        { maxKeys: 3 },
      );
    }
    const properties = Object.entries(node.properties ?? {});
    // Deep down only what is required is written, so that objects end.
    const kept = depth > 5 ? properties.filter(([field]) => node.required?.includes(field) === true) : properties;
    const record = Object.fromEntries(
      kept.map(([field, index]) => [
        field,
        fc.option(this.value(index, depth + 1), { nil: undefined, freq: this.rate(field, node, kept.length) }),
      ]),
    );
    const fields = fc
      .record(record)
      .map(values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
    return fc.oneof(
      { arbitrary: fields, weight: 30 },
      {
        arbitrary: fc
          .tuple(fields, anyText, anyJson)
          .map(([some, key, value]) => (key === '__proto__' ? some : { ...some, [key]: value })),
        weight: 1,
      },
    );
  }

  /** How seldom a field is left out (one in so many); wide objects leave most of theirs out. */
  private rate(field: string, node: SchemaNode, width: number): number {
    if (node.required?.includes(field) === true) return 40;
    return width > 8 ? 1 : width > 3 ? 2 : 4;
  }
}

/** An object with one thing changed somewhere: removed, renamed, nulled, replaced or doubled. */
export function mutated(object: unknown, spots: readonly number[], replacement: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(object));
  let parent: unknown = copy;
  for (const [i, spot] of spots.entries()) {
    const keys = typeof parent === 'object' && parent !== null ? Object.keys(parent) : [];
    const key = keys[spot % Math.max(keys.length, 1)];
    if (key === undefined || typeof parent !== 'object' || parent === null) break;
    const container: { [key: string]: unknown } = parent as { [key: string]: unknown };
    const below = container[key];
    if (i < spots.length - 1 && typeof below === 'object' && below !== null && Object.keys(below).length > 0) {
      parent = below;
      continue;
    }
    change(container, key, spot % 5, replacement);
    break;
  }
  return copy;
}

function change(container: { [key: string]: unknown }, key: string, how: number, replacement: unknown): void {
  if (how === 0 && !Array.isArray(container)) delete container[key];
  else if (how === 1 && !Array.isArray(container)) {
    container[`${key}x`] = container[key];
    delete container[key];
  } else if (how === 2) container[key] = null;
  else if (how === 3 && Array.isArray(container)) container.push(container[Number(key)]);
  else container[key] = replacement;
}
