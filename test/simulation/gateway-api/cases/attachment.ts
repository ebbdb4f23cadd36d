import { namespace, service } from '../../mesh-of';
import { aged, type CaseGroup, gateway, gatewayApi, SHOP } from '../case-group';
import { certificate, password } from '../test-certificate';

const to = (service: string) => `[{ backendRefs: [{ name: ${service}, port: 80 }] }]`;
const open = 'allowedRoutes: { namespaces: { from: All } }';

const route = (name: string, parent: string, hostnames: string, service = 'api', own = 'shop', kind = 'HTTPRoute') =>
  gatewayApi(
    kind,
    `${own}/${name}`,
    `{ parentRefs: [{ namespace: edge, name: public, ${parent} }], ${hostnames === '' ? '' : `hostnames: [${hostnames}], `}rules: ${to(service)} }`,
  );

/** Which listeners take which routes. */
export const attachment: CaseGroup = {
  name: 'listeners and routes',
  mesh: [
    ...SHOP,
    namespace('labelled', '{ istio-injection: enabled, public: "yes" }'),
    gateway(
      'edge/public',
      `[
        { name: any, port: 80, protocol: HTTP, ${open} },
        { name: wild, port: 80, protocol: HTTP, hostname: "*.wild.example", ${open} },
        { name: narrow, port: 80, protocol: HTTP, hostname: narrow.wild.example, ${open} },
        { name: same, port: 80, protocol: HTTP, hostname: same.example },
        { name: chosen, port: 80, protocol: HTTP, hostname: chosen.example, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { public: "yes" } } } } },
        { name: grpc, port: 80, protocol: HTTP, hostname: grpc.example, allowedRoutes: { namespaces: { from: All }, kinds: [{ kind: GRPCRoute }] } },
        { name: other, port: 8080, protocol: HTTP, hostname: "*.example", ${open} },
        { name: tcp, port: 9000, protocol: TCP, ${open} }
      ]`,
    ),
    route('any', 'sectionName: any', 'any.example'),
    route('wild', 'sectionName: wild', 'a.wild.example, b.elsewhere.example'),
    route('covers', 'sectionName: wild', '"*.example"', 'web'),
    route('narrow', 'sectionName: narrow', ''),
    route('isolated', 'sectionName: any', 'narrow.wild.example, x.wild.example', 'new'),
    route('not-same', 'sectionName: same', 'same.example'),
    route('same', 'sectionName: same', 'same.example', 'local', 'edge'),
    route('not-chosen', 'sectionName: chosen', 'chosen.example'),
    route('http-at-grpc', 'sectionName: grpc', 'grpc.example'),
    route('port', 'port: 8080', 'port.example'),
    route('wrong-port', 'port: 8081', 'wrong-port.example'),
    route('wrong-section', 'sectionName: nobody', 'wrong-section.example'),
    route('at-tcp', 'sectionName: tcp', ''),
    route('all', '', 'all.example'),
    service('edge/local'),
  ],
  cases: [
    {
      title: 'a listener without hostname takes every hostname of a route',
      request: { to: 'http://any.example/' },
      decides: 'spec: Listener.hostname, all hosts where it is left out',
      expect: 'routed to api.shop:80 by HTTPRoute shop/any spec.rules[0]',
    },
    {
      title: 'a listener with a wildcard takes the hostnames below it',
      request: { to: 'http://a.wild.example/' },
      decides: 'spec: HTTPRouteSpec.hostnames, what listener and route have in common',
      expect: 'routed to api.shop:80 by HTTPRoute shop/wild spec.rules[0]',
    },
    {
      title: 'hostnames of a route that the listener does not cover are not served',
      request: { to: 'http://b.elsewhere.example/' },
      decides: 'spec: HTTPRouteSpec.hostnames, those that do not fit the listener do not count',
      expect: 'no-route 404',
    },
    {
      title: 'a wider hostname of a route is served as far as the listener goes',
      request: { to: 'http://z.wild.example/' },
      decides: 'spec: HTTPRouteSpec.hostnames, what listener and route have in common',
      expect: 'routed to web.shop:80 by HTTPRoute shop/covers spec.rules[0]',
    },
    {
      title: 'a wider hostname of a route is not served beyond its listener',
      request: { to: 'http://z.example/' },
      decides: 'spec: HTTPRouteSpec.hostnames, what listener and route have in common',
      expect: 'no-route 404',
    },
    {
      title: 'a route without hostnames has that of its listener',
      request: { to: 'http://narrow.wild.example/' },
      decides: 'spec: HTTPRouteSpec.hostnames, those of the listener where they are left out',
      expect: 'routed to api.shop:80 by HTTPRoute shop/narrow spec.rules[0]',
    },
    {
      title: 'the most specific listener takes the requests for itself',
      request: { to: 'http://x.wild.example/' },
      decides: 'spec: Listeners, a request is matched against the routes of the most specific listener only',
      expect: 'routed to web.shop:80 by HTTPRoute shop/covers spec.rules[0]',
    },
    {
      title: 'without allowedRoutes only routes of the namespace of the Gateway are taken',
      request: { to: 'http://same.example/' },
      decides: 'spec: AllowedRoutes.namespaces, Same by default',
      expect: 'routed to local.edge:80 by HTTPRoute edge/same spec.rules[0]',
    },
    {
      title: 'a selector that does not choose the namespace of a route leaves it out',
      request: { to: 'http://chosen.example/' },
      decides: 'spec: RouteNamespaces.selector',
      expect: 'no-route 404',
    },
    {
      title: 'a kind that the listener does not allow is left out',
      request: { to: 'http://grpc.example/' },
      decides: 'spec: AllowedRoutes.kinds',
      expect: 'no-route 404',
    },
    {
      title: 'a port in the reference chooses the listeners of that port',
      request: { to: 'http://port.example:8080/' },
      decides: 'spec: ParentReference.port',
      expect: 'routed to api.shop:80 by HTTPRoute shop/port spec.rules[0]',
    },
    {
      title: 'and no others',
      request: { to: 'http://port.example/' },
      decides: 'spec: ParentReference.port',
      expect: 'no-route 404',
    },
    {
      title: 'a port without listener leaves the route out',
      request: { to: 'http://wrong-port.example/' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, referenceAllowed',
      expect: 'no-route 404',
    },
    {
      title: 'a section that does not exist leaves the route out',
      request: { to: 'http://wrong-section.example/' },
      decides: 'spec: ParentReference.sectionName',
      expect: 'no-route 404',
    },
    {
      title: 'a route without section is attached to all listeners that take it',
      request: { to: 'http://all.example:8080/' },
      decides: 'spec: ParentReference.sectionName, all sections where it is left out',
      expect: 'routed to api.shop:80 by HTTPRoute shop/all spec.rules[0]',
    },
    {
      title: 'on each of their ports',
      request: { to: 'http://all.example/' },
      decides: 'spec: ParentReference.sectionName, all sections where it is left out',
      expect: 'routed to api.shop:80 by HTTPRoute shop/all spec.rules[0]',
    },
    {
      title: 'an HTTPRoute does not fit a listener for TCP',
      request: { to: 'tcp://any.example:9000' },
      decides: 'spec: Listener.protocol; istio: pilot/pkg/config/kube/gateway/conversion.go, generateSupportedKinds',
      expect: 'no-listener',
    },
    {
      title: 'a port without listener is closed',
      request: { to: 'http://any.example:8443/' },
      decides: 'istio: pilot/pkg/networking/core/listener.go, a gateway listens only where a Gateway says so',
      expect: 'no-listener',
    },
  ],
};

const tls = (name: string, port: number, hostname: string, settings: string, protocol = 'HTTPS') =>
  `{ name: ${name}, port: ${port}, protocol: ${protocol}, hostname: ${hostname}, tls: ${settings}, ${open} }`;

const secure = (name: string, hostname: string, service = 'api', kind = 'HTTPRoute') =>
  route(name, `sectionName: ${name}`, hostname, service, 'shop', kind);

/** Listeners with TLS. */
export const encrypted: CaseGroup = {
  name: 'listeners with TLS',
  mesh: [
    ...SHOP,
    gateway(
      'edge/public',
      `[
        ${tls('good', 443, 'good.example', '{ certificateRefs: [{ name: good }] }')},
        ${tls('granted', 443, 'granted.example', '{ certificateRefs: [{ name: lent, namespace: shop }] }')},
        ${tls('private', 444, 'private.example', '{ certificateRefs: [{ name: private, namespace: shop }] }')},
        ${tls('wrong-form', 445, 'wrong.example', '{ certificateRefs: [{ name: opaque }] }')},
        ${tls('wrong-kind', 446, 'kind.example', '{ certificateRefs: [{ kind: ConfigMap, name: good }] }')},
        ${tls('passthrough', 447, 'passthrough.example', '{ mode: Passthrough }', 'TLS')},
        ${tls('terminate', 448, 'terminate.example', '{ mode: Terminate, certificateRefs: [{ name: good }] }', 'TLS')},
        { name: plain, port: 80, protocol: HTTP, ${open} }
      ]`,
    ),
    certificate('edge/good'),
    password('edge/opaque'),
    certificate('shop/lent'),
    certificate('shop/private'),
    gatewayApi(
      'ReferenceGrant',
      'shop/lent',
      '{ from: [{ group: gateway.networking.k8s.io, kind: Gateway, namespace: edge }], to: [{ group: "", kind: Secret, name: lent }] }',
    ),
    secure('good', 'good.example'),
    secure('granted', 'granted.example'),
    secure('private', 'private.example'),
    secure('wrong-form', 'wrong.example'),
    secure('wrong-kind', 'kind.example'),
    gatewayApi(
      'TLSRoute',
      'shop/passthrough',
      `{ parentRefs: [{ namespace: edge, name: public, sectionName: passthrough }], hostnames: [passthrough.example], rules: [{ backendRefs: [{ name: vault, port: 443 }] }] }`,
    ),
    gatewayApi(
      'TLSRoute',
      'shop/terminate',
      `{ parentRefs: [{ namespace: edge, name: public, sectionName: terminate }], hostnames: [terminate.example], rules: [{ backendRefs: [{ name: db, port: 5432 }] }] }`,
    ),
    gatewayApi(
      'HTTPRoute',
      'shop/secure',
      `{ parentRefs: [{ namespace: edge, name: public, sectionName: plain }], hostnames: [good.example], rules: [{ filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }] }] }`,
    ),
  ],
  cases: [
    {
      title: 'a certificate of the namespace of the Gateway serves its host',
      request: { to: 'https://good.example/' },
      decides: 'spec: ListenerTLSConfig.certificateRefs',
      expect: 'routed to api.shop:80 by HTTPRoute shop/good spec.rules[0]',
    },
    {
      title: 'another server name finds no certificate',
      request: { to: 'https://bad.example/' },
      decides: 'spec: Listener.hostname, compared with the SNI',
      expect: 'no-listener',
    },
    {
      title: 'plaintext on the port of TLS is refused',
      request: { to: 'http://good.example:443/' },
      decides: 'spec: Listener.protocol, HTTPS',
      expect: 'no-listener',
    },
    {
      title: 'the plaintext port sends on to HTTPS',
      request: { to: 'http://good.example/a?b=c' },
      decides: 'spec: HTTPRequestRedirectFilter.scheme',
      expect: 'redirected 301 https://good.example/a?b=c by HTTPRoute shop/secure spec.rules[0]',
    },
    {
      title: 'a certificate of another namespace needs a ReferenceGrant, and has it',
      request: { to: 'https://granted.example/' },
      decides: 'spec: ReferenceGrant, from a Gateway to a Secret',
      expect: 'routed to api.shop:80 by HTTPRoute shop/granted spec.rules[0]',
    },
    {
      title: 'a certificate of another namespace without ReferenceGrant closes the listener',
      request: { to: 'https://private.example:444/' },
      decides: 'spec: ListenerTLSConfig.certificateRefs, RefNotPermitted',
      expect: 'no-listener',
    },
    {
      title: 'a Secret without certificate closes the listener',
      request: { to: 'https://wrong.example:445/' },
      decides: 'spec: ListenerConditionReason InvalidCertificateRef',
      expect: 'no-listener',
    },
    {
      title: 'only a Secret can hold the certificate',
      request: { to: 'https://kind.example:446/' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, buildSecretReference',
      expect: 'no-listener',
    },
    {
      title: 'a listener that passes TLS through goes by the server name',
      request: { to: 'tls://passthrough.example:447' },
      decides: 'spec: TLSRouteSpec.hostnames, compared with the SNI',
      expect: 'routed to vault.shop:443',
    },
    {
      title: 'a TLSRoute is also for listeners that end the TLS',
      request: { to: 'tls://terminate.example:448' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, generateSupportedKinds',
      expect: 'routed to db.shop:5432',
    },
  ],
};

/** Listeners of one port that want the same. */
export const conflicts: CaseGroup = {
  name: 'listeners in conflict',
  mesh: [
    ...SHOP,
    gateway(
      'edge/public',
      `[
        { name: first, port: 80, protocol: HTTP, hostname: a.example, ${open} },
        { name: http-again, port: 8080, protocol: HTTP, hostname: c.example, ${open} },
        { name: tcp, port: 8080, protocol: TCP, ${open} }
      ]`,
      ', allowedListeners: { namespaces: { from: All } }',
    ),
    gatewayApi(
      'ListenerSet',
      'shop/old',
      `{ parentRef: { name: public, namespace: edge }, listeners: [
        { name: twin, port: 80, protocol: HTTP, hostname: a.example, ${open} },
        { name: own, port: 80, protocol: HTTP, hostname: b.example, ${open} }
      ] }`,
      aged(20),
    ),
    gatewayApi(
      'ListenerSet',
      'shop/new',
      `{ parentRef: { name: public, namespace: edge }, listeners: [{ name: late, port: 80, protocol: HTTP, hostname: b.example, ${open} }] }`,
      aged(24),
    ),
    gatewayApi(
      'HTTPRoute',
      'shop/at-gateway',
      `{ parentRefs: [{ name: public, namespace: edge }], hostnames: [a.example, c.example], rules: ${to('api')} }`,
    ),
    gatewayApi('HTTPRoute', 'shop/at-old', `{ parentRefs: [{ kind: ListenerSet, name: old }], rules: ${to('web')} }`),
    gatewayApi('HTTPRoute', 'shop/at-new', `{ parentRefs: [{ kind: ListenerSet, name: new }], rules: ${to('new')} }`),
    gatewayApi(
      'TCPRoute',
      'shop/tcp',
      `{ parentRefs: [{ name: public, namespace: edge, sectionName: tcp }], rules: ${to('web')} }`,
    ),
  ],
  cases: [
    {
      title: 'the listener of the Gateway comes before that of a ListenerSet',
      request: { to: 'http://a.example/' },
      decides: 'spec: GEP-1713, listeners of the Gateway come first',
      expect: 'routed to api.shop:80 by HTTPRoute shop/at-gateway spec.rules[0]',
    },
    {
      title: 'the older ListenerSet comes first',
      request: { to: 'http://b.example/' },
      decides: 'spec: GEP-1713, then ListenerSets by their age',
      expect: 'routed to web.shop:80 by HTTPRoute shop/at-old spec.rules[0]',
    },
    {
      title: 'of two protocols on one port the first one counts',
      request: { to: 'http://c.example:8080/' },
      decides: 'spec: ListenerConditionReason ProtocolConflict',
      expect: 'routed to api.shop:80 by HTTPRoute shop/at-gateway spec.rules[0]',
    },
    {
      title: 'the other one is not there',
      request: { to: 'tcp://c.example:8080' },
      decides: 'spec: ListenerConditionReason ProtocolConflict',
      expect: 'protocol-error',
    },
  ],
};

/** ListenerSets and whether their Gateway takes them. */
export const listenerSets: CaseGroup = {
  name: 'ListenerSets',
  mesh: [
    ...SHOP,
    namespace('labelled', '{ istio-injection: enabled, public: "yes" }'),
    gateway(
      'edge/public',
      `[{ name: http, port: 80, protocol: HTTP, hostname: gateway.example, ${open} }]`,
      ', allowedListeners: { namespaces: { from: Selector, selector: { matchLabels: { public: "yes" } } } }',
    ),
    ...['labelled', 'shop'].map(own =>
      gatewayApi(
        'ListenerSet',
        `${own}/set`,
        `{ parentRef: { name: public, namespace: edge }, listeners: [
          { name: http, port: 80, protocol: HTTP, hostname: ${own}.example, ${open} },
          { name: own, port: 80, protocol: HTTP, hostname: own-${own}.example }
        ] }`,
      ),
    ),
    ...['labelled', 'shop'].map(own =>
      gatewayApi(
        'HTTPRoute',
        `shop/${own}`,
        `{ parentRefs: [{ kind: ListenerSet, namespace: ${own}, name: set }], rules: ${to('api')} }`,
      ),
    ),
    gatewayApi('HTTPRoute', 'shop/gateway', `{ parentRefs: [{ namespace: edge, name: public }], rules: ${to('web')} }`),
  ],
  cases: [
    {
      title: 'a Gateway takes the ListenerSets of the namespaces that it chooses',
      request: { to: 'http://labelled.example/' },
      decides: 'spec: AllowedListeners.namespaces',
      expect: 'routed to api.shop:80 by HTTPRoute shop/labelled spec.rules[0]',
    },
    {
      title: 'and no others',
      request: { to: 'http://shop.example/' },
      decides: 'spec: AllowedListeners.namespaces',
      expect: 'no-route 404',
    },
    {
      title: 'a route of the Gateway is not attached to its ListenerSets',
      request: { to: 'http://gateway.example/' },
      decides: 'spec: GEP-1713, routes name the Gateway or the ListenerSet',
      expect: 'routed to web.shop:80 by HTTPRoute shop/gateway spec.rules[0]',
    },
    {
      title: 'allowedRoutes of a ListenerSet are meant for the namespace of the ListenerSet',
      request: { to: 'http://own-labelled.example/' },
      decides: 'spec: RouteNamespaces.from, Same is the namespace of the ListenerSet',
      expect: 'no-route 404',
    },
  ],
};
