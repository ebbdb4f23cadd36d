import { conflictingMeshHosts } from '../../src/analysis/rules/conflicting-mesh-hosts';
import { danglingSubset } from '../../src/analysis/rules/dangling-subset';
import { destinationPortRequired } from '../../src/analysis/rules/destination-port-required';
import { ineffectiveRouteMatch } from '../../src/analysis/rules/ineffective-route-match';
import { jwtClaimRouteWithoutAuthentication } from '../../src/analysis/rules/jwt-claim-route-without-authentication';
import { subsetIgnoredAtGateway } from '../../src/analysis/rules/subset-ignored-at-gateway';
import { subsetWithoutWorkload } from '../../src/analysis/rules/subset-without-workload';
import { unknownDestinationHost } from '../../src/analysis/rules/unknown-destination-host';
import { unknownDestinationPort } from '../../src/analysis/rules/unknown-destination-port';
import { unknownDestinationRuleHost } from '../../src/analysis/rules/unknown-destination-rule-host';
import { unreachableRouteRule } from '../../src/analysis/rules/unreachable-route-rule';
import { testRule } from '../../src/testing/test-rule';

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

testRule(unknownDestinationPort, {
  valid: {
    'a port of the Service': service('web') + route('{ host: web, port: { number: 80 } }'),
    'no port': service('web') + route('{ host: web }'),
    'a host that is unknown, which is another rule': route('{ host: web, port: { number: 80 } }'),
  },
  invalid: {
    'a port that the Service does not have': {
      yaml: service('web', 'shop', '{ port: 80 }, { port: 443 }') + route('{ host: web, port: { number: 8080 } }'),
      expect: [
        'VirtualService shop/web spec.http[0].route[0].destination.port.number: "web.shop.svc.cluster.local" has no port 8080; it has 80, 443',
      ],
    },
  },
});

testRule(destinationPortRequired, {
  valid: {
    'one port': service('web') + route('{ host: web }', { more: ', gateways: [g]' }),
    'several ports, one of them named':
      service('web', 'shop', '{ port: 80 }, { port: 81 }') + route('{ host: web, port: { number: 80 } }'),
  },
  invalid: {
    'several ports, none of them named': {
      yaml: service('web', 'shop', '{ port: 81 }, { port: 80 }') + route('{ host: web }', { more: ', gateways: [g]' }),
      expect: [`${HOST}: "web.shop.svc.cluster.local" has the ports 80, 81, and the route names none of them`],
    },
  },
});

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

testRule(unknownDestinationRuleHost, {
  valid: {
    'a Service': service('web') + rule('web'),
    'a wildcard': rule('"*.local"'),
  },
  invalid: {
    'a short name of another namespace': {
      yaml: service('web') + service('cart', 'bank') + rule('web', '', 'bank'),
      expect: [
        'DestinationRule bank/web spec.host: host "web.bank.svc.cluster.local" is neither a Service nor a host of a ServiceEntry; namespace "bank" has "cart"',
      ],
    },
  },
});

testRule(conflictingMeshHosts, {
  valid: {
    'one host at a gateway and in the mesh':
      route('{ host: web }') + route('{ host: web }', { name: 'edge', more: ', gateways: [g]' }),
    'the same short name in two namespaces': route('{ host: web }') + route('{ host: web }', { ns: 'bank' }),
    'one host for the clients of two namespaces':
      route('{ host: a }', { hosts: 'a.example.com', more: ', exportTo: [shop]' }) +
      route('{ host: a }', { hosts: 'a.example.com', ns: 'bank', more: ', exportTo: ["."]' }),
  },
  invalid: {
    'a short and a full name in two VirtualServices, at the one that loses': {
      yaml:
        route('{ host: web }', { name: 'b' }) +
        route('{ host: web }', { name: 'a', hosts: 'web.shop.svc.cluster.local' }),
      expect: [
        'VirtualService shop/b spec.hosts[0]: host "web.shop.svc.cluster.local" is also routed by VirtualService "shop/a"; Istio uses one of them and ignores the others',
      ],
    },
    'a host for some clients that a wildcard for all covers': {
      yaml:
        route('{ host: a }', { name: 'a', hosts: '"*.example.com"' }) +
        route('{ host: a }', { name: 'b', hosts: 'a.example.com', more: ', exportTo: ["."]' }),
      expect: [
        'VirtualService shop/b spec.hosts[0]: host "a.example.com" is also routed by VirtualService "shop/a" for clients in namespace "shop"; Istio uses one of them and ignores the others',
      ],
    },
    'a short and a full name in one VirtualService': {
      yaml: route('{ host: web }', { hosts: 'web, web.shop.svc.cluster.local' }),
      expect: [
        'VirtualService shop/web spec.hosts[0]: host "web.shop.svc.cluster.local" is listed twice, by its short and its full name',
      ],
    },
  },
});

