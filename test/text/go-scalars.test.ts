import fc from 'fast-check';
import { parseManifests } from '../../src/model/read-manifests';
import { emitDocument } from '../../src/text/emit-yaml';
import { goNumber } from '../../src/text/go-scalars';
import { parseDocumentText } from '../../src/text/yaml-documents';

const specOf = (spec: string): unknown =>
  parseManifests(`apiVersion: v1\nkind: X\nmetadata: { name: x }\nspec: ${spec}\n`, 'x.yaml')[0]?.manifest.spec;

describe('texts that Go reads otherwise than YAML says', () => {
  it('keeps an address that ends with a colon as an item of a flow sequence', () => {
    expect(specOf('[1.2.3.4, 001:db8::, "::1", fe80::]')).toEqual(['1.2.3.4', '001:db8::', '::1', 'fe80::']);
  });

  it('leaves mappings in flow sequences alone', () => {
    expect(specOf('[{ a: }, b: 1, { "c":{} }]')).toEqual([{ a: null }, { b: 1 }, { c: {} }]);
  });

  it('keeps a lone dot as a text, and numbers as numbers', () => {
    expect(specOf('[foo, ., 1.5, .5, 2., -.25, 1e3]')).toEqual(['foo', '.', 1.5, 0.5, 2, -0.25, 1000]);
  });

  // The answers of the library itself.
  it.each<[string, number | undefined]>([
    ['0', 0],
    ['-0', 0],
    ['+12', 12],
    ['1_000', 1000],
    ['1__0_', 10],
    ['0x_1F', 31],
    ['0X1f', 31],
    ['-0x1F', -31],
    ['0o17', 15],
    ['0O17', 15],
    ['-0o17', -15],
    ['0777', 511],
    ['0b11', 3],
    ['-0B11', -3],
    ['08', 8],
    ['0778', 778],
    ['010.5', 10.5],
    ['1e3', 1000],
    ['12e03', 12000],
    ['1.e3', 1000],
    ['7_9e2__', 7900],
    ['.5', 0.5],
    ['.5_0', 0.5],
    ['.5e1_0', 5e9],
    ['+.5', 0.5],
    ['-_.5', -0.5],
    ['1.', 1],
    ['18446744073709551615', 2 ** 64],
    ['99999999999999999999', 1e20],
    ['0777777777777777777777777', 7.777777777777778e23],
    ['0xFFFFFFFFFFFFFFFF', 2 ** 64],
    ['0xFFFFFFFFFFFFFFFFF', undefined],
    ['+0xFFFFFFFFFFFFFFFF', undefined],
    ['-0x8000000000000001', undefined],
    ['1e999', undefined],
    ['e80', undefined],
    ['E1', undefined],
    ['e1234567', undefined],
    ['.e5', undefined],
    ['.5_', undefined],
    ['._5', undefined],
    ['_1', undefined],
    ['1e', undefined],
    ['1e3.5', undefined],
    ['0x', undefined],
    ['0b12', undefined],
    ['0o8', undefined],
    ['.', undefined],
    ['-_', undefined],
    ['1:30', undefined],
    ['190:20:30.5', undefined],
    ['1.2.3', undefined],
    ['2001-12-14', undefined],
    ['10m', undefined],
  ])('reads %s as Go does', (text, wanted) => {
    expect(goNumber(text)).toBe(wanted);
    expect(specOf(`[${text}]`)).toEqual([wanted ?? text]);
    expect(specOf(`{ k: "${text}" }`)).toEqual({ k: text });
  });

  it('reads numbers that are named as such', () => {
    expect(specOf('[!!int "0o17", !!float "1", !!str 1]')).toEqual([15, 1, '1']);
  });

  it.each(['.inf', '-.Inf', '+.INF', '.nan', '!!float .inf'])(
    'refuses %s, which JSON cannot hold, where it is',
    text => {
      expect(parseDocumentText(`a: 1\nb:\n  - c\n  - ${text}\n`)).toEqual({
        error: { line: 3, problem: `is not valid YAML: ${text.replace('!!float ', '')} is no number of JSON` },
      });
    },
  );

  it('refuses half of a surrogate pair, and reads a whole one', () => {
    expect(parseDocumentText('a: "\\ud83d"').error?.problem).toContain('does not know the escape');
    expect(parseDocumentText('a: "\\U0000d83d"').error?.problem).toContain('half of a surrogate pair');
    expect(specOf('"\\U0001F680"')).toBe('🚀');
  });

  it('reads back every text that looks like a number as it was written', () => {
    const looksLikeNumber = fc.string({ unit: fc.constantFrom(...'0123456789_+-.:eExXoObBaAfF'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(looksLikeNumber, { maxLength: 50 }), texts => {
        const keys = Object.fromEntries(texts.map((text, i) => [text, i]));
        expect(parseDocumentText(emitDocument({ texts, keys }))).toEqual({ value: { texts, keys } });
      }),
      { numRuns: 200 },
    );
  });
});
