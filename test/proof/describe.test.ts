import { describeCondition } from '../../src/proof/describe';
import {
  AUTHORITY,
  claimAttribute,
  headerAttribute,
  METHOD,
  PATH,
  PRINCIPAL,
  parameterAttribute,
  tokenAttribute,
} from '../../src/requests/attribute';
import {
  anyOf,
  exact,
  orEmpty,
  PRESENT,
  prefix,
  regex,
  suffix,
  type Test,
  template,
  tokenState,
} from '../../src/requests/test';
import type { Literal } from '../../src/requests/witness/literal';

const yes = (term: Literal['term'], test: Test): Literal => ({ term, test, answer: true });
const no = (term: Literal['term'], test: Test): Literal => ({ term, test, answer: false });
const CANARY = headerAttribute('x-canary');
const RULE = { issuer: 'https://a', audiences: [], places: [{ header: 'Authorization', prefix: 'Bearer ' }] };

test.each<readonly [string, readonly Literal[]]>([
  ['', []],
  ['/api**', [yes(PATH, prefix('/api'))]],
  ['GET|HEAD /api/**', [yes(METHOD, anyOf([exact('GET'), exact('HEAD')])), yes(PATH, prefix('/api/'))]],
  ['/api/** except /api/admin**', [yes(PATH, prefix('/api/')), no(PATH, prefix('/api/admin'))]],
  ['/** except /a, /b**', [no(PATH, exact('/a')), no(PATH, prefix('/b'))]],
  ['not GET|POST', [no(METHOD, exact('GET')), no(METHOD, exact('POST'))]],
  ['POST', [yes(METHOD, anyOf([exact('GET'), exact('POST')])), no(METHOD, exact('GET'))]],
  ['/v1/{*}/admin', [yes(PATH, template('/v1/{*}/admin'))]],
  ['/a**', [yes(PATH, prefix('/a')), no(PATH, prefix('/b')), no(PATH, exact('/b/c'))]],
  ['/a/b', [yes(PATH, prefix('/a')), yes(PATH, exact('/a/b')), no(PATH, suffix('.css'))]],
  ['regex /v[0-9]+/.* except /v1', [yes(PATH, regex('/v[0-9]+/.*')), no(PATH, exact('/v1'))]],
  ['header x-canary = "true"', [yes(CANARY, exact('true'))]],
  ['header x-canary not "true"', [no(CANARY, orEmpty(exact('true')))]],
  ['with header x-canary', [yes(CANARY, PRESENT)]],
  ['without header x-canary', [no(CANARY, PRESENT)]],
  ['host = "shop.example.com"', [yes(AUTHORITY, exact('shop.example.com'))]],
  ['parameter q = "1"', [yes(parameterAttribute('q'), exact('1'))]],
  [
    'with a valid token, claim realm.role = "ops"',
    [yes(tokenAttribute('r'), tokenState('accepted', RULE)), yes(claimAttribute(['realm', 'role']), exact('ops'))],
  ],
  ['without a token', [yes(tokenAttribute('r'), tokenState('absent', RULE))]],
  ['GET', [yes(PRINCIPAL, exact('cluster.local/ns/a/sa/b')), yes(METHOD, exact('GET'))]],
  [
    'path after the rewrite is "/open"',
    [yes({ kind: 'prefix-replaced', of: PATH, prefix: '/a', by: '/' }, exact('/open'))],
  ],
])('%s', (text, condition) => {
  expect(describeCondition(condition)).toBe(text);
});
