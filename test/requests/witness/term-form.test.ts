import { PATH, type Term } from '../../../src/requests/attribute';
import { anyOf, exact, prefix, regex } from '../../../src/requests/test';
import { formOfTerm } from '../../../src/requests/witness/term-form';
import { formsOf, type TextForm } from '../../../src/requests/witness/text-form';
import { compileRe2 } from '../../../src/text/re2';

const replaced = (expression: string, by: string, of: Term = PATH): Term => ({
  kind: 'regex-replaced',
  of,
  expression,
  by,
});

describe('the form of a path after a replacement', () => {
  const EXPRESSIONS = [
    '/.*',
    '.*',
    '^.*$',
    '(.*)',
    '^/api',
    '/api',
    '^/api/',
    '^/api(/?)(.*)',
    '^/api/(.*)$',
    '/api/(.+)',
    '^/(api|v1)/(.*)',
    '^/(v1|api)(.*)',
    '^(/a)?(/api)?(.*)',
    '^/([a-z]+)/',
    '^/([^/]+)/([^/]+)',
    '^/([^/]*)(.*)',
    '^/(.*?)/',
    '^(/[a-z]*)*$',
    '^/+(.*)',
    '(?i)^/API',
    '/$',
    '$',
    '^/b',
    'x*',
    '\\bapi',
    '^/api{1,2}(.*)',
    '^/a[^?]*',
    '(^/api/.*)|(^/v1/.*)',
  ];
  const REPLACEMENTS = ['/b', '/\\1', '/b\\0', '/x/\\2/y', '\\\\', ''];
  const HEADS = ['/', '/api', '/api/', '/api/v1/', '/v1/x', '/a/api/'];
  const ENDINGS = ['', '/', 'a', '/a', 'api/b', '/api/api', 'x/y/z', 'i/../q', '//', 'API'];

  test('is right for all paths, where there is one', () => {
    let known = 0;
    for (const expression of EXPRESSIONS) {
      for (const by of REPLACEMENTS) {
        try {
          compileRe2(expression).replaceAll('/', by);
        } catch {
          continue;
        }
        for (const head of HEADS) {
          const form = formOfTerm(replaced(expression, by), [head, '']);
          if (form === undefined) continue;
          known++;
          for (const ending of ENDINGS) {
            const where = JSON.stringify([expression, by, head, ending]);
            const wanted = compileRe2(expression).replaceAll(head + ending, by);
            expect([where, form.join(ending)]).toEqual([where, wanted]);
          }
        }
      }
    }
    expect(known).toBeGreaterThan(150);
  });

  const cases: readonly (readonly [expression: string, by: string, of: TextForm, form: TextForm | undefined])[] = [
    ['/.*', '/b', ['/', ''], ['/b']],
    ['^/api', '/v2', ['/api/', ''], ['/v2/', '']],
    ['/api', '/v2', ['/api/', ''], undefined],
    ['^/api(/?)(.*)', '/\\2', ['/api/', ''], ['/', '']],
    ['^/api(/?)(.*)', '/\\2', ['/api', ''], undefined],
    ['^/api(/?)(.*)', '/\\2', ['/api'], ['/']],
    ['^/(.*)', '/a/\\1/b/\\1', ['/', ''], ['/a/', '/b/', '']],
    ['^/other', '/v2', ['/api/', ''], ['/api/', '']],
  ];
  test.each(cases)('of %s by %s', (expression, by, of, form) => {
    expect(formOfTerm(replaced(expression, by), of)).toEqual(form);
  });

  test('goes through several proxies', () => {
    const first: Term = { kind: 'prefix-replaced', of: PATH, prefix: '/api', by: '/v2' };
    expect(formOfTerm(replaced('^/v2/(.*)', '/x/\\1', first), ['/api/', ''])).toEqual(['/x/', '']);
    expect(formOfTerm({ kind: 'appended', to: first, text: '!' }, ['/api'])).toEqual(['/v2!']);
    expect(formOfTerm(first, ['/a', ''])).toBeUndefined();
    expect(formOfTerm({ kind: 'opaque' }, ['/a', ''])).toBeUndefined();
  });
});

describe('the forms of the paths of a condition', () => {
  const yes = (test: ReturnType<typeof exact>) => ({ test, answer: true });
  const no = (test: ReturnType<typeof exact>) => ({ test, answer: false });
  const ALL = ['/', ''];

  test('are those of all its tests together', () => {
    expect(formsOf([], ALL)).toEqual([['/', '']]);
    expect(formsOf([yes(exact('/a'))], ALL)).toEqual([['/a']]);
    expect(formsOf([yes(prefix('/a')), yes(prefix('/a/b'))], ALL)).toEqual([['/a/b', '']]);
    expect(formsOf([yes(anyOf([exact('/a'), prefix('/a/')])), no(exact('/a'))], ALL)).toEqual([['/a/', '']]);
    expect(formsOf([yes(anyOf([exact('/a'), prefix('/a/')])), no(prefix('/a/'))], ALL)).toEqual([['/a']]);
    expect(formsOf([yes(regex('/a|/b')), yes(anyOf([exact('/a'), exact('/c')]))], ALL)).toEqual([['/a']]);
  });

  test('are wider where a test does not say how texts begin', () => {
    expect(formsOf([yes(regex('/a.*'))], ALL)).toEqual([['/', '']]);
    expect(formsOf([yes(exact('/a', true))], ALL)).toEqual([['/', '']]);
  });
});
