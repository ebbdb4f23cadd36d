import { type CaseGroup, gateway, OPEN, PUBLIC, route, SHOP } from '../case-group';

const to = (service: string) => `backendRefs: [{ name: ${service}, port: 80 }]`;
const at = (path: string) => `matches: [{ path: { value: ${path} } }]`;
const redirect = (path: string, settings: string) =>
  `{ ${at(path)}, filters: [{ type: RequestRedirect, requestRedirect: ${settings} }] }`;
const rewrite = (path: string, settings: string) =>
  `{ ${at(path)}, filters: [{ type: URLRewrite, urlRewrite: ${settings} }], ${to('api')} }`;

/** Redirects. */
export const redirects: CaseGroup = {
  name: 'HTTPRoute: redirects',
  mesh: [
    ...SHOP,
    gateway(
      'edge/public',
      `[${OPEN}, { name: other, port: 8080, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }]`,
    ),
    route(
      'redirects',
      `[
        ${redirect('/host', '{ hostname: other.example }')},
        ${redirect('/scheme', '{ scheme: https }')},
        ${redirect('/port', '{ port: 8443 }')},
        ${redirect('/scheme-port', '{ scheme: https, port: 8443 }')},
        ${redirect('/code', '{ hostname: other.example, statusCode: 307 }')},
        ${redirect('/full', '{ path: { type: ReplaceFullPath, replaceFullPath: /new } }')},
        ${redirect('/prefix', '{ path: { type: ReplacePrefixMatch, replacePrefixMatch: /new } }')},
        ${redirect('/slash', '{ path: { type: ReplacePrefixMatch, replacePrefixMatch: / } }')}
      ]`,
      ', hostnames: [shop.example]',
    ),
  ],
  cases: [
    {
      title: 'another host, with 302',
      request: { to: 'http://shop.example/host?a=b' },
      decides: 'spec: HTTPRequestRedirectFilter.hostname; statusCode, 302 by default',
      expect: 'redirected 302 http://other.example/host?a=b by HTTPRoute shop/redirects spec.rules[0].matches[0]',
    },
    {
      title: 'another scheme keeps the port of the Host header',
      request: { to: 'http://shop.example:8080/scheme' },
      decides:
        'istio: pilot/pkg/networking/core/route/route.go, ApplyRedirect leaves the port to Envoy, against the specification',
      expect: 'redirected 302 https://shop.example:8080/scheme by HTTPRoute shop/redirects spec.rules[1].matches[0]',
    },
    {
      title: 'another scheme has its own port where the Host header has none',
      request: { to: 'http://shop.example/scheme' },
      decides: 'spec: HTTPRequestRedirectFilter.port, that of the scheme where only the scheme is written',
      expect: 'redirected 302 https://shop.example/scheme by HTTPRoute shop/redirects spec.rules[1].matches[0]',
    },
    {
      title: 'without port and scheme the port of the listener stays',
      request: { to: 'http://shop.example:8080/host' },
      decides: 'spec: HTTPRequestRedirectFilter.port, that of the listener where nothing else says it',
      expect: 'redirected 302 http://other.example:8080/host by HTTPRoute shop/redirects spec.rules[0].matches[0]',
    },
    {
      title: 'another port',
      request: { to: 'http://shop.example/port' },
      decides: 'spec: HTTPRequestRedirectFilter.port',
      expect: 'redirected 302 http://shop.example:8443/port by HTTPRoute shop/redirects spec.rules[2].matches[0]',
    },
    {
      title: 'scheme and port',
      request: { to: 'http://shop.example/scheme-port' },
      decides: 'spec: HTTPRequestRedirectFilter.port',
      expect:
        'redirected 302 https://shop.example:8443/scheme-port by HTTPRoute shop/redirects spec.rules[3].matches[0]',
    },
    {
      title: 'another code',
      request: { to: 'http://shop.example/code' },
      decides: 'spec: HTTPRequestRedirectFilter.statusCode',
      expect: 'redirected 307 http://other.example/code by HTTPRoute shop/redirects spec.rules[4].matches[0]',
    },
    {
      title: 'the whole path is replaced',
      request: { to: 'http://shop.example/full/below?a=b' },
      decides: 'spec: HTTPPathModifier, ReplaceFullPath',
      expect: 'redirected 302 http://shop.example/new?a=b by HTTPRoute shop/redirects spec.rules[5].matches[0]',
    },
    {
      title: 'the prefix of the match is replaced',
      request: { to: 'http://shop.example/prefix/below' },
      decides: 'spec: HTTPPathModifier, ReplacePrefixMatch',
      expect: 'redirected 302 http://shop.example/new/below by HTTPRoute shop/redirects spec.rules[6].matches[0]',
    },
    {
      title: 'the prefix of the match is replaced where there is nothing behind it',
      request: { to: 'http://shop.example/prefix' },
      decides: 'spec: HTTPPathModifier, ReplacePrefixMatch',
      expect: 'redirected 302 http://shop.example/new by HTTPRoute shop/redirects spec.rules[6].matches[0]',
    },
    {
      title: 'a slash in place of a prefix',
      request: { to: 'http://shop.example/slash/below' },
      decides:
        'istio: pilot/pkg/config/kube/gateway/conversion.go, createRedirectFilter leaves it to Envoy, which keeps both slashes',
      expect: 'redirected 302 http://shop.example//below by HTTPRoute shop/redirects spec.rules[7].matches[0]',
    },
  ],
};

