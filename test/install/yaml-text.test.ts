import { yamlText } from '../../src/install/yaml-text';
import { parseDocumentText } from '../../src/text/yaml-documents';

test('is the same for the same content, however it was put together', () => {
  expect(yamlText({ b: [{ d: 1, c: undefined }], a: {} })).toBe('a: {}\nb:\n  - d: 1\n');
  expect(yamlText({ a: {}, b: [{ d: 1 }] })).toBe(yamlText({ b: [{ d: 1 }], a: {} }));
});

test('quotes what Go would read as a number', () => {
  const values = { tag: '0o17', revision: '8E_40', account: '-_694', other: '0X1F' };
  expect(parseDocumentText(yamlText(values))).toEqual({ value: values });
});
