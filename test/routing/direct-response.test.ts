import { type DirectResponse, writeDirectResponse } from '../../src/routing/direct-response';
import { PathMatch } from '../../src/routing/string-match';
import { expectMesh, meshOf } from '../../src/testing';
import { Routing } from '../../src/traffic/routing';
import { failing } from '../../src/values/config-error';
import { declareShop, expectClean, routesOf } from '../traffic/app';

const fail = failing('Cannot answer', 'here');

test('an answer holds a text, bytes, or nothing', () => {
  const { app, mesh, backend } = declareShop();
  const bytes = new Uint8Array([0, 255, 10]);
  const rule = (name: string, directResponse: DirectResponse) => ({
    name,
    match: { path: PathMatch.exact(`/${name}`) },
    directResponse,
  });
  const rules = [
    rule('bytes', { status: 200, body: bytes }),
    rule('nothing', { status: 503 }),
    rule('text', { status: 418, body: 'no' }),
  ];
  new Routing(mesh, 'routes', { service: backend, rules });
  expect(routesOf(app).map(({ directResponse }) => directResponse)).toEqual([
    { status: 503 },
    { status: 200, body: { bytes: Buffer.from(bytes).toString('base64') } },
    { status: 418, body: { string: 'no' } },
    undefined,
  ]);
  expectMesh(meshOf(app)).toAnswer({ from: 'shop/frontend-v1', to: 'http://backend:8080/text' }, 418);
  expectClean(app);
});

test.each([199, 600, 200.5, Number.NaN])('a status of %p is refused', status => {
  expect(() => writeDirectResponse({ status }, fail)).toThrow(`wanted a status from 200 to 599, got ${status}`);
});
