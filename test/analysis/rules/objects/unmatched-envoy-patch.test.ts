import { unmatchedEnvoyPatch } from '../../../../src/analysis/rules/objects/unmatched-envoy-patch';
import { testRule } from '../../../../src/testing/test-rule';
import { app, GATEWAY_PODS, mesh, object, sidecars } from '../mesh-yaml';

const patch = (match: string, { at = 'shop', applyTo = 'HTTP_FILTER' } = {}) =>
  object(
    'networking.istio.io/v1alpha3',
    'EnvoyFilter',
    'x',
    at,
    `{ configPatches: [{ applyTo: ${applyTo}, match: { ${match} }, patch: { operation: MERGE, value: {} } }] }`,
  );
const SHOP = mesh(sidecars('shop'), app('web'));
const IN = 'context: SIDECAR_INBOUND';
const at = (field: string, problem: string, namespace = 'shop') => [
  `EnvoyFilter ${namespace}/x spec.configPatches[0].match.${field}: the patch is never applied: ${problem}`,
];

testRule(unmatchedEnvoyPatch, {
  valid: {
    'the port of the pods': mesh(SHOP, patch(`${IN}, listener: { portNumber: 8080 }`)),
    'a port of the proxy': mesh(SHOP, patch(`${IN}, listener: { portNumber: 15006 }`)),
    'the port of a service that pods call': mesh(
      SHOP,
      patch('context: SIDECAR_OUTBOUND, listener: { portNumber: 80 }'),
    ),
    'gateways of a gateway': mesh(GATEWAY_PODS, patch('context: GATEWAY', { at: 'edge' })),
    'gateways, for the whole mesh': mesh(SHOP, patch('context: GATEWAY', { at: 'istio-system' })),
    'gateways, beside sidecars': mesh(SHOP, GATEWAY_PODS.replaceAll('edge', 'shop'), patch('context: GATEWAY')),
    'pods that are not in the set': patch('context: GATEWAY'),
    'hosts in full': mesh(
      SHOP,
      patch('cluster: { service: web.shop.svc.cluster.local }'),
      patch('routeConfiguration: { vhost: { name: "web.shop.svc.cluster.local:80" } }'),
      patch('routeConfiguration: { vhost: { name: allow_any } }'),
    ),
    'a service of elsewhere': mesh(SHOP, patch('cluster: { service: api.other.svc.cluster.local }')),
    'an inbound virtual host': mesh(SHOP, patch(`${IN}, routeConfiguration: { vhost: { name: "inbound|http|80" } }`)),
  },
  invalid: {
    'gateways where there are sidecars': {
      yaml: mesh(SHOP, patch('context: GATEWAY')),
      expect: at(
        'context',
        'its context is GATEWAY, and the pods that it is for, such as those of "web", have sidecars',
      ),
    },
    'sidecars where there are gateways': {
      yaml: mesh(GATEWAY_PODS, patch(IN, { at: 'edge' })),
      expect: at(
        'context',
        'its context is SIDECAR_INBOUND, and the pods that it is for, such as those of "ingress", are gateways',
        'edge',
      ),
    },
    'the port of the Service': {
      yaml: mesh(SHOP, patch(`${IN}, listener: { portNumber: 80 }`)),
      expect: at(
        'listener.portNumber',
        'port 80 is that of the Service, and inbound listeners have the ports of the pods',
      ),
    },
    'a virtual host without its port': {
      yaml: mesh(SHOP, patch('routeConfiguration: { vhost: { name: web.shop.svc.cluster.local } }')),
      expect: at(
        'routeConfiguration.vhost.name',
        'no virtual host has the name "web.shop.svc.cluster.local": names are those of hosts with the port',
      ),
    },
    'a service by its short name': {
      yaml: mesh(SHOP, patch('cluster: { service: web }')),
      expect: at('cluster.service', 'no service has the host "web"'),
    },
    'a service that is not there': {
      yaml: mesh(SHOP, patch('cluster: { service: wbe.shop.svc.cluster.local }')),
      expect: at('cluster.service', 'no service has the host "wbe.shop.svc.cluster.local"'),
    },
  },
});
