import { ApiObject, type ApiObjectMetadata, App, Chart, JsonPatch, Lazy, Size } from 'cdk8s';
import fc from 'fast-check';
import { renderObject } from '../../src/synth/render-object';

const chartOf = (props: ConstructorParameters<typeof App>[0] = {}) =>
  new Chart(new App({ outdir: 'never-written', ...props }), 'c', { namespace: 'shop', labels: { team: 'a' } });

const define = (fields: object, metadata?: ApiObjectMetadata, chart = chartOf()) =>
  new ApiObject(chart, 'x', {
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    ...fields,
    ...(metadata === undefined ? {} : { metadata }),
  });

const render = (object: ApiObject) => renderObject(object, App.of(object).resolvers);

describe('renderObject', () => {
  test('gives what cdk8s gives for any plain data', () => {
    const key = fc.string().filter(text => text !== '__proto__' && text !== 'constructor' && text !== 'resolve');
    const value = fc.letrec(tie => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.string(),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(undefined),
        fc.constant(null),
        fc.array(tie('value').filter(item => item !== undefined)),
        fc.dictionary(key, tie('value'), { noNullPrototype: true }),
      ),
    })).value;
    const metadata = fc.record({
      labels: fc.dictionary(key, fc.string(), { noNullPrototype: true }),
      annotations: fc.dictionary(key, fc.string(), { noNullPrototype: true }),
      finalizers: fc.array(fc.string()),
      custom: value,
    });
    fc.assert(
      fc.property(value, metadata, (spec, meta) => {
        const object = define({ spec }, meta as ApiObjectMetadata);
        const expected = object.toJson();
        const rendered = render(object);
        expect(JSON.stringify(rendered)).toBe(JSON.stringify(expected));
      }),
      { numRuns: 300 },
    );
  });

  test('keeps keys that have a meaning in JavaScript', () => {
    const object = define({ data: JSON.parse('{"__proto__":"a","constructor":"b"}') });
    expect(JSON.stringify(render(object).data)).toBe('{"__proto__":"a","constructor":"b"}');
  });

  test('resolves lazy values, tokens, unions and custom resolvers', () => {
    const fields = {
      lazy: Lazy.any({ produce: () => ({ deep: Lazy.any({ produce: () => 1 }) }) }),
      token: { resolve: () => 'resolved' },
    };
    expect(render(define(fields))).toMatchObject({ lazy: { deep: 1 }, token: 'resolved' });
    const chart = chartOf({
      resolvers: [{ resolve: context => context.value === 'old' && context.replaceValue('new') }],
    });
    expect(render(define({ spec: { a: 'old' } }, undefined, chart))).toMatchObject({ spec: { a: 'new' } });
  });

  test('renders what an overridden toJson makes', () => {
    const object = define({});
    object.toJson = () => ({ kind: 'Thing', spec: { n: undefined, m: [undefined] }, apiVersion: 'v1' });
    expect(JSON.stringify(render(object))).toBe('{"apiVersion":"v1","kind":"Thing","spec":{"m":[null]}}');
  });

  test('applies patches, also those that change the identity', () => {
    const object = define({ spec: { a: [1, 2] } });
    object.addJsonPatch(JsonPatch.remove('/spec/a/0'), JsonPatch.replace('/metadata/name', 'renamed'));
    expect(render(object)).toMatchObject({ metadata: { name: 'renamed' }, spec: { a: [2] } });
  });

  test('leaves its own copy unshared with the props', () => {
    const spec = { list: [1] };
    const rendered = render(define({ spec }));
    expect(rendered.spec).toEqual(spec);
    expect(rendered.spec).not.toBe(spec);
  });

  test.each([
    ['a date', { spec: { at: new Date(0) } }, 'spec.at must be plain data, got an instance of Date'],
    [
      'a size',
      { spec: { list: [{ size: Size.mebibytes(1) }] } },
      'spec.list[0].size must be plain data, got an instance of Size',
    ],
    ['a map', { spec: { map: new Map() } }, 'spec.map must be plain data, got an instance of Map'],
    ['a function', { spec: { run: () => 1 } }, 'spec.run must be plain data, got a function'],
    ['a number that is not finite', { spec: { n: Number.NaN } }, 'spec.n must be plain data, got NaN'],
    ['a bigint', { spec: { n: 10n } }, 'spec.n must be plain data, got a bigint'],
  ])('refuses %s and names the field', (_what, fields, message) => {
    const object = define(fields, { name: 'x' });
    expect(() => render(object)).toThrow(`Cannot render Thing "shop/x" at c/x: ${message}`);
  });

  test('tells which patch does not fit', () => {
    const object = define({ spec: {} }, { name: 'x' });
    object.addJsonPatch(JsonPatch.add('/spec/ok', 1), JsonPatch.add('/spec/a/b/c', 1));
    expect(() => render(object)).toThrow(
      'Cannot patch Thing "shop/x" at c/x: patch "add" of "/spec/a/b/c" does not fit',
    );
  });

  test('tells which lazy value failed', () => {
    const object = define(
      {
        spec: Lazy.any({
          produce: () => {
            throw new Error('no such service');
          },
        }),
      },
      { name: 'x' },
    );
    expect(() => render(object)).toThrow(/Cannot render Thing "shop\/x" at c\/x: .*no such service/);
  });

  test('keeps the order of keys where CDK8S_DISABLE_SORT asks for it', () => {
    process.env.CDK8S_DISABLE_SORT = '1';
    try {
      expect(JSON.stringify(render(define({ spec: { b: 1, a: 2 } })).spec)).toBe('{"b":1,"a":2}');
    } finally {
      delete process.env.CDK8S_DISABLE_SORT;
    }
  });
});
