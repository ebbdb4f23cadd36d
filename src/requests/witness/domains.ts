import type { PathNormalization } from '../../values/path-normalization';
import type { Attribute, AttributeName } from '../attribute';

/**
 * The texts that an attribute can have, as expressions that they have to fit and others that they must not fit. RE2 and
 * JavaScript read them alike.
 */
export interface Domain {
  readonly fits: string;
  readonly never: readonly string[];
  /** Whether a request may come without the attribute. */
  readonly optional: boolean;
  /** Whether characters beyond ASCII may occur, of which nothing is worked out. */
  readonly anyScript?: boolean;
  /** Texts that are tried first. */
  readonly usual: readonly string[];
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'QUERY'];

/** Trust domain, namespace and service account: all identities that a mesh gives. */
const IDENTITY = '[A-Za-z0-9._-]+/ns/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?/sa/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?';

/** Characters that stay as they are in a path, and pairs of digits of those that stay encoded. */
const PATH_CHARACTER = '[!$&-;=@-\\[\\]^_a-z|~]';
const ENCODED =
  '%(?:0[1-9A-Fa-f]|1[0-9A-Fa-f]|2[0-9A-Ca-cFf]|3[A-Fa-f]|40|5[B-Eb-e]|60|7[B-Db-dFf]|[89A-Fa-f][0-9A-Fa-f])';
const ENCODED_SLASH = '[\\s\\S]*%(?:2[Ff]|5[Cc])[\\s\\S]*';
const DOT_SEGMENT = '[\\s\\S]*/\\.\\.?(?:/[\\s\\S]*)?';
const TWO_SLASHES = '[\\s\\S]*//[\\s\\S]*';

const BASE_PATH = `/(?:${PATH_CHARACTER}|${ENCODED})*`;

function path(fits: string, never: readonly string[]): Domain {
  return { fits, never, optional: false, usual: ['/'] };
}

const NORMAL_PATH = path(BASE_PATH, [DOT_SEGMENT]);

const PATHS: { readonly [N in PathNormalization]: Domain } = {
  NONE: path('/[!-"$->@-~]*', []),
  DEFAULT: NORMAL_PATH,
  BASE: NORMAL_PATH,
  MERGE_SLASHES: path(BASE_PATH, [DOT_SEGMENT, TWO_SLASHES]),
  DECODE_AND_MERGE_SLASHES: path(BASE_PATH, [DOT_SEGMENT, TWO_SLASHES, ENCODED_SLASH]),
};

/** What proxies see as the path of a request: what is left of it after they have normalised it. */
export function pathDomain(normalization: PathNormalization): Domain {
  return PATHS[normalization];
}

const NAMES: Domain = {
  fits: '[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*',
  never: [],
  optional: false,
  usual: ['unknown.example'],
};

/** A path with its query, or the star of a request about the whole server. */
const TARGET: Domain = { fits: '/[!-"$-~]*|\\*', never: [], optional: true, usual: ['/'] };

const OTHERS: { readonly [N in AttributeName]?: Domain } = {
  method: { fits: TOKEN, never: [], optional: false, usual: METHODS },
  parameter: { fits: '[!-"$-%\'-~]*', never: [], optional: true, usual: ['1'] },
  authority: {
    fits: '[A-Za-z0-9_*-]+(?:\\.[A-Za-z0-9_-]+)*\\.?(?::[1-9][0-9]{0,4})?',
    never: [],
    optional: false,
    usual: ['unknown.example'],
  },
  target: TARGET,
  scheme: { fits: 'https?', never: [], optional: false, usual: ['http'] },
  'server name': NAMES,
  principal: { fits: IDENTITY, never: [], optional: true, usual: ['cluster.local/ns/default/sa/default'] },
  'destination port': { fits: '[1-9][0-9]{0,4}', never: [], optional: false, usual: ['80'] },
  claim: { fits: '[ -~]+', never: [], optional: true, anyScript: true, usual: ['x'] },
};

const ANY_TEXT: Domain = {
  fits: '(?:[!-~](?:[ -~]*[!-~])?)?',
  never: [],
  optional: true,
  anyScript: true,
  usual: ['x'],
};

/** The domain of the other attributes that are texts; one object for each. */
export function domainOf({ name }: Attribute): Domain {
  return OTHERS[name] ?? ANY_TEXT;
}

/** Whether an attribute can have a text. */
export function isIn({ fits, never }: Domain, text: string): boolean {
  return matches(fits, text) && !never.some(expression => matches(expression, text));
}

const compiled = new Map<string, RegExp>();

function matches(expression: string, text: string): boolean {
  let whole = compiled.get(expression);
  if (whole === undefined) {
    whole = new RegExp(`^(?:${expression})$`);
    compiled.set(expression, whole);
  }
  return whole.test(text);
}
