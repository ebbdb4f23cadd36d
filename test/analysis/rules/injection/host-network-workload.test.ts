import { hostNetworkWorkload } from '../../../../src/analysis/rules/injection/host-network-workload';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, mesh, namespace, object, sidecars } from '../mesh-yaml';

const node = (labels = '', hostNetwork = true) => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: shop }
spec:
  template:
    metadata: { labels: { app: agent${labels} } }
    spec: { hostNetwork: ${hostNetwork}, containers: [{ name: app, image: app }] }`;

testRule(hostNetworkWorkload, {
  valid: {
    'pods with a network of their own': mesh(sidecars('shop'), node('', false)),
    'pods outside of the mesh': mesh(namespace('shop'), node()),
    'pods that say that they stay outside': mesh(sidecars('shop'), node(', sidecar.istio.io/inject: "false"')),
    'pods that stay out of the ambient mesh': mesh(ambient('shop'), node(', istio.io/dataplane-mode: none')),
  },
  invalid: {
    'a namespace that is injected': {
      yaml: mesh(sidecars('shop'), node()),
      expect: [
        'DaemonSet shop/agent spec.template.spec.hostNetwork: the pods use the network of their node, so that they do not join the mesh',
      ],
    },
    'a namespace that a revision injects': {
      yaml: mesh(namespace('shop', 'istio.io/rev: canary'), node()),
      expect: [
        'DaemonSet shop/agent spec.template.spec.hostNetwork: the pods use the network of their node, so that they do not join the mesh',
      ],
    },
    'a namespace of the ambient mesh': {
      yaml: mesh(ambient('shop'), node()),
      expect: [
        'DaemonSet shop/agent spec.template.spec.hostNetwork: the pods use the network of their node, so that they do not join the mesh',
      ],
    },
    'pods that ask for a sidecar': {
      yaml: mesh(namespace('shop'), node(', sidecar.istio.io/inject: "true"')),
      expect: [
        'DaemonSet shop/agent spec.template.spec.hostNetwork: the pods use the network of their node, so that they do not join the mesh',
      ],
    },
    'pods that ask for the ambient mesh': {
      yaml: mesh(namespace('shop'), node(', istio.io/dataplane-mode: ambient')),
      expect: [
        'DaemonSet shop/agent spec.template.spec.hostNetwork: the pods use the network of their node, so that they do not join the mesh',
      ],
    },
  },
});

test('what such pods send is plaintext, which strict mutual TLS refuses', () => {
  const strict = object('security.istio.io/v1', 'PeerAuthentication', 'strict', 'shop', '{ mtls: { mode: STRICT } }');
  const call = { from: 'shop/agent', to: 'http://web/' };
  expect(answer(mesh(sidecars('shop'), node('', false), app('web'), strict), call)).toBe('routed');
  expect(answer(mesh(sidecars('shop'), node(), app('web'), strict), call)).toBe(
    'mtls-failure by PeerAuthentication shop/strict',
  );
});
