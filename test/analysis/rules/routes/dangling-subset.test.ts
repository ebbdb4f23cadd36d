import { danglingSubset } from '../../../../src/analysis/rules/routes/dangling-subset';
import { testRule } from '../../../../src/testing/test-rule';

const service = (name: string, ns = 'shop', ports = '{ name: http, port: 80 }', more = '') => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${ns}${more} }
spec: { selector: { app: ${name} }, ports: [${ports}] }
`;

const route = (destination: string, { name = 'web', ns = 'shop', hosts = 'web', more = '' } = {}) => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${ns} }
spec: { hosts: [${hosts}]${more}, http: [{ route: [{ destination: ${destination} }] }] }
`;

const rule = (host: string, subsets = '{ name: v1, labels: { version: v1 } }', ns = 'shop', more = '') => `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: ${ns} }
spec: { host: ${host}, subsets: [${subsets}]${more} }
`;

testRule(danglingSubset, {
  valid: {
    'a route without a subset': service('web') + route('{ host: web }'),
    'a short host that means the same service as a full one':
      service('web') + rule('web.shop.svc.cluster.local') + route('{ host: web, subset: v1 }'),
    'subsets from two DestinationRules':
      service('web') +
      rule('web') +
      rule('web', '{ name: v2 }').replace('name: web,', 'name: more,') +
      route('{ host: web, subset: v2 }'),
    'a DestinationRule of the clients':
      service('web', 'bank') +
      rule('web.bank.svc.cluster.local') +
      route('{ host: web.bank.svc.cluster.local, subset: v1 }'),
    'a host that is unknown, which is another rule': route('{ host: web, subset: v1 }'),
  },
  invalid: {
    'a subset that the rule does not define': {
      yaml: service('web') + rule('web') + route('{ host: web, subset: v2 }'),
      expect: [
        'VirtualService shop/web spec.http[0].route[0].destination.subset: subset "v2" of "web.shop.svc.cluster.local" is not defined; defined are "v1"',
      ],
    },
    'a subset of a host without any rule': {
      yaml: service('web') + route('{ host: web, subset: v2 }'),
      expect: [
        'VirtualService shop/web spec.http[0].route[0].destination.subset: subset "v2" of "web.shop.svc.cluster.local" is not defined; defined are none',
      ],
    },
    'a rule for a Service of the same name in another namespace': {
      yaml: service('web') + rule('web', '{ name: v2 }', 'bank') + route('{ host: web, subset: v2 }'),
      expect: [
        'VirtualService shop/web spec.http[0].route[0].destination.subset: subset "v2" of "web.shop.svc.cluster.local" is not defined; defined are none',
      ],
    },
  },
});
