import { parseManifests } from '../../src/model/read-manifests';

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
});
