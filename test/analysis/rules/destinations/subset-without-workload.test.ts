import { subsetWithoutWorkload } from '../../../../src/analysis/rules/destinations/subset-without-workload';
import { testRule } from '../../../../src/testing/test-rule';

const service = (name: string, ns = 'shop', ports = '{ name: http, port: 80 }', more = '') => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${ns}${more} }
spec: { selector: { app: ${name} }, ports: [${ports}] }
`;

const entry = (hosts: string, more = '') => `
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: e, namespace: shop }
spec: { hosts: [${hosts}], ports: [{ number: 443, name: tls, protocol: TLS }]${more} }
`;

const rule = (host: string, subsets = '{ name: v1, labels: { version: v1 } }', ns = 'shop', more = '') => `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: ${ns} }
spec: { host: ${host}, subsets: [${subsets}]${more} }
`;

const pods = (labels: string, ns = 'shop', kind = 'Deployment') => `
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: web, namespace: ${ns} }
spec: { template: { metadata: { labels: ${labels} } } }
`;

testRule(subsetWithoutWorkload, {
  valid: {
    'labels of the pod template': service('web') + pods('{ app: web, version: v1 }') + rule('web'),
    'a StatefulSet': service('web') + pods('{ app: web, version: v1 }', 'shop', 'StatefulSet') + rule('web'),
    'a subset without labels': service('web') + pods('{ app: web }') + rule('web', '{ name: all }'),
    'labels that the node adds':
      service('web') +
      pods('{ app: web }') +
      rule('web', '{ name: east, labels: { topology.kubernetes.io/zone: east } }'),
    'a Service whose pods are not in the set': service('web') + rule('web'),
    'endpoints of a ServiceEntry':
      entry('api.example.com', ', endpoints: [{ address: a.example.com, labels: { version: v1 } }]') +
      rule('api.example.com'),
    'a machine': `${service('web')}${rule('web')}---\napiVersion: networking.istio.io/v1\nkind: WorkloadEntry\nmetadata: { name: vm, namespace: shop }\nspec: { address: 10.0.0.1, labels: { app: web, version: v1 } }\n`,
  },
  invalid: {
    'labels that only pods of another service have': {
      yaml:
        service('web') +
        pods('{ app: web, version: v2 }') +
        pods('{ app: other, version: v1 }').replace('name: web,', 'name: other,') +
        rule('web'),
      expect: [
        'DestinationRule shop/web spec.subsets[0].labels: subset "v1" of "web.shop.svc.cluster.local" selects "version=v1", which no pod of the service has; its pods have "version=v2"',
      ],
    },
    'labels that are not on the template': {
      yaml: service('web') + pods('{ app: web }') + rule('web'),
      expect: [
        'DestinationRule shop/web spec.subsets[0].labels: subset "v1" of "web.shop.svc.cluster.local" selects "version=v1", which no pod of the service has; its pods have "version=(absent)"',
      ],
    },
  },
});
