import fc from 'fast-check';
import { fromBase64, toBase64, toBase64Url, utf8Length } from '../../src/text/base64';

const text = fc.string({ unit: 'binary' });

test('writes Base64 as Node does, in both alphabets', () => {
  fc.assert(
    fc.property(text, value => {
      expect(toBase64(value)).toBe(Buffer.from(value).toString('base64'));
      expect(toBase64Url(value)).toBe(Buffer.from(value).toString('base64url'));
      expect(utf8Length(value)).toBe(Buffer.byteLength(value));
    }),
  );
});

test('reads what it writes, in both alphabets and folded into lines', () => {
  fc.assert(
    fc.property(text, value => {
      expect(fromBase64(toBase64(value))).toBe(Buffer.from(value).toString());
      expect(fromBase64(toBase64Url(value))).toBe(Buffer.from(value).toString());
      expect(fromBase64(toBase64(value).replace(/.{4}/g, '$&\n'))).toBe(Buffer.from(value).toString());
    }),
  );
});
