import '../../src/testing/jest';
import { meshMatchers, meshOf } from '../../src/testing';
import { meshOf as modelOf, namespace, object, service } from '../simulation/mesh-of';

const BACKEND = 'backend.shop.svc.cluster.local';
const mesh = meshOf(
  modelOf([
    namespace('shop'),
    service('shop/web'),
    service('shop/backend', ['v1', 'v2']),
    object(
      'DestinationRule',
      'shop/backend',
      `{ host: ${BACKEND}, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }`,
    ),
    object(
      'VirtualService',
      'shop/backend',
      `{ hosts: [${BACKEND}], http: [
        { match: [{ uri: { prefix: /old } }], redirect: { uri: /new } },
        { timeout: 5s, route: [{ destination: { host: backend, subset: v1 }, weight: 60 }, { destination: { host: backend, subset: v2 }, weight: 40 }] }] }`,
    ),
    object(
      'AuthorizationPolicy',
      'shop/deny',
      '{ action: DENY, rules: [{ to: [{ operation: { paths: [/admin] } }] }] }',
    ),
  ]),
);
const call = { from: 'shop/web', to: 'http://backend/' };
const old = { ...call, to: 'http://backend/old' };
const admin = { ...call, to: 'http://backend/admin' };

test('the matchers of Jest hold where the mesh behaves so', () => {
  expect(mesh).toRoute(call);
  expect(mesh).toRoute(call, 'backend');
  expect(mesh).toSplit(call, { v1: 60, v2: 40 });
  expect(mesh).toAllow(call);
  expect(mesh).toDeny(admin);
  expect(mesh).toUseMutualTls(call, 'PERMISSIVE');
  expect(mesh).toRedirect(old, 'http://backend/new');
  expect(mesh).toTimeOutAfter(call, '5s');
  expect(mesh).toAnswer(admin, 403);
  expect(mesh).toHaveNoFindings('error');
});

test('the matchers of Jest can be negated', () => {
  expect(mesh).not.toRoute(call, 'backend v1');
  expect(mesh).not.toSplit(call, { v1: 100 });
  expect(mesh).not.toAllow(admin);
  expect(mesh).not.toDeny(call);
  expect(mesh).not.toRedirect(call);
});

test('a matcher that fails prints the trace', () => {
  expect(() => expect(mesh).toDeny(call)).toThrow(/to be denied, got 60 % backend[\s\S]*\ntrace\n[\s\S]*client TLS/);
  expect(() => expect(mesh).not.toDeny(admin)).toThrow(/not to be denied[\s\S]*AuthorizationPolicy shop\/deny/);
});

test('every matcher is one that the types know', () => {
  expect(Object.keys(meshMatchers)).toEqual([
    'toRoute',
    'toSplit',
    'toAllow',
    'toDeny',
    'toUseMutualTls',
    'toRedirect',
    'toAnswer',
    'toTimeOutAfter',
    'toNeverReach',
    'toAlwaysRoute',
    'toHaveOnlyCallers',
    'toBehaveLike',
    'toHaveNoFindings',
  ]);
});
