import { kebab, pascal, singular } from '../../src/codegen/names';

test.each([
  ['VirtualService', 'virtual-service'],
  ['HTTPRoute', 'http-route'],
  ['OCIRepository', 'oci-repository'],
  ['BackendTLSPolicy', 'backend-tls-policy'],
  ['IstioCNI', 'istio-cni'],
  ['Istio', 'istio'],
])('the file of %s is %s', (kind, file) => {
  expect(kebab(kind)).toBe(file);
});

test.each([
  ['parentRefs', 'parentRef'],
  ['matches', 'match'],
  ['policies', 'policy'],
  ['hostAliases', 'hostAlias'],
  ['addresses', 'address'],
  ['status', 'status'],
  ['prefixes', 'prefix'],
  ['routes', 'route'],
])('one of %s is a %s', (many, one) => {
  expect(singular(many)).toBe(one);
});

test('a type name has neither blanks nor signs', () => {
  expect(pascal('http-cookie.name')).toBe('HttpCookieName');
});
