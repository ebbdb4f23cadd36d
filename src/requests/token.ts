import { toBase64Url } from '../text/base64';
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
  | {
      readonly header: string;
      /** What stands before the token in the header. @default - none */
      readonly prefix?: string;
    }
  | { readonly param: string }
  | { readonly cookie: string };

/** What a rule for tokens wants. */
export interface TokenRule {
  readonly issuer: string;
  /** Empty for any audience. */
  readonly audiences: readonly string[];
  /** Where the rule looks for tokens. */
  readonly places: readonly TokenPlace[];
}

/** What a rule makes of the tokens of a request. The status is that of the answer if no other rule accepts the token. */
export type TokenState = 'absent' | 'accepted' | 'unknown issuer' | 'refused with 401' | 'refused with 403';

/** A token in the form in which it is sent. It is not signed, since nobody reads the signature here. */
export function encodeToken({ claims }: Token): string {
  const part = (value: unknown) => toBase64Url(JSON.stringify(value));
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
}
