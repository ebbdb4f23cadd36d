import { shadowingDestinationRule } from '../../../../src/analysis/rules/destinations/shadowing-destination-rule';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, destinationRule, mesh, sidecars, virtualService } from '../mesh-yaml';

const WEB = app('web');
const HOST = 'web.shop.svc.cluster.local';
const DETECTION = 'outlierDetection: { consecutive5xxErrors: 5 }';
const LOAD = 'loadBalancer: { simple: LEAST_REQUEST }';
const rule = (name: string, at: string, policy: string, more = '', host = HOST) =>
  destinationRule(`{ host: "${host}", trafficPolicy: { ${policy} }${more} }`, name, at);
const MESH = mesh(sidecars('shop'), sidecars('checkout'), WEB, app('cart', { namespace: 'checkout' }));

testRule(shadowingDestinationRule, {
  valid: {
    'a rule that repeats all of it': mesh(
      MESH,
      rule('a', 'shop', DETECTION),
      rule('b', 'checkout', `${LOAD}, ${DETECTION}`),
    ),
    'rules of one namespace, which are merged': mesh(
      MESH,
      rule('a', 'shop', DETECTION),
      destinationRule(`{ host: ${HOST}, subsets: [{ name: v1, labels: { app: web } }] }`, 'b'),
    ),
    'a rule for some pods only': mesh(
      MESH,
      rule('a', 'shop', DETECTION),
      rule('b', 'shop', LOAD, ', workloadSelector: { matchLabels: { app: web } }'),
    ),
    'a rule that the clients do not see': mesh(
      MESH,
      rule('a', 'shop', DETECTION, ', exportTo: ["."]'),
      rule('b', 'checkout', LOAD),
    ),
    'a rule of a service that is not in the set': rule('b', 'checkout', LOAD),
  },
  invalid: {
    'the rule of the service': {
      yaml: mesh(MESH, rule('a', 'shop', DETECTION), rule('b', 'checkout', LOAD)),
      expect: [
        'DestinationRule checkout/b spec.host: clients in namespace "checkout" use this instead of DestinationRule "shop/a", whose outlierDetection is lost',
      ],
    },
    'subsets of the service': {
      yaml: mesh(
        MESH,
        destinationRule(`{ host: web, subsets: [{ name: v1, labels: { app: web } }] }`, 'a'),
        rule('b', 'checkout', LOAD),
      ),
      expect: [
        'DestinationRule checkout/b spec.host: clients in namespace "checkout" use this instead of DestinationRule "shop/a", whose subset "v1" is lost',
      ],
    },
    'the rule of the root namespace': {
      yaml: mesh(MESH, rule('a', 'istio-system', DETECTION), rule('b', 'shop', LOAD)),
      expect: [
        'DestinationRule shop/b spec.host: clients in namespace "shop" use this instead of DestinationRule "istio-system/a", whose outlierDetection is lost',
      ],
    },
    'a rule for the whole domain': {
      yaml: mesh(
        MESH,
        rule('all', 'istio-system', 'tls: { mode: ISTIO_MUTUAL }', '', '*.local'),
        rule('b', 'shop', LOAD),
      ),
      expect: [
        'DestinationRule shop/b spec.host: clients in namespace "shop" use this instead of DestinationRule "istio-system/all", whose tls is lost',
      ],
    },
  },
});

test('a client that has its own rule does not know the subsets of the other', () => {
  const subsets = destinationRule('{ host: web, subsets: [{ name: v1, labels: { app: web } }] }', 'a');
  const routes = virtualService(
    `{ hosts: [${HOST}], http: [{ route: [{ destination: { host: ${HOST}, subset: v1 } }] }] }`,
  );
  const call = { from: 'checkout/cart', to: `http://${HOST}/` };
  expect(answer(mesh(MESH, subsets, routes), call)).toBe('routed');
  expect(answer(mesh(MESH, subsets, routes, rule('b', 'checkout', LOAD)), call)).toBe('unavailable');
});
