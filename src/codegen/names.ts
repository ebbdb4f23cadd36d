/** `httpHeaderName` to `HttpHeaderName`, `x-forwarded` to `XForwarded`. */
export function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .filter(part => part !== '')
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

/** `VirtualService` to `virtual-service`, `HTTPRoute` to `http-route`, `OCIRepository` to `oci-repository`. */
export function kebab(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** The word for one of several: `parentRefs` to `parentRef`, `matches` to `match`, `policies` to `policy`. */
export function singular(text: string): string {
  if (/ies$/.test(text)) return text.replace(/ies$/, 'y');
  if (/(ch|sh|x|ss|ias)es$/.test(text)) return text.slice(0, -2);
  return /[^su]s$/.test(text) ? text.slice(0, -1) : text;
}

/** `mirror_percent` beside `mirrorPercent`: two spellings of one field, of which the types keep one. */
export function isTwin(name: string, has: (camel: string) => boolean): boolean {
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return camel !== name && has(camel);
}