/** Rewrites of the request that goes on. */
export const rewrites: CaseGroup = {
  name: 'HTTPRoute: rewrites',
  mesh: [
    ...SHOP,
    PUBLIC,
    route(
      'rewrites',
      `[
        ${rewrite('/host', '{ hostname: inner.example }')},
        ${rewrite('/full', '{ path: { type: ReplaceFullPath, replaceFullPath: /new } }')},
        ${rewrite('/prefix', '{ path: { type: ReplacePrefixMatch, replacePrefixMatch: /new } }')},
        ${rewrite('/gone', '{ path: { type: ReplacePrefixMatch, replacePrefixMatch: / } }')},
        ${rewrite('/tail', '{ path: { type: ReplacePrefixMatch, replacePrefixMatch: /new/ } }')},
        ${rewrite('/both', '{ hostname: inner.example, path: { type: ReplacePrefixMatch, replacePrefixMatch: /new } }')}
      ]`,
      ', hostnames: [shop.example]',
    ),
  ],
  cases: [
    {
      title: 'the host',
      request: { to: 'http://shop.example/host' },
      decides: 'spec: HTTPURLRewriteFilter.hostname',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rewrites spec.rules[0].matches[0]',
      also: { route: { rewrite: { authority: 'inner.example' } } },
    },
    {
      title: 'the whole path',
      request: { to: 'http://shop.example/full/below?a=b' },
      decides: 'spec: HTTPPathModifier, ReplaceFullPath',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rewrites spec.rules[1].matches[0]',
      also: { route: { path: '/new?a=b' } },
    },
    {
      title: 'the prefix',
      request: { to: 'http://shop.example/prefix/below' },
      decides: 'spec: HTTPPathModifier, ReplacePrefixMatch',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rewrites spec.rules[2].matches[0]',
      also: { route: { path: '/new/below' } },
    },
    {
      title: 'a prefix that goes leaves one slash',
      request: { to: 'http://shop.example/gone/below' },
      decides: 'spec: HTTPPathModifier, ReplacePrefixMatch with "/"',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rewrites spec.rules[3].matches[0]',
      also: { route: { path: '/below' } },
    },
    {
      title: 'a prefix that goes leaves a slash where there is nothing behind it',
      request: { to: 'http://shop.example/gone' },
      decides: 'spec: HTTPPathModifier, ReplacePrefixMatch with "/"',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rewrites spec.rules[3].matches[0]',
      also: { route: { path: '/' } },
    },
    {
      title: 'a slash at the end of the new prefix does not count',
      request: { to: 'http://shop.example/tail/below' },
      decides: 'spec: HTTPPathModifier, ReplacePrefixMatch',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rewrites spec.rules[4].matches[0]',
      also: { route: { path: '/new/below' } },
    },
    {
      title: 'host and path',
      request: { to: 'http://shop.example/both/below' },
      decides: 'spec: HTTPURLRewriteFilter',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rewrites spec.rules[5].matches[0]',
      also: { route: { path: '/new/below', rewrite: { authority: 'inner.example' } } },
    },
  ],
};

