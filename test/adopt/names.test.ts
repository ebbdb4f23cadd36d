import { camelCase } from '../../src/adopt/names';

test.each([
  ['notes-app', 'notesApp'],
  ['HTTPRoute-shop-web', 'httpRouteShopWeb'],
  ['AuthorizationPolicy-shop-web', 'authorizationPolicyShopWeb'],
  ['TLS-a', 'tlsA'],
  ['x-3d', 'x3d'],
  ['3d-x', '_3dX'],
])('the variable for %s is %s', (text, name) => {
  expect(camelCase(text)).toBe(name);
});
