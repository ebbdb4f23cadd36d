import { type CaseGroup, gatewayApi, PUBLIC, route, SHOP } from '../case-group';

const rule = (path: string, backends: string, kind = 'Exact') =>
  `{ matches: [{ path: { type: ${kind}, value: ${path} } }], backendRefs: [${backends}] }`;

/** Where rules send what they take. */
export const backends: CaseGroup = {
  name: 'HTTPRoute: backends',
  mesh: [
    ...SHOP,
    PUBLIC,
    route(
      'backends',
      `[
        ${rule('/shares', '{ name: api, port: 80, weight: 90 }, { name: new, port: 80, weight: 10 }')},
        ${rule('/default', '{ name: api, port: 80 }, { name: new, port: 80, weight: 3 }')},
        ${rule('/zero', '{ name: api, port: 80, weight: 0 }, { name: new, port: 80 }')},
        ${rule('/single', '{ name: api, port: 80, weight: 7 }')},
        ${rule('/all-zero', '{ name: api, port: 80, weight: 0 }, { name: new, port: 80, weight: 0 }')},
        ${rule('/none', '')},
        ${rule('/missing', '{ name: nowhere, port: 80 }')},
        ${rule('/half', '{ name: api, port: 80, weight: 3 }, { name: nowhere, port: 80, weight: 1 }')},
        ${rule('/not-granted', '{ name: private, namespace: other, port: 80 }')},
        ${rule('/half-granted', '{ name: api, port: 80 }, { name: private, namespace: other, port: 80 }')},
        ${rule('/granted', '{ name: client, namespace: other, port: 80 }')},
        ${rule('/own', '{ name: api, namespace: shop, port: 80 }')},
        ${rule('/kind', '{ group: example.com, kind: Bucket, name: files, port: 80 }')},
        ${rule('/port', '{ name: api, port: 8080 }')},
        ${rule('/hostname', '{ group: networking.istio.io, kind: Hostname, name: outside.example, port: 80 }')},
        ${rule('/no-hostname', '{ group: networking.istio.io, kind: Hostname, name: unknown.example, port: 80 }')}
      ]`,
      ', hostnames: [shop.example]',
    ),
    `
apiVersion: v1
kind: Service
metadata: { name: private, namespace: other }
spec: { selector: { app: client }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
`,
    gatewayApi(
      'ReferenceGrant',
      'other/client',
      '{ from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }], to: [{ group: "", kind: Service, name: client }] }',
    ),
    gatewayApi(
      'ReferenceGrant',
      'other/for-others',
      '{ from: [{ group: gateway.networking.k8s.io, kind: GRPCRoute, namespace: shop }, { group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }], to: [{ group: "", kind: Service }] }',
    ),
    `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: outside, namespace: shop }
spec: { hosts: [outside.example], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL }
`,
    route(
      'twice',
      `[${rule('/twice', '{ name: api, port: 80, weight: 1 }, { name: api, port: 80, weight: 1 }')}]`,
      ', hostnames: [shop.example]',
    ),
    route('dotted', '[{ backendRefs: [{ name: api.shop, port: 80 }] }]', ', hostnames: [dotted.example]'),
  ],
  cases: [
    {
      title: 'weights are shares',
      request: { to: 'http://shop.example/shares' },
      decides: 'spec: BackendRef.weight',
      expect: 'routed to 90% api.shop:80, 10% new.shop:80 by HTTPRoute shop/backends spec.rules[0].matches[0]',
    },
    {
      title: 'the weight is 1 by default',
      request: { to: 'http://shop.example/default' },
      decides: 'spec: BackendRef.weight, 1 by default',
      expect: 'routed to 25% api.shop:80, 75% new.shop:80 by HTTPRoute shop/backends spec.rules[1].matches[0]',
    },
    {
      title: 'a backend with the weight 0 gets nothing',
      request: { to: 'http://shop.example/zero' },
      decides: 'spec: BackendRef.weight, 0 for no requests',
      expect: 'routed to new.shop:80 by HTTPRoute shop/backends spec.rules[2].matches[0]',
    },
    {
      title: 'the weight of a single backend does not count',
      request: { to: 'http://shop.example/single' },
      decides: 'spec: BackendRef.weight, shares of the sum',
      expect: 'routed to api.shop:80 by HTTPRoute shop/backends spec.rules[3].matches[0]',
    },
    {
      title: 'with only weights of 0 the answer is 500',
      request: { to: 'http://shop.example/all-zero' },
      decides: 'spec: HTTPRouteRule.backendRefs, 500 where the sum of the weights is 0',
      expect: 'answered 500 by HTTPRoute shop/backends spec.rules[4].matches[0]',
    },
    {
      title: 'without backends the answer is 500',
      request: { to: 'http://shop.example/none' },
      decides: 'spec: HTTPRouteRule.backendRefs, 500 without backends and without a filter that answers',
      expect: 'answered 500 by HTTPRoute shop/backends spec.rules[5].matches[0]',
    },
    {
      title: 'a Service that does not exist is answered with 500',
      request: { to: 'http://shop.example/missing' },
      decides: 'spec: HTTPRouteRule.backendRefs, 500 for invalid references',
      expect: 'unavailable 500 to nowhere.shop:80 by HTTPRoute shop/backends spec.rules[6].matches[0]',
    },
    {
      title: 'a reference that is invalid takes its share of 500s',
      request: { to: 'http://shop.example/half' },
      decides: 'spec: HTTPRouteRule.backendRefs, the share of an invalid reference is answered with 500',
      expect:
        'mixed to 75% api.shop:80 routed, 25% nowhere.shop:80 unavailable 500 by HTTPRoute shop/backends spec.rules[7].matches[0]',
    },
    {
      title: 'a Service of another namespace without ReferenceGrant is answered with 500',
      request: { to: 'http://shop.example/not-granted' },
      decides: 'spec: ReferenceGrant, 500 without one',
      expect: 'unavailable 500 to private.other:80 by HTTPRoute shop/backends spec.rules[8].matches[0]',
    },
    {
      title: 'and its share of the requests as well',
      request: { to: 'http://shop.example/half-granted' },
      decides: 'spec: HTTPRouteRule.backendRefs, the share of an invalid reference is answered with 500',
      expect:
        'mixed to 50% api.shop:80 routed, 50% private.other:80 unavailable 500 by HTTPRoute shop/backends spec.rules[9].matches[0]',
    },
    {
      title: 'a ReferenceGrant lets a route refer to a Service of another namespace',
      request: { to: 'http://shop.example/granted' },
      decides: 'spec: ReferenceGrant',
      expect: 'routed to client.other:80 by HTTPRoute shop/backends spec.rules[10].matches[0]',
    },
    {
      title: 'the own namespace needs no grant',
      request: { to: 'http://shop.example/own' },
      decides: 'spec: BackendObjectReference.namespace, a grant only where it differs',
      expect: 'routed to api.shop:80 by HTTPRoute shop/backends spec.rules[11].matches[0]',
    },
    {
      title: 'a kind that Istio does not know is answered with 500',
      request: { to: 'http://shop.example/kind' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, buildDestination, InvalidKind',
      expect: 'unavailable 500 to files.shop:80 by HTTPRoute shop/backends spec.rules[12].matches[0]',
    },
    {
      title: 'a port that the Service does not have leads nowhere',
      request: { to: 'http://shop.example/port' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, buildDestination does not look at the ports',
      expect: 'unavailable 500 to api.shop:8080 by HTTPRoute shop/backends spec.rules[13].matches[0]',
    },
    {
      title: 'a Hostname is a host of a ServiceEntry',
      request: { to: 'http://shop.example/hostname' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, buildDestination, kind Hostname',
      expect: 'routed to outside.example:80 by HTTPRoute shop/backends spec.rules[14].matches[0]',
    },
    {
      title: 'a Hostname that no ServiceEntry has is answered with 500',
      request: { to: 'http://shop.example/no-hostname' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, buildDestination, BackendNotFound',
      expect: 'unavailable 500 to unknown.example:80 by HTTPRoute shop/backends spec.rules[15].matches[0]',
    },
    {
      title: 'two references to one Service have both their shares',
      request: { to: 'http://shop.example/twice' },
      decides: 'spec: BackendRef.weight',
      expect: 'routed to 50% api.shop:80, 50% api.shop:80 by HTTPRoute shop/twice spec.rules[0].matches[0]',
    },
    {
      title: 'a name of a Service that is a host leaves the whole route out',
      request: { to: 'http://dotted.example/' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, buildDestination, InvalidDestination',
      expect: 'no-route 404',
    },
  ],
};

/** A rule without backends in the one release that answers it with 404. */
export const backendsBefore: CaseGroup = {
  name: 'HTTPRoute: backends in 1.30',
  release: '1.30',
  mesh: [
    ...SHOP,
    PUBLIC,
    route('backends', `[${rule('/none', '')}, ${rule('/zero', '{ name: api, port: 80, weight: 0 }')}]`),
  ],
  cases: [
    {
      title: 'without backends the answer is 404',
      request: { to: 'http://shop.example/none' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go of 1.30, convertHTTPRoute',
      expect: 'answered 404 by HTTPRoute shop/backends spec.rules[0].matches[0]',
    },
    {
      title: 'with only weights of 0 it is 500',
      request: { to: 'http://shop.example/zero' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go of 1.30, convertHTTPRoute',
      expect: 'answered 500 by HTTPRoute shop/backends spec.rules[1].matches[0]',
    },
  ],
};
