import type { PathNormalization } from '../../values/path-normalization';
import type { Attribute } from '../attribute';

/** The texts that an attribute can have, as expressions that they have to fit and others that they must not fit. */
export interface Domain {
  readonly fits: string;
  readonly never: readonly string[];
  /** Whether a request may come without the attribute. */
  readonly optional: boolean;
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
const ENCODED_SLASH = '(?s:.*)%(?:2[Ff]|5[Cc])(?s:.*)';
const DOT_SEGMENT = '(?s:.*)/\\.\\.?(?:/(?s:.*))?';
const TWO_SLASHES = '(?s:.*)//(?s:.*)';

/** What proxies see as the path of a request: what is left of it after they have normalised it. */
export function pathDomain(normalization: PathNormalization): Domain {
  const common = { optional: false, usual: ['/'] };
  if (normalization === 'NONE') return { ...common, fits: '/[!-"$->@-~]*', never: [] };
  const merges = normalization === 'MERGE_SLASHES' || normalization === 'DECODE_AND_MERGE_SLASHES';
  const decodes = normalization === 'DECODE_AND_MERGE_SLASHES';
  return {
    ...common,
    fits: `/(?:${PATH_CHARACTER}|${ENCODED})*`,
    never: [DOT_SEGMENT, ...(merges ? [TWO_SLASHES] : []), ...(decodes ? [ENCODED_SLASH] : [])],
  };
}

/** The domain of the other attributes that are texts. */
export function domainOf({ name }: Attribute): Domain {
  switch (name) {
    case 'method':
      return { fits: TOKEN, never: [], optional: false, usual: METHODS };
    case 'parameter':
      return { fits: '[!-"$-%\'-~]*', never: [], optional: true, usual: ['1'] };
    case 'authority':
      return {
        fits: '[A-Za-z0-9_*-]+(?:\\.[A-Za-z0-9_-]+)*\\.?(?::[1-9][0-9]{0,4})?',
        never: [],
        optional: false,
        usual: ['unknown.example'],
      };
    case 'server name':
      return {
        fits: '[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*',
        never: [],
        optional: false,
        usual: ['unknown.example'],
      };
    case 'principal':
      return { fits: IDENTITY, never: [], optional: true, usual: ['cluster.local/ns/default/sa/default'] };
    case 'destination port':
      return { fits: '[1-9][0-9]{0,4}', never: [], optional: false, usual: ['80'] };
    case 'claim':
      return { fits: '[!-~]+', never: [], optional: true, usual: ['x'] };
    default:
      return { fits: '(?:[!-~](?:[ -~]*[!-~])?)?', never: [], optional: true, usual: ['x'] };
  }
}
