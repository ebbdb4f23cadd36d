import type { Random } from './random';

/** Words that conditions and requests share, so that they meet often. */
export const PATHS = [
  '/',
  '/api',
  '/api/',
  '/api/v1/items',
  '/apix',
  '/API',
  '/admin',
  '/admin/',
  '/admin/users',
  '/items',
  '/static/a.css',
  '/v2/items/7',
] as const;
export const HEADERS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['x-user', ['alice', 'bob', 'albert', '']],
  ['x-canary', ['true', 'false']],
  ['user-agent', ['Mobile Safari', 'curl/8.0']],
  ['cookie', ['session=abc; user=alice', 'session=xyz']],
];
export const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'] as const;
export const QUERIES = ['user=alice', 'user=bob', 'debug=true&user=bob', 'debug='] as const;
/** Hosts that gateways serve, and some that only look like them. */
export const PUBLIC_HOSTS = [
  'shop.example.com',
  'api.example.com',
  'a.b.example.com',
  'bank.example.org',
  'x.bank.example.org',
] as const;
export const SERVER_HOSTS = [...PUBLIC_HOSTS, '*.example.com', '*.bank.example.org', '*'] as const;
export const ISSUERS = ['https://issuer.example.com', 'https://other.example.com'] as const;
export const AUDIENCES = ['shop', 'bank'] as const;
export const GROUPS = ['admin', 'dev', 'ops'] as const;

/** A condition on a text. */
export interface TextMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

/** A condition on a text, such as a header, that one of the values may meet. */
export function textMatch(random: Random, values: readonly string[]): TextMatch {
  const value = random.pick(values);
  return random.weighted<TextMatch>([
    [5, { exact: value }],
    [2, { prefix: value.slice(0, 2) || 'a' }],
    [2, { regex: random.pick(['.*', 'al.*', '.*alice.*', `${escaped(value)}|never`]) }],
  ]);
}

/** A condition on a path. */
export function pathMatch(random: Random): TextMatch {
  return random.weighted<TextMatch>([
    [6, { prefix: random.pick(PATHS) }],
    [3, { exact: random.pick(PATHS) }],
    [2, { regex: random.pick(['/api.*', '/admin(/.*)?', '/(items|health)', '/v[0-9]+/.*', '/api/v1/[a-z]+', '.*']) }],
  ]);
}

/** A text that meets a condition, where it says one. */
export function meeting({ exact, prefix }: TextMatch): string | undefined {
  return exact ?? prefix;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