testRule(subsetIgnoredAtGateway, {
  valid: {
    'a gateway route to a subset':
      route('{ host: web, subset: v1 }') +
      route('{ host: web, subset: v1 }', { name: 'edge', hosts: 'a.example.com', more: ', gateways: [g]' }),
    'routes of the mesh':
      route('{ host: web, subset: v1 }') + route('{ host: web }', { name: 'other', hosts: 'other' }),
    'a waypoint that gateways use as well, and that chooses subsets for them':
      service(
        'web',
        'shop',
        undefined,
        ', labels: { istio.io/use-waypoint: w, istio.io/ingress-use-waypoint: "true" }',
      ) +
      route('{ host: web, subset: v1 }') +
      route('{ host: web }', { name: 'edge', hosts: 'a.example.com', more: ', gateways: [g]' }),
  },
  invalid: {
    'a gateway route by the full name to a host that is split by its short one': {
      yaml:
        route('{ host: web, subset: v1 }') +
        route('{ host: web.shop.svc.cluster.local }', {
          name: 'edge',
          hosts: 'a.example.com',
          more: ', gateways: [g]',
        }),
      expect: [
        'VirtualService shop/edge spec.http[0].route[0].destination: the subsets to which VirtualService "shop/web" splits "web.shop.svc.cluster.local" are not used for requests that come through the gateway',
      ],
    },
  },
});

const rules = (http: string) => route('{ host: web }').replace(/http: \[.*\] \}\n/, `http: [${http}] }\n`);
const to = 'route: [{ destination: { host: web } }]';

testRule(unreachableRouteRule, {
  valid: {
    'a rule without a match at the end': rules(`{ match: [{ uri: { prefix: /a } }], ${to} }, { ${to} }`),
    'matches that differ in one header': rules(
      `{ match: [{ headers: { a: { exact: x } } }], ${to} }, { match: [{ headers: { a: { exact: y } } }], ${to} }`,
    ),
    'rules behind one for every request on one port, or of one gateway': rules(
      `{ match: [{ port: 80 }, { gateways: [g] }], ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }`,
    ),
  },
  invalid: {
    'rules behind one without a match': {
      yaml: rules(`{ name: all, ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }, { ${to} }`),
      expect: [
        'VirtualService shop/web spec.http[1]: rule #1 is never used: rule "all" before it matches everything',
        'VirtualService shop/web spec.http[2]: rule #2 is never used: rule "all" before it matches everything as well',
      ],
    },
    'a rule behind matches that take everything, however they say it': {
      yaml: rules(
        `{ name: all, match: [{ uri: { exact: /a } }, { uri: { prefix: / }, headers: {} }], ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }`,
      ),
      expect: ['VirtualService shop/web spec.http[1]: rule #1 is never used: rule "all" before it matches everything'],
    },
    'a rule that repeats the matches of others, in another order of keys and with empty values': {
      yaml: rules(
        `{ match: [{ uri: { prefix: /a }, port: 80 }], ${to} }, { match: [{ port: 80, name: x, uri: { prefix: /a }, ignoreUriCase: false }], ${to} }`,
      ),
      expect: ['VirtualService shop/web spec.http[1]: rule #1 is never used: earlier rules match all that it matches'],
    },
  },
});

