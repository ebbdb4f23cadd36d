import { analyze } from '../../../../src/analysis/analyze';
import { gatewayWithoutWorkload } from '../../../../src/analysis/rules/gateways/gateway-without-workload';
import { buildModel } from '../../../../src/model/mesh-model';
import { parseManifests } from '../../../../src/model/read-manifests';
import { testRule } from '../../../../src/testing/test-rule';

const gateway = (name: string, servers: string, ns = 'edge', selector = '{ istio: edge }') => `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${ns} }
spec: { selector: ${selector}, servers: [${servers}] }
`;

const http = (hosts: string, port = 80, more = '') =>
  `{ port: { number: ${port}, name: http, protocol: HTTP }, hosts: [${hosts}]${more} }`;

const pods = (labels = '{ istio: edge }', ns = 'edge', name = 'edge') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${ns} }
spec: { template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
`;

testRule(gatewayWithoutWorkload, {
  valid: {
    'pods in another namespace': gateway('public', http('"*"'), 'shop') + pods(),
    'the stock gateway where Istio is installed elsewhere': gateway(
      'public',
      http('"*"'),
      'shop',
      '{ istio: ingressgateway }',
    ),
    'the stock gateway that an IstioOperator makes': `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: i, namespace: istio-system }\n${gateway('public', http('"*"'), 'shop', '{ app: istio-ingressgateway, istio: ingressgateway }')}`,
  },
  invalid: {
    'pods that may be deployed from anywhere': {
      yaml: gateway('public', http('"*"')) + pods('{ app: web }', 'edge', 'web').replaceAll('istio-proxy', 'web'),
      expect: [
        'Gateway edge/public spec.selector: no pod has the labels "istio=edge"; no gateway is among the manifests',
      ],
    },
    'the stock gateway beside another that a chart makes': {
      yaml: `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: istio-ingress, namespace: istio-ingress }
spec: { chart: { spec: { chart: gateway } } }
${gateway('public', http('"*"'), 'shop', '{ istio: ingressgateway }')}`,
      expect: [
        'Gateway shop/public spec.selector: no pod has the labels "istio=ingressgateway"; pods of gateways have "app=istio-ingress,istio=ingress"',
      ],
    },
    'a label that is on the Deployment only': {
      yaml:
        gateway('public', http('"*"'), 'edge', '{ tier: edge }') +
        pods().replace('namespace: edge }', 'namespace: edge, labels: { tier: edge } }'),
      expect: [
        'Gateway edge/public spec.selector: no pod has the labels "tier=edge"; pods of gateways have "istio=edge"',
      ],
    },
    'the stock gateway that the installation leaves out': {
      yaml: `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: i, namespace: istio-system }\nspec: { profile: minimal }\n${gateway('public', http('"*"'), 'shop', '{ istio: ingressgateway }')}`,
      expect: [
        'Gateway shop/public spec.selector: no pod has the labels "istio=ingressgateway"; pods of gateways have none',
      ],
    },
  },
});

test('where no gateway is shown, nobody is told of an error', () => {
  const severities = (yaml: string) =>
    analyze(buildModel(parseManifests(yaml, 'edge.yaml')), { rules: [gatewayWithoutWorkload] }).map(
      ({ severity }) => severity,
    );
  expect(severities(gateway('public', http('"*"')))).toEqual(['info']);
  expect(severities(gateway('public', http('"*"')) + pods('{ istio: other }'))).toEqual(['error']);
});
