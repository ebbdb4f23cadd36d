import { analyze } from '../../../../src/analysis/analyze';
import { registryOnlyWithoutNetworkPolicy } from '../../../../src/analysis/rules/visibility/registry-only-without-network-policy';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { testRule } from '../../../../src/testing/test-rule';

const web = (namespace: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web, sidecar.istio.io/inject: "true" } }, spec: { containers: [{ name: app }] } }
---`;

const limit = (spec: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: limit, namespace: shop }
spec: { podSelector: {}, ${spec} }
---`;

const closed = { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };

const PROBLEM = (namespace: string) =>
  `Deployment ${namespace}/web: no NetworkPolicy limits what leaves namespace "${namespace}"; REGISTRY_ONLY is no firewall, since pods can bypass their proxies`;

testRule(registryOnlyWithoutNetworkPolicy, {
  valid: {
    'an open mesh': web('shop'),
    'a namespace whose egress is limited': { yaml: web('shop') + limit('policyTypes: [Egress]'), options: closed },
  },
  invalid: {
    'a namespace without a limit': { yaml: web('shop'), options: closed, expect: [PROBLEM('shop')] },
    'a namespace that limits what comes in': {
      yaml: web('shop') + limit('policyTypes: [Ingress]'),
      options: closed,
      expect: [PROBLEM('shop')],
    },
    'each namespace for itself': {
      yaml: web('shop') + web('bank') + limit('egress: []'),
      options: closed,
      expect: [PROBLEM('bank')],
    },
  },
});

test('registry-only-without-network-policy runs only when it is asked for', () => {
  const mesh = buildModel(parseManifests(web('shop'), 'mesh.yaml'), closed);
  expect(analyze(mesh)).toEqual([]);
  expect(analyze(mesh, { rules: [registryOnlyWithoutNetworkPolicy] })).toHaveLength(1);
});
