import fc from 'fast-check';
import { loadSchema, schemaGroups, schemaKinds } from '../../imports/schemas';
import { compileCel } from '../../src/text/cel/compile';
import { CelSyntaxError } from '../../src/text/cel/syntax';

const evaluate = (expression: string, self: unknown = null): unknown => compileCel(expression).evaluate(self);

describe('compileCel', () => {
  it.each([
    ['self.a + self.b == 4', { a: 1, b: 3 }, true],
    ['has(self.a) ? 1 : 0', {}, 0],
    ['(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) <= 1', { a: 1, b: 1 }, false],
    ['self in ["", "HTTP"]', 'HTTP', true],
    ['"a" in self', { a: null }, true],
    ['self.all(k, k.size() != 0)', { a: 1, '': 2 }, false],
    ['self.exists(x, x > 2)', [1, 2, 3], true],
    ['self.exists_one(x, x == 2)', [2, 2], false],
    ['self.filter(x, x > 1)', [1, 2, 3], [2, 3]],
    ['self.all(a, self.exists_one(b, a == b))', [1, 2], true],
    ['self.size()', 'é😀', 2],
    ['size(self)', { a: 1 }, 1],
    ['self.substring(7, 8)', 'unix:///a', '/'],
    ['self.startsWith("a") && self.endsWith("c") && self.contains("b")', 'abc', true],
    ["self.matches('^[a-z]+$')", 'aB', false],
    ['self.split("/")[0]', 'a/b', 'a'],
    ['self.substring(2)', '*.a', 'a'],
    ['self.all(h, !isIP(h))', ['a.b', '10.0.0.1'], false],
    [
      'self.filter(h, isIP(h))',
      ['1.2.3.4', '::1', '01.2.3.4', 'fe80::1%eth0', '::ffff:1.2.3.4', '::ffff:102:304', ''],
      ['1.2.3.4', '::1'],
    ],
    ["duration(self) >= duration('1ms')", '999us', false],
    ["duration('1h') == duration('60m')", null, true],
    ['int(self) + 1', '41', 42],
    ['url(self).getScheme() in ["http", "https"]', 'ftp://a', false],
    ['isURL(self)', '://a', false],
    ['self.__namespace__ == "x"', { namespace: 'x' }, true],
    ['self.a__dash__b', { 'a-b': 1 }, 1],
    ["self == {'a': [1, 2.0]}", { a: [1, 2] }, true],
    ['r\'\\d\' + \'\\n\' + """x"y"""', null, '\\d\nx"y'],
    ['!(1 > 2) // a remark', null, true],
    ['self > -2', -1, true],
  ])('evaluates %s', (expression, self, value) => {
    expect(evaluate(expression, self)).toEqual(value);
  });

  it('lets an operand that decides win over an error on either side', () => {
    expect(evaluate('self.x == 1 || true', {})).toBe(true);
    expect(evaluate('true || self.x == 1', {})).toBe(true);
    expect(evaluate('self.x == 1 && false', {})).toBe(false);
    expect(evaluate('self.exists(a, a.x == 1)', [{}, { x: 1 }])).toBe(true);
    expect(() => evaluate('self.x == 1 && true', {})).toThrow('no such key: x');
    expect(() => evaluate('self.all(a, a.x == 1)', [{}, { x: 1 }])).toThrow('no such key: x');
  });

  it.each([
    ['self.a', {}, 'no such key: a'],
    ['self[2]', [1], 'index out of bounds: 2'],
    ['int(self)', 'x', "type conversion error from 'string' to 'int'"],
    ['duration(self)', 'x', "type conversion error from 'string' to 'google.protobuf.Duration'"],
    ['self.substring(1, 9)', 'abc', 'index out of range: 9'],
    ['self + "a"', 1, 'no such overload'],
  ])('fails on %s as the API server does', (expression, self, message) => {
    expect(() => evaluate(expression, self)).toThrow(message);
  });

  it.each([
    'self.',
    'self ==',
    '(self',
    'foo(self)',
    'self.foo()',
    'unknown == 1',
    'self.matches("(?=a)")',
    'b"x" == self',
    '"open',
    'has(self)',
    'self.all(1, true)',
    'duration()',
  ])('refuses %s before it is run', expression => {
    expect(() => compileCel(expression)).toThrow(CelSyntaxError);
  });

  it.each([
    ['self / 2 == 1', 'operator "/" is not supported'],
    ['-self == 1', 'operator "-" is not supported'],
    ['self == oldSelf', 'unknown name "oldSelf"'],
    ['self.map(x, x)', 'method "map" is not supported'],
    ['double(self) == 1.0', 'function "double" is not supported'],
    ['self.matches("(?=a)")', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
    ['self.size(1)', '"size" does not take 2 values'],
  ])('says what it does not have in %s', (expression, problem) => {
    expect(() => compileCel(expression)).toThrow(`Cannot compile CEL rule "${expression}": ${problem}`);
  });

  it('compiles every rule of every schema', () => {
    const rules = schemaGroups.flatMap(group =>
      schemaKinds(group).flatMap(kind => loadSchema(group, kind)?.rules ?? []),
    );
    expect(rules.length).toBeGreaterThan(36);
    for (const { rule, messageExpression } of rules) {
      expect(() => compileCel(rule)).not.toThrow();
      if (messageExpression !== undefined) expect(() => compileCel(messageExpression)).not.toThrow();
    }
  });

  it('never fails in another way, whatever the value', () => {
    const programs = [
      'self.a.b',
      'self.all(k, k.size() > 0)',
      'duration(self) > duration("1s")',
      'self[0] + self.x',
      'size(self) > 1',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...programs), fc.jsonValue(), (program, value) => {
        try {
          evaluate(program, value);
        } catch (error) {
          expect(error).toMatchObject({ name: 'CelError' });
        }
      }),
    );
  });
});
