import { mutualTlsWithoutProxy } from '../../../../src/analysis/rules/mutual-tls/mutual-tls-without-proxy';
import { testRule } from '../../../../src/testing/test-rule';

const pods = (version: string, inject: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: legacy-${version}, namespace: shop }
spec:
  template:
    metadata: { labels: { app: legacy, version: ${version}, sidecar.istio.io/inject: "${inject}" } }
    spec: { containers: [{ name: app }] }
---`;

const SERVICE = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: legacy, namespace: shop }
spec: { selector: { app: legacy }, ports: [{ name: http, port: 80 }] }
---`;

const rule = (spec: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: legacy, namespace: shop }
spec: { host: legacy, ${spec} }
---`;

const MUTUAL = 'trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }';

const SUBSETS = `subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 }, ${MUTUAL} }]`;

const PROBLEM = (pods: string) =>
  `clients send mutual TLS to "legacy.shop.svc.cluster.local", whose pods of "${pods}" are not in the mesh and cannot answer it`;

const entry = (location: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: legacy, namespace: shop }
spec: { hosts: [legacy.example.org], location: ${location}, resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }] }
---
${rule('trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }').replace('host: legacy', 'host: legacy.example.org')}`;

testRule(mutualTlsWithoutProxy, {
  valid: {
    'a host of the mesh that a ServiceEntry defines': entry('MESH_INTERNAL'),
    'pods with a proxy': SERVICE + pods('v1', 'true') + rule(MUTUAL),
    'some pods with a proxy': SERVICE + pods('v1', 'true') + pods('v2', 'false') + rule(MUTUAL),
    'pods without a proxy and no mode': SERVICE + pods('v1', 'false') + rule('trafficPolicy: { tls: {} }'),
    'a subset with a proxy': SERVICE + pods('v1', 'false') + pods('v2', 'true') + rule(SUBSETS),
    'pods that are not in the set': SERVICE + rule(MUTUAL),
  },
  invalid: {
    'a host outside the mesh': {
      yaml: entry('MESH_EXTERNAL'),
      expect: [
        'DestinationRule shop/legacy spec.trafficPolicy.tls.mode: clients send mutual TLS of the mesh to "legacy.example.org", which ServiceEntry shop/legacy defines outside the mesh, where nobody has its certificates',
      ],
    },
    'pods without a proxy': {
      yaml: SERVICE + pods('v1', 'false') + rule(MUTUAL),
      expect: [`DestinationRule shop/legacy spec.trafficPolicy.tls.mode: ${PROBLEM('legacy-v1')}`],
    },
    'a subset without one': {
      yaml: SERVICE + pods('v1', 'true') + pods('v2', 'false') + rule(SUBSETS),
      expect: [`DestinationRule shop/legacy spec.subsets[1].trafficPolicy.tls.mode: ${PROBLEM('legacy-v2')}`],
    },
    'a port of its own': {
      yaml:
        SERVICE +
        pods('v1', 'false') +
        rule('trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: ISTIO_MUTUAL } }] }'),
      expect: [`DestinationRule shop/legacy spec.trafficPolicy.portLevelSettings[0].tls.mode: ${PROBLEM('legacy-v1')}`],
    },
  },
});
