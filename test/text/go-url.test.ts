import { GoUrlError, isRequestUrl, parseGoUrl } from '../../src/text/go-url';

describe('parseGoUrl', () => {
  it.each([
    [
      'https://u:p@a.com:80/x?q=1',
      { scheme: 'https', host: 'a.com:80', hostname: 'a.com', port: '80', path: '/x', query: 'q=1' },
    ],
    ['oci://ghcr.io/a/b:c', { scheme: 'oci', host: 'ghcr.io', path: '/a/b:c' }],
    ['HTTP://[::1]:80/', { scheme: 'http', host: '[::1]:80', hostname: '::1', port: '80' }],
    ['mailto:a@b', { scheme: 'mailto', host: '', path: '' }],
    ['/a/b', { scheme: '', host: '', path: '/a/b' }],
    ['*', { path: '*' }],
  ])('splits %s as Go does', (text, parts) => {
    expect(parseGoUrl(text, true)).toMatchObject(parts);
  });

  it.each([
    '',
    'a b',
    '%zz',
    'http://a:b',
    'http://[::1',
    'http://::1',
    'http://a b/',
    '1http://a',
    'a/b',
    'http://x\n',
  ])('refuses %j in a request', text => {
    expect(isRequestUrl(text)).toBe(false);
    expect(() => parseGoUrl(text, true)).toThrow(GoUrlError);
  });

  it('accepts relative paths and fragments outside of requests', () => {
    expect(parseGoUrl('a/b#c', false)).toMatchObject({ scheme: '', path: 'a/b' });
    expect(() => parseGoUrl('a:b/c d:', true)).not.toThrow();
    expect(() => parseGoUrl('#%', false)).toThrow('invalid URL escape');
  });
});
