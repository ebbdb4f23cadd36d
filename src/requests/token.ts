import type { Claims } from './claims';

/** A token that a request carries, declared by its claims: no cryptography takes place. */
export interface Token {
  readonly claims: Claims;
  readonly in: TokenPlace;
  /** Whether a key of the issuer signed it. @default true */
  readonly signatureValid?: boolean;
  /** Whether it is out of date. @default false */
  readonly expired?: boolean;
}

/** Where a token is: in a header after a prefix, a query parameter, or a cookie. */
export type TokenPlace =
  | { readonly header: string; readonly prefix?: string }
  | { readonly param: string }
  | { readonly cookie: string };

/** A token in the form in which it is sent. It is not signed, since nobody reads the signature here. */
export function encodeToken({ claims }: Token): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
}
