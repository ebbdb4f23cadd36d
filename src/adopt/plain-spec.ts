/** The spec of an object, or a part of it, as plain data. */
export type Plain = { readonly [field: string]: unknown };

/** Without the fields that are absent. */
export function plain(value: object): Plain {
  return JSON.parse(JSON.stringify(value)) as Plain;
}
