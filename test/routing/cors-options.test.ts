import { type CorsOptions, writeCors } from '../../src/routing/cors-options';
import { TextMatch } from '../../src/routing/string-match';
import { Routing } from '../../src/traffic/routing';
import { failing } from '../../src/values/config-error';
import { declareShop, expectClean, routesOf } from '../traffic/app';

const fail = failing('Cannot route', 'here');
const allowOrigins = [TextMatch.exact('https://shop.example.com'), TextMatch.regex('https://[a-z]+\\.example\\.com')];

test('options are written as Istio has them, those that are left out not at all', () => {
  const { app, mesh, backend } = declareShop();
  const cors: CorsOptions = {
    allowOrigins,
    allowMethods: ['GET', 'PUT'],
    allowHeaders: ['x-a'],
    exposeHeaders: ['x-b'],
    allowCredentials: true,
    maxAge: '24h',
    unmatchedPreflights: 'ignore',
  };
  new Routing(mesh, 'routes', { service: backend, everywhere: { cors } });
  expect(routesOf(app)[0].corsPolicy).toEqual({
    allowOrigins: [{ exact: 'https://shop.example.com' }, { regex: 'https://[a-z]+\\.example\\.com' }],
    allowMethods: ['GET', 'PUT'],
    allowHeaders: ['x-a'],
    exposeHeaders: ['x-b'],
    allowCredentials: true,
    maxAge: '24h',
    unmatchedPreflights: 'IGNORE',
  });
  expectClean(app);
  const least = writeCors({ allowOrigins, unmatchedPreflights: 'forward' }, fail);
  expect(Object.entries(least).filter(([, value]) => value !== undefined)).toEqual([
    ['allowOrigins', [{ exact: 'https://shop.example.com' }, { regex: 'https://[a-z]+\\.example\\.com' }]],
    ['unmatchedPreflights', 'FORWARD'],
  ]);
});

test.each<[Partial<CorsOptions>, string]>([
  [{ allowOrigins: [] }, 'wanted cors to allow at least one origin, got none'],
  [{ maxAge: '1500ms' }, 'wanted maxAge of cors to be whole seconds, such as "24h", got "1500ms"'],
  [{ maxAge: '0s' }, 'wanted maxAge of cors to be whole seconds, such as "24h", got "0s"'],
])('%j is refused', (options, message) => {
  expect(() => writeCors({ allowOrigins, ...options }, fail)).toThrow(message);
});
