/** A text in UTF-8 as Base64. */
export function toBase64(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

/** A text in UTF-8 as Base64 of URLs, without padding. */
export function toBase64Url(text: string): string {
  return toBase64(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The text in UTF-8 that Base64 stands for; characters that are not of Base64 are passed over. */
export function fromBase64(text: string): string {
  const clean = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/=.*$/s, '')
    .replace(/[^A-Za-z0-9+/]/g, '');
  // One character alone is no byte.
  const whole = clean.length % 4 === 1 ? clean.slice(0, -1) : clean;
  const bytes = Uint8Array.from(atob(whole), character => character.charCodeAt(0));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** How many bytes a text has in UTF-8. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