const headers = (direction: string, settings: string) =>
  `{ type: ${direction}HeaderModifier, ${direction.toLowerCase()}HeaderModifier: ${settings} }`;
const mirrored = (path: string, settings: string) =>
  `{ ${at(path)}, filters: [{ type: RequestMirror, requestMirror: ${settings} }], ${to('api')} }`;
const cors =
  '{ type: CORS, cors: { allowOrigins: ["https://app.example", "https://*.apps.example"], allowMethods: [GET, PUT], maxAge: 60 } }';

/** The other filters. */
export const filters: CaseGroup = {
  name: 'HTTPRoute: filters',
  mesh: [
    ...SHOP,
    PUBLIC,
    route(
      'filters',
      `[
        { ${at('/request')}, filters: [${headers('Request', '{ set: [{ name: x-set, value: s }], add: [{ name: x-add, value: a }], remove: [x-gone] }')}], ${to('api')} },
        { ${at('/response')}, filters: [${headers('Response', '{ set: [{ name: x-set, value: s }], remove: [server] }')}], ${to('api')} },
        { ${at('/backend')}, backendRefs: [{ name: api, port: 80, filters: [${headers('Request', '{ set: [{ name: x-to, value: api }] }')}] }, { name: new, port: 80, filters: [${headers('Request', '{ set: [{ name: x-to, value: new }] }')}] }] },
        { ${at('/cors')}, filters: [${cors}], ${to('api')} },
        ${mirrored('/mirror', '{ backendRef: { name: new, port: 80 } }')},
        ${mirrored('/percent', '{ backendRef: { name: new, port: 80 }, percent: 20 }')},
        ${mirrored('/fraction', '{ backendRef: { name: new, port: 80 }, fraction: { numerator: 1, denominator: 4 } }')},
        ${mirrored('/lost-mirror', '{ backendRef: { name: nowhere, port: 80 } }')},
        { ${at('/several')}, filters: [${headers('Request', '{ set: [{ name: x-set, value: s }] }')}, { type: URLRewrite, urlRewrite: { hostname: inner.example } }], ${to('api')} },
        { ${at('/cors-redirect')}, filters: [${cors}, { type: RequestRedirect, requestRedirect: { hostname: other.example } }] },
        { ${at('/no-backend')}, filters: [${headers('Request', '{ set: [{ name: x-set, value: s }] }')}] }
      ]`,
      ', hostnames: [shop.example]',
    ),
    route(
      'extension',
      `[{ filters: [{ type: ExtensionRef, extensionRef: { group: example.com, kind: Limit, name: slow } }], ${to('api')} }]`,
      ', hostnames: [extension.example]',
    ),
    route(
      'half',
      `[{ ${at('/good')}, ${to('api')} }, { ${at('/bad')}, filters: [{ type: ExtensionRef, extensionRef: { group: example.com, kind: Limit, name: slow } }], ${to('api')} }]`,
      ', hostnames: [half.example]',
    ),
    route(
      'backend',
      `[{ backendRefs: [{ name: api, port: 80, filters: [{ type: URLRewrite, urlRewrite: { hostname: a.example } }] }] }]`,
      ', hostnames: [backend.example]',
    ),
  ],
  cases: [
    {
      title: 'headers of the request are set, added and removed',
      request: { to: 'http://shop.example/request' },
      decides: 'spec: HTTPHeaderFilter',
      expect: 'routed to api.shop:80 by HTTPRoute shop/filters spec.rules[0].matches[0]',
      also: { route: { requestHeaders: { set: { 'x-set': 's' }, add: { 'x-add': 'a' }, remove: ['x-gone'] } } },
    },
    {
      title: 'headers of the response are set and removed',
      request: { to: 'http://shop.example/response' },
      decides: 'spec: HTTPHeaderFilter',
      expect: 'routed to api.shop:80 by HTTPRoute shop/filters spec.rules[1].matches[0]',
      also: { route: { responseHeaders: { set: { 'x-set': 's' }, remove: ['server'] } } },
    },
    {
      title: 'filters of a backend hold for its share',
      request: { to: 'http://shop.example/backend' },
      decides: 'spec: HTTPBackendRef.filters',
      expect: 'routed to 50% api.shop:80, 50% new.shop:80 by HTTPRoute shop/filters spec.rules[2].matches[0]',
      also: {
        destinations: [{ requestHeaders: { set: { 'x-to': 'api' } } }, { requestHeaders: { set: { 'x-to': 'new' } } }],
      },
    },
    {
      title: 'the gateway answers the preflight request of an origin that is allowed',
      request: {
        to: 'http://shop.example/cors',
        method: 'OPTIONS',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'PUT' },
      },
      decides: 'spec: HTTPCORSFilter',
      expect: 'answered 200 by HTTPRoute shop/filters spec.rules[3].matches[0]',
    },
    {
      title: 'origins may have a wildcard',
      request: {
        to: 'http://shop.example/cors',
        method: 'OPTIONS',
        headers: { origin: 'https://one.apps.example', 'access-control-request-method': 'PUT' },
      },
      decides: 'spec: HTTPCORSFilter.allowOrigins',
      expect: 'answered 200 by HTTPRoute shop/filters spec.rules[3].matches[0]',
    },
    {
      title: 'the preflight request of another origin is not sent on',
      request: {
        to: 'http://shop.example/cors',
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'PUT' },
      },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, createCorsFilter, unmatchedPreflights IGNORE',
      expect: 'answered 200 by HTTPRoute shop/filters spec.rules[3].matches[0]',
    },
    {
      title: 'other requests go on whatever their origin',
      request: { to: 'http://shop.example/cors', headers: { origin: 'https://evil.example' } },
      decides: 'spec: HTTPCORSFilter, the browser decides by the headers of the response',
      expect: 'routed to api.shop:80 by HTTPRoute shop/filters spec.rules[3].matches[0]',
    },
    {
      title: 'a redirect comes before the answer to a preflight request',
      request: {
        to: 'http://shop.example/cors-redirect',
        method: 'OPTIONS',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'PUT' },
      },
      decides: 'istio: Envoy looks at the CORS policy only of routes that send requests on',
      expect: 'redirected 302 http://other.example/cors-redirect by HTTPRoute shop/filters spec.rules[9].matches[0]',
    },
    {
      title: 'a mirror gets a copy of every request',
      request: { to: 'http://shop.example/mirror' },
      decides: 'spec: HTTPRequestMirrorFilter',
      expect: 'routed to api.shop:80 by HTTPRoute shop/filters spec.rules[4].matches[0]',
      also: { route: { mirrors: [{ host: 'new.shop.svc.cluster.local', percent: 100 }] } },
    },
    {
      title: 'a mirror gets its percentage',
      request: { to: 'http://shop.example/percent' },
      decides: 'spec: HTTPRequestMirrorFilter.percent',
      expect: 'routed to api.shop:80 by HTTPRoute shop/filters spec.rules[5].matches[0]',
      also: { route: { mirrors: [{ percent: 20 }] } },
    },
    {
      title: 'a mirror gets its fraction',
      request: { to: 'http://shop.example/fraction' },
      decides: 'spec: HTTPRequestMirrorFilter.fraction',
      expect: 'routed to api.shop:80 by HTTPRoute shop/filters spec.rules[6].matches[0]',
      also: { route: { mirrors: [{ percent: 25 }] } },
    },
    {
      title: 'a mirror that does not exist is left out, and the requests go on',
      request: { to: 'http://shop.example/lost-mirror' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, createMirrorFilter',
      expect: 'routed to api.shop:80 by HTTPRoute shop/filters spec.rules[7].matches[0]',
      also: { route: { mirrors: undefined } },
    },
    {
      title: 'several filters of different types hold together',
      request: { to: 'http://shop.example/several' },
      decides: 'spec: HTTPRouteRule.filters',
      expect: 'routed to api.shop:80 by HTTPRoute shop/filters spec.rules[8].matches[0]',
      also: { route: { rewrite: { authority: 'inner.example' }, requestHeaders: { set: { 'x-set': 's' } } } },
    },
    {
      title: 'filters that do not answer themselves leave it at 500 without backends',
      request: { to: 'http://shop.example/no-backend' },
      decides: 'spec: HTTPRouteRule.backendRefs, 500 without backends and without a filter that answers',
      expect: 'answered 500 by HTTPRoute shop/filters spec.rules[10].matches[0]',
    },
    {
      title: 'a filter of others leaves the route out',
      request: { to: 'http://extension.example/' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, convertHTTPRoute, InvalidFilter',
      expect: 'no-route 404',
    },
    {
      title: 'together with its good rules',
      request: { to: 'http://half.example/good' },
      decides:
        'istio: pilot/pkg/config/kube/gateway/route_collections.go, computeRoute drops the route with one bad rule',
      expect: 'no-route 404',
    },
    {
      title: 'a filter of a backend that Istio knows only for rules leaves the route out',
      request: { to: 'http://backend.example/' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, buildHTTPDestination',
      expect: 'no-route 404',
    },
  ],
};

const limits = (path: string, settings: string) => `{ ${at(path)}, ${settings}, ${to('api')} }`;

/** Timeouts and retries. */
export const timeouts: CaseGroup = {
  name: 'HTTPRoute: timeouts and retries',
  mesh: [
    ...SHOP,
    PUBLIC,
    route(
      'limits',
      `[
        ${limits('/request', 'timeouts: { request: 10s }')},
        ${limits('/backend', 'timeouts: { request: 10s, backendRequest: 2s }')},
        ${limits('/zero', 'timeouts: { request: 0s }')},
        ${limits('/retry', 'retry: { attempts: 3, codes: [503, 429], backoff: 250ms }')},
        ${limits('/per-try', 'timeouts: { request: 10s, backendRequest: 2s }, retry: { attempts: 3 }')},
        ${limits('/plain', 'timeouts: {}')}
      ]`,
      ', hostnames: [shop.example]',
    ),
  ],
  cases: [
    {
      title: 'a request may take its time',
      request: { to: 'http://shop.example/request' },
      decides: 'spec: HTTPRouteTimeouts.request',
      expect: 'routed to api.shop:80 by HTTPRoute shop/limits spec.rules[0].matches[0]',
      also: { route: { timeout: '10s' } },
    },
    {
      title: 'without retries the time of a try is that of the request',
      request: { to: 'http://shop.example/backend' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, convertHTTPRoute, backendRequest without retry',
      expect: 'routed to api.shop:80 by HTTPRoute shop/limits spec.rules[1].matches[0]',
      also: { route: { timeout: '2s' } },
    },
    {
      title: 'no time is no limit',
      request: { to: 'http://shop.example/zero' },
      decides: 'spec: HTTPRouteTimeouts.request, 0s for no limit',
      expect: 'routed to api.shop:80 by HTTPRoute shop/limits spec.rules[2].matches[0]',
      also: { route: { timeout: undefined } },
    },
    {
      title: 'failed requests are tried again for the codes that are written',
      request: { to: 'http://shop.example/retry' },
      decides: 'spec: HTTPRouteRetry',
      expect: 'routed to api.shop:80 by HTTPRoute shop/limits spec.rules[3].matches[0]',
      also: { route: { retries: { attempts: 3, retriableStatusCodes: [503, 429] } } },
    },
    {
      title: 'with retries each try has its own time',
      request: { to: 'http://shop.example/per-try' },
      decides: 'spec: HTTPRouteTimeouts.backendRequest',
      expect: 'routed to api.shop:80 by HTTPRoute shop/limits spec.rules[4].matches[0]',
      also: { route: { timeout: '10s', retries: { attempts: 3, perTryTimeout: '2s' } } },
    },
    {
      title: 'what a route leaves out is as the mesh has it',
      request: { to: 'http://shop.example/plain' },
      decides: 'istio: pilot/pkg/networking/core/route/retry/retry.go, the default of the mesh',
      expect: 'routed to api.shop:80 by HTTPRoute shop/limits spec.rules[5].matches[0]',
      also: { route: { retries: { attempts: 2 } } },
    },
  ],
};
