import { unknownDestinationHost } from '../../../../src/analysis/rules/routes/unknown-destination-host';
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

const route = (destination: string, { name = 'web', ns = 'shop', hosts = 'web', more = '' } = {}) => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${ns} }
spec: { hosts: [${hosts}]${more}, http: [{ route: [{ destination: ${destination} }] }] }
`;

const gateway = (ns: string) => `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: ${ns} }
spec: { selector: { app: gateway-${ns} }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: ${ns} }
spec: { template: { metadata: { labels: { app: gateway-${ns} }, annotations: { inject.istio.io/templates: gateway } } } }
`;

/** A route at two gateways to a Service that is exported to the namespace of one of them. */
const atGateways = (rule: string) =>
  gateway('edge') +
  gateway('lab') +
  service('web', 'shop', undefined, ', annotations: { networking.istio.io/exportTo: edge }') +
  route('{ host: web }', { hosts: 'web.example.com', more: ', gateways: [edge/public, lab/public]' }).replace(
    'http: [{',
    `http: [{ ${rule}`,
  );

const HOST = 'VirtualService shop/web spec.http[0].route[0].destination.host';

testRule(unknownDestinationHost, {
  valid: {
    'a short name of the own namespace': service('web') + route('{ host: web }'),
    'a full name of another namespace': service('web', 'bank') + route('{ host: web.bank.svc.cluster.local }'),
    'a host of a ServiceEntry': entry('api.example.com') + route('{ host: api.example.com }'),
    'a host below a wildcard of a ServiceEntry': entry('"*.example.com"') + route('{ host: api.example.com }'),
    'a Service that is exported to the namespace':
      service('web', 'bank', undefined, ', annotations: { networking.istio.io/exportTo: shop }') +
      route('{ host: web.bank.svc.cluster.local }'),
    'the gateway that a chart makes': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: egress, namespace: edge }\nspec: { chart: { spec: { chart: gateway } } }\n${route('{ host: egress.edge.svc.cluster.local }')}`,
    'a Service that the one gateway sees to which the rule is limited': atGateways(
      'match: [{ gateways: [edge/public] }],',
    ),
    'a Service in another domain': {
      yaml: service('web') + route('{ host: web.shop.svc.corp }'),
      options: { clusterDomain: 'corp' },
    },
  },
  invalid: {
    'a name with a dot that is not the full one': {
      yaml: service('web', 'bank') + route('{ host: web.bank }'),
      expect: [`${HOST}: host "web.bank" is neither a Service nor a host of a ServiceEntry`],
    },
    'a Service that is exported elsewhere': {
      yaml:
        service('web', 'bank', undefined, ', annotations: { networking.istio.io/exportTo: "." }') +
        route('{ host: web.bank.svc.cluster.local }'),
      expect: [
        `${HOST}: host "web.bank.svc.cluster.local" is not visible in namespace "shop"; it is exported to "bank"`,
      ],
    },
    'a Service that one of two gateways does not see': {
      yaml: atGateways(''),
      expect: [
        `${HOST}: host "web.shop.svc.cluster.local" is not visible in namespace "lab"; it is exported to "edge"`,
      ],
    },
    'a mirror': {
      yaml: service('web') + route('{ host: web }').replace('http: [{', 'http: [{ mirror: { host: absent },'),
      expect: [
        'VirtualService shop/web spec.http[0].mirror.host: mirror host "absent", that is "absent.shop.svc.cluster.local", is not a Service; namespace "shop" has "web"',
      ],
    },
    'routes of TLS and TCP': {
      yaml:
        service('web') +
        route('{ host: web }').replace(
          'http: [',
          'tls: [{ route: [{ destination: { host: a } }] }], tcp: [{ route: [{ destination: { host: b } }] }], http: [',
        ),
      expect: [
        expect.stringContaining('spec.tcp[0].route[0].destination.host: host "b"') as unknown as string,
        expect.stringContaining('spec.tls[0].route[0].destination.host: host "a"') as unknown as string,
      ],
    },
  },
});
