import { App } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { Contributions } from '../../src/mesh/contributions';
import { canonicalJson, mergeObjects } from '../../src/values/plain-data';

interface Policy {
  readonly connectionPool?: { readonly tcp?: { readonly maxConnections?: number; readonly connectTimeout?: string } };
  readonly hosts?: readonly string[];
}

function contributors(...ids: string[]): Construct[] {
  const app = new App();
  return ids.map(id => new Construct(app, id));
}

test('contributions to different fields of one object are united', () => {
  const [a, b] = contributors('a', 'b') as [Construct, Construct];
  const policy = new Contributions<Policy>();
  policy.add(a, { connectionPool: { tcp: { maxConnections: 100 } } });
  policy.add(b, { connectionPool: { tcp: { connectTimeout: '1s' } } });
  expect(policy.merged()).toEqual({ connectionPool: { tcp: { maxConnections: 100, connectTimeout: '1s' } } });
  expect(policy.contradictions()).toEqual([]);
  expect(policy.contributors).toEqual(['a', 'b']);
});

test('two constructs that want different values for one field contradict, and both are named', () => {
  const [a, b] = contributors('a', 'b') as [Construct, Construct];
  const policy = new Contributions<Policy>();
  policy.add(b, { connectionPool: { tcp: { maxConnections: 50 } } });
  policy.add(a, { connectionPool: { tcp: { maxConnections: 100 } } });
  expect(policy.contradictions()).toEqual([
    {
      field: 'connectionPool.tcp.maxConnections',
      claims: [
        { by: 'a', value: 100 },
        { by: 'b', value: 50 },
      ],
    },
  ]);
});

test('the same value from two constructs is no contradiction, and lists count as one value', () => {
  const [a, b] = contributors('a', 'b') as [Construct, Construct];
  const policy = new Contributions<Policy>();
  policy.add(a, { hosts: ['x', 'y'] });
  policy.add(b, { hosts: ['x', 'y'] });
  expect(policy.contradictions()).toEqual([]);
  policy.add(b, { hosts: ['y', 'x'] });
  expect(policy.contradictions()).toHaveLength(1);
});

test('the order of contribution never matters', () => {
  const leaf = fc.record(
    { x: fc.integer({ min: 0, max: 2 }), y: fc.record({ z: fc.boolean() }) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 5 }), fc.infiniteStream(fc.nat()), (values, random) => {
      const constructs = contributors(...values.map((_, i) => `c${i}`));
      const inOrder = new Contributions<object>();
      const shuffled = new Contributions<object>();
      const pairs = values.map((value, i) => [constructs[i] as Construct, value] as const);
      for (const [by, value] of pairs) inOrder.add(by, value);
      const mixed = pairs.map(pair => [random.next().value, pair] as const).sort((a, b) => a[0] - b[0]);
      for (const [, [by, value]] of mixed) shuffled.add(by, value);
      expect(canonicalJson(shuffled.merged())).toBe(canonicalJson(inOrder.merged()));
      expect(shuffled.contradictions()).toEqual(inOrder.contradictions());
    }),
  );
});

test('laying one object over another keeps what the upper does not name', () => {
  expect(mergeObjects({ a: { b: 1, c: 2 }, l: [1] }, { a: { b: 3 }, l: [2, 3] })).toEqual({
    a: { b: 3, c: 2 },
    l: [2, 3],
  });
});
