import { clientAddressWithoutTrustedProxies } from '../../../../src/analysis/rules/authorization/client-address-without-trusted-proxies';
import { testRule } from '../../../../src/testing/test-rule';
import { app, GATEWAY_PODS, mesh, namespace, object, policy, sidecars } from '../mesh-yaml';

const from = (blocks: string, selector = 'istio: ingress', at = 'edge') =>
  policy(
    `{ selector: { matchLabels: { ${selector} } }, rules: [{ from: [{ source: { ${blocks}: [192.0.2.0/24] } }] }] }`,
    'office',
    at,
  );
const annotated = GATEWAY_PODS.replace(
  'inject.istio.io/templates: gateway',
  "inject.istio.io/templates: gateway, proxy.istio.io/config: '{ gatewayTopology: { numTrustedProxies: 1 } }'",
);
const keepsAddress = GATEWAY_PODS.replace('type: LoadBalancer', 'type: LoadBalancer\n  externalTrafficPolicy: Local');
const withoutService = GATEWAY_PODS.slice(0, GATEWAY_PODS.lastIndexOf('---'));
const settings = object('v1', 'ConfigMap', 'istio', 'istio-system', '{}').replace(
  'spec: {}',
  'data: { mesh: "defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } }" }',
);
const REPLACED =
  'AuthorizationPolicy edge/office spec.rules[0].from[0].source.ipBlocks: the Service of "ingress" replaces the address of the client by that of the node';

// Whether its Service keeps the address is for the controller that makes it, and not in the set.
const generated = mesh(
  namespace('edge'),
  `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ingress, namespace: edge }
spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }`,
);

testRule(clientAddressWithoutTrustedProxies, {
  valid: {
    'pods that say how many proxies they trust': mesh(annotated, from('remoteIpBlocks')),
    'a mesh that says how many proxies gateways trust': mesh(GATEWAY_PODS, settings, from('remoteIpBlocks')),
    'a Service that keeps the address, asked as the remote one': mesh(keepsAddress, from('remoteIpBlocks')),
    'a Service that keeps the address, asked as that of the connection': mesh(keepsAddress, from('ipBlocks')),
    'pods that no Service in the set stands before': mesh(withoutService, from('ipBlocks')),
    'pods that istiod makes for a Gateway': mesh(
      generated,
      from('remoteIpBlocks', 'gateway.networking.k8s.io/gateway-name: ingress'),
    ),
    'pods that are no gateway': mesh(sidecars('shop'), app('web'), from('ipBlocks', 'app: web', 'shop')),
    'a policy that asks for no address': mesh(GATEWAY_PODS, from('notNamespaces').replace('192.0.2.0/24', 'shop')),
  },
  invalid: {
    'the remote address where no proxy is trusted': {
      yaml: mesh(GATEWAY_PODS, from('remoteIpBlocks')),
      expect: [
        'AuthorizationPolicy edge/office spec.rules[0].from[0].source.remoteIpBlocks: the pods of "ingress" trust no proxy before them, so that X-Forwarded-For is not read and the address is that of the node or load balancer',
      ],
    },
    'the address of the connection': { yaml: mesh(GATEWAY_PODS, from('ipBlocks')), expect: [REPLACED] },
    'the address of the connection, which trusted proxies do not mend': {
      yaml: mesh(annotated, settings, from('ipBlocks')),
      expect: [REPLACED],
    },
  },
});
