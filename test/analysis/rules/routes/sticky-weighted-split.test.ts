import { stickyWeightedSplit } from '../../../../src/analysis/rules/routes/sticky-weighted-split';
import { testRule } from '../../../../src/testing/test-rule';
import { hostsOf } from '../behaviour';
import { app, destinationRule, mesh, sidecars, virtualService } from '../mesh-yaml';

const split = (first: string, second: string, host = 'web') =>
  virtualService(
    `{ hosts: [web], http: [{ route: [{ destination: { host: ${host}${first} }, weight: 50 }, { destination: { host: ${host}${second} }, weight: 50 }] }] }`,
  );
const rule = (policy: string, at = 'shop', host = 'web') =>
  destinationRule(
    `{ host: ${host}, trafficPolicy: { ${policy} }, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }`,
    'rule',
    at,
  );
const HASH = 'loadBalancer: { consistentHash: { httpHeaderName: x-user } }';
const SPLIT = split(', subset: v1', ', subset: v2');
const MESH = mesh(sidecars('shop'), app('web'));

testRule(stickyWeightedSplit, {
  valid: {
    'a split without sessions': mesh(MESH, rule('loadBalancer: { simple: RANDOM }'), SPLIT),
    'sessions without a split': mesh(
      MESH,
      rule(HASH),
      virtualService('{ hosts: [web], http: [{ route: [{ destination: { host: web, subset: v1 } }] }] }'),
    ),
    'a split that sends all to one': mesh(
      MESH,
      rule(HASH),
      SPLIT.replace('weight: 50', 'weight: 100').replace('weight: 50', 'weight: 0'),
    ),
    'a split between hosts': mesh(MESH, rule(HASH), split('', '')),
    'sessions of another host': mesh(MESH, rule(HASH, 'shop', 'api'), SPLIT),
  },
  invalid: {
    'sessions of the host': {
      yaml: mesh(MESH, rule(HASH), SPLIT),
      expect: [
        'VirtualService shop/routes spec.http[0].route: sessions of "web.shop.svc.cluster.local" stay on one pod, but the subset is selected by weight for each request, so that users change versions',
      ],
    },
    'sessions of one subset': {
      yaml: mesh(
        MESH,
        destinationRule(`{ host: web, subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { ${HASH} } }] }`),
        SPLIT,
      ),
      expect: [
        'VirtualService shop/routes spec.http[0].route: sessions of "web.shop.svc.cluster.local" stay on one pod, but the subset is selected by weight for each request, so that users change versions',
      ],
    },
    'sessions of a port': {
      yaml: mesh(MESH, rule(`portLevelSettings: [{ port: { number: 80 }, ${HASH} }]`), SPLIT),
      expect: [
        'VirtualService shop/routes spec.http[0].route: sessions of "web.shop.svc.cluster.local" stay on one pod, but the subset is selected by weight for each request, so that users change versions',
      ],
    },
    'a rule of another namespace, by the full name': {
      yaml: mesh(MESH, rule(HASH, 'istio-system', 'web.shop.svc.cluster.local'), SPLIT),
      expect: [
        'VirtualService shop/routes spec.http[0].route: sessions of "web.shop.svc.cluster.local" stay on one pod, but the subset is selected by weight for each request, so that users change versions',
      ],
    },
  },
});

test('a request of one user may reach either subset', () => {
  const labelled = mesh(sidecars('shop'), app('web', { labels: 'version: v1' }), app('api'), rule(HASH), SPLIT);
  const call = { from: 'shop/api', to: 'http://web/', headers: { 'x-user': 'ann' } };
  expect(hostsOf(labelled, call)).toEqual(['web.shop.svc.cluster.local', 'web.shop.svc.cluster.local']);
});
