import { checkHeaders, type MessageChanges, writeHeaders } from '../../src/routing/header-changes';
import { meshOf, verdictOf } from '../../src/testing';
import { Routing } from '../../src/traffic/routing';
import { failing } from '../../src/values/config-error';
import { declareShop, expectClean } from '../traffic/app';

const fail = failing('Cannot route', 'here');

test('both messages of an exchange are changed apart from each other', () => {
  const { app, mesh, backend, v1 } = declareShop();
  new Routing(mesh, 'routes', {
    service: backend,
    defaultTo: { service: backend, version: v1, requestHeaders: { set: { 'x-arm': 'v1' } } },
    everywhere: { requestHeaders: { remove: ['x-debug'] }, responseHeaders: { add: { 'x-served-by': 'mesh' } } },
  });
  const { route } = verdictOf(meshOf(app), { from: 'shop/frontend-v1', to: 'http://backend:8080/' });
  expect(route?.requestHeaders).toEqual({ set: { 'x-arm': 'v1' }, add: {}, remove: ['x-debug'] });
  expect(route?.responseHeaders).toMatchObject({ add: { 'x-served-by': 'mesh' } });
  expectClean(app);
});

test('where nothing is changed, nothing is written', () => {
  expect(writeHeaders({})).toBeUndefined();
  expect(writeHeaders({ responseHeaders: { remove: ['server'] } })).toEqual({ response: { remove: ['server'] } });
});

test.each<[MessageChanges, string]>([
  [{ requestHeaders: {} }, 'wanted requestHeaders to set, add or remove something, got nothing'],
  [{ responseHeaders: { remove: [] } }, 'wanted responseHeaders to set, add or remove something, got nothing'],
  [{ requestHeaders: { set: { 'x a': '1' } } }, 'wanted names of headers in requestHeaders, got "x a"'],
  [{ responseHeaders: { remove: ['a:'] } }, 'wanted names of headers in responseHeaders, got "a:"'],
])('%j is refused', (changes, message) => {
  expect(() => checkHeaders(changes, fail)).toThrow(`Cannot route at here: ${message}`);
});

test('those of a destination are refused where they are declared', () => {
  const { mesh, backend, v1 } = declareShop();
  const defaultTo = { service: backend, version: v1, responseHeaders: { set: { '': 'v1' } } };
  expect(() => new Routing(mesh, 'routes', { service: backend, defaultTo })).toThrow(
    'Cannot send requests to "backend.shop.svc.cluster.local" at mesh/routes: wanted names of headers in responseHeaders, got ""',
  );
});