testRule(ineffectiveRouteMatch, {
  valid: {
    'the longer prefix first': rules(
      `{ match: [{ uri: { prefix: /a/b } }], ${to} }, { match: [{ uri: { prefix: /a } }], ${to} }`,
    ),
    'a shorter prefix under another condition': rules(
      `{ match: [{ uri: { prefix: /a }, headers: { x: { exact: y } } }], ${to} }, { match: [{ uri: { prefix: /a/b } }], ${to} }`,
    ),
    'another method': rules(
      `{ match: [{ uri: { prefix: /a }, method: { exact: POST } }], ${to} }, { match: [{ uri: { prefix: /a/b } }], ${to} }`,
    ),
    'a scheme, which the later match does not name': rules(
      `{ match: [{ uri: { prefix: /a }, scheme: { exact: https } }], ${to} }, { match: [{ uri: { prefix: /a/b } }], ${to} }`,
    ),
    'a header that begins with the value of another': rules(
      `{ match: [{ uri: { prefix: /a }, headers: { x: { exact: a } } }], ${to} }, { match: [{ uri: { prefix: /a/b }, headers: { x: { exact: ab } } }], ${to} }`,
    ),
    'sources that do not count, since gateways are named': rules(
      `{ match: [{ sourceLabels: { app: a } }], ${to} }, { match: [{ gateways: [g], sourceLabels: { app: a } }], ${to} }`,
    ),
    'names of TLS that a wildcard before them covers: the most specific name is tried first': rules('').replace(
      'http: []',
      'tls: [{ match: [{ sniHosts: ["*.a.com"] }], route: [] }, { match: [{ sniHosts: [b.a.com] }], route: [] }]',
    ),
  },
  invalid: {
    'a longer prefix behind a shorter one': {
      yaml: rules(
        `{ name: first, match: [{ uri: { prefix: /a } }], ${to} }, { match: [{ uri: { prefix: /a/b } }], ${to} }`,
      ),
      expect: [
        'VirtualService shop/web spec.http[1].match[0].uri.prefix: match #0 of prefix /a/b of rule #1 is never used: match #0 of prefix /a of rule "first" covers it',
      ],
    },
    'matches under fewer conditions before those under more': {
      yaml: rules(
        `{ name: first, match: [{ uri: { prefix: /a } }, { headers: { x: {} } }], ${to} }, { match: [{ uri: { exact: /a/b }, method: { exact: GET } }, { headers: { x: { regex: "a+" }, y: { exact: b } } }], ${to} }`,
      ),
      expect: [
        'VirtualService shop/web spec.http[1].match[0]: match #0 of rule #1 is never used: match #0 of rule "first" covers it',
        'VirtualService shop/web spec.http[1].match[1]: match #1 of rule #1 is never used: match #1 of rule "first" covers it',
      ],
    },
    'one of several matches that repeats another': {
      yaml: rules(
        `{ match: [{ uri: { exact: /a } }], ${to} }, { match: [{ uri: { exact: /b } }, { uri: { exact: /a } }], ${to} }`,
      ),
      expect: ['VirtualService shop/web spec.http[1].match[1]: match #1 of rule #1 repeats a match of rule #0'],
    },
  },
});

const claims = (header: string) =>
  `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: { name: g, namespace: shop }\nspec: { selector: { app: web } }\n${pods('{ app: web }')}${route('{ host: web }', { more: ', gateways: [g]' }).replace('http: [{', `http: [{ match: [{ headers: { "${header}": { exact: x } } }],`)}`;

testRule(jwtClaimRouteWithoutAuthentication, {
  valid: {
    'an ordinary header': claims('x-request.auth.claims.a'),
    'a header that only begins like a claim': claims('@request.auth.claims'),
    'a RequestAuthentication of the mesh': `${claims('@request.auth.claims.group')}---\napiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: { name: r, namespace: istio-system }\n`,
  },
  invalid: {
    'a claim in brackets and capitals': {
      yaml: claims('@Request.Auth.Claims[group]'),
      expect: [
        expect.stringContaining(
          '"@Request.Auth.Claims[group]" never matches: no RequestAuthentication validates tokens',
        ) as unknown as string,
      ],
    },
    'a RequestAuthentication that names a Gateway, which is one of the Gateway API only': {
      yaml: `${claims('@request.auth.claims.group')}---\napiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: { name: r, namespace: shop }\nspec: { targetRefs: [{ kind: Gateway, name: g }] }\n`,
      expect: [
        expect.stringContaining('spec.http[0].match[0].headers["@request.auth.claims.group"]') as unknown as string,
      ],
    },
    'a RequestAuthentication for other pods': {
      yaml: `${claims('@request.auth.claims.group')}---\napiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: { name: r, namespace: shop }\nspec: { selector: { matchLabels: { app: other } } }\n`,
      expect: [
        expect.stringContaining('spec.http[0].match[0].headers["@request.auth.claims.group"]') as unknown as string,
      ],
    },
  },
});
