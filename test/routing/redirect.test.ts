import type { HTTPRedirect } from '../../imports/networking.istio.io';
import { type Redirect, writeRedirect } from '../../src/routing/redirect';
import { PathMatch } from '../../src/routing/string-match';
import { meshOf, verdictOf } from '../../src/testing';
import { Routing } from '../../src/traffic/routing';
import { failing } from '../../src/values/config-error';
import { declareShop, expectClean } from '../traffic/app';

const fail = failing('Cannot redirect', 'here');

test.each<[Redirect, HTTPRedirect]>([
  [{ host: 'www.example.com' }, { authority: 'www.example.com' }],
  [
    { path: '/new', status: 308 },
    { uri: '/new', redirectCode: 308 },
  ],
  [
    { scheme: 'https', port: 8443 },
    { scheme: 'https', port: 8443 },
  ],
  [
    { scheme: 'https', port: 'of-request' },
    { scheme: 'https', derivePort: 'FROM_REQUEST_PORT' },
  ],
  [{ prefix: '/v2' }, { prefixRewrite: '/v2' }],
])('%j is %j to Istio', (redirect, written) => {
  expect(JSON.parse(JSON.stringify(writeRedirect(redirect, fail)))).toEqual(written);
});

test.each<[Redirect, string]>([
  [{}, 'wanted the redirect to change the host, scheme, port or path, got none of them'],
  [{ status: 302 }, 'wanted the redirect to change the host, scheme, port or path, got none of them'],
  [{ path: '/a', status: 304 as 302 }, 'wanted the status of the redirect to be 301, 302, 303, 307 or 308, got 304'],
  [{ path: '/a', prefix: '/b' }, 'wanted either path or prefix in the redirect, got both'],
  [{ path: 'a' }, 'wanted path of the redirect to begin with "/", got "a"'],
  [{ prefix: 'https://a' }, 'wanted prefix of the redirect to begin with "/", got "https://a"'],
  [{ port: 0 }, 'wanted the port of the redirect to be from 1 to 65535, or "of-request", got 0'],
  [{ port: 80.5 }, 'wanted the port of the redirect to be from 1 to 65535, or "of-request", got 80.5'],
])('%j is refused', (redirect, message) => {
  expect(() => writeRedirect(redirect, fail)).toThrow(`Cannot redirect at here: ${message}`);
});

test('what is said is where clients are sent', () => {
  const { app, mesh, backend } = declareShop();
  const location = (path: string) =>
    verdictOf(meshOf(app), { from: 'shop/frontend-v1', to: `http://backend:8080${path}` }).location;
  new Routing(mesh, 'routes', {
    service: backend,
    rules: [
      { name: 'whole', match: { path: PathMatch.exact('/whole') }, redirect: { path: '/new', host: 'b.example.com' } },
      { name: 'port', match: { path: PathMatch.exact('/port') }, redirect: { scheme: 'https', port: 8443 } },
      { name: 'own', match: { path: PathMatch.exact('/own') }, redirect: { scheme: 'https', port: 'of-request' } },
    ],
  });
  expect(location('/whole?a=b')).toBe('http://b.example.com/new?a=b');
  expect(location('/port')).toBe('https://backend:8443/port');
  expect(location('/own')).toBe('https://backend:8080/own');
  expectClean(app);
});
