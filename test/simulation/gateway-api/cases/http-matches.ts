import { aged, type CaseGroup, PUBLIC, route, SHOP } from '../case-group';

const to = (service: string) => `backendRefs: [{ name: ${service}, port: 80 }]`;
const rule = (match: string, service: string) => `{ matches: [${match}], ${to(service)} }`;

/** Which requests a match takes. */
export const httpMatches: CaseGroup = {
  name: 'HTTPRoute: matches',
  mesh: [
    ...SHOP,
    PUBLIC,
    route(
      'matches',
      `[
        ${rule('{ path: { type: Exact, value: /exact } }', 'api')},
        ${rule('{ path: { type: PathPrefix, value: /prefix } }', 'api')},
        ${rule('{ path: { type: PathPrefix, value: /slash/ } }', 'api')},
        ${rule('{ path: { type: RegularExpression, value: "/regex/[0-9]+" } }', 'api')},
        ${rule('{ path: { value: /default } }', 'api')},
        ${rule('{ path: { value: /header }, headers: [{ name: X-Version, value: two }] }', 'api')},
        ${rule('{ path: { value: /regex-header }, headers: [{ name: x-version, type: RegularExpression, value: "v[0-9]" }] }', 'api')},
        ${rule('{ path: { value: /query }, queryParams: [{ name: page, value: "1" }] }', 'api')},
        ${rule('{ path: { value: /regex-query }, queryParams: [{ name: page, type: RegularExpression, value: "[0-9]" }] }', 'api')},
        ${rule('{ path: { value: /method }, method: POST }', 'api')},
        ${rule('{ path: { value: /both }, method: POST, headers: [{ name: x-a, value: a }, { name: x-b, value: b }] }', 'api')},
        ${rule('{ path: { value: /one } }, { path: { value: /other } }', 'api')}
      ]`,
      ', hostnames: [shop.example]',
    ),
  ],
  cases: [
    {
      title: 'an exact path takes that path',
      request: { to: 'http://shop.example/exact' },
      decides: 'spec: HTTPPathMatch, Exact matches the path as a whole',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[0].matches[0]',
    },
    {
      title: 'an exact path takes it with a query',
      request: { to: 'http://shop.example/exact?a=b' },
      decides: 'spec: HTTPPathMatch, the query is no part of the path',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[0].matches[0]',
    },
    {
      title: 'an exact path takes none below it',
      request: { to: 'http://shop.example/exact/below' },
      decides: 'spec: HTTPPathMatch, Exact matches the path as a whole',
      expect: 'no-route 404',
    },
    {
      title: 'a prefix takes the path itself',
      request: { to: 'http://shop.example/prefix' },
      decides: 'spec: HTTPPathMatch, PathPrefix matches by elements of the path',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[1].matches[0]',
    },
    {
      title: 'a prefix takes what is below it',
      request: { to: 'http://shop.example/prefix/below' },
      decides: 'spec: HTTPPathMatch, PathPrefix matches by elements of the path',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[1].matches[0]',
    },
    {
      title: 'a prefix takes no path that only begins with the same letters',
      request: { to: 'http://shop.example/prefixes' },
      decides: 'spec: HTTPPathMatch, PathPrefix matches by elements of the path',
      expect: 'no-route 404',
    },
    {
      title: 'a prefix with a slash at its end takes the path without it',
      request: { to: 'http://shop.example/slash' },
      decides: 'spec: HTTPPathMatch, a slash at the end of a prefix does not count',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[2].matches[0]',
    },
    {
      title: 'a regular expression takes whole paths',
      request: { to: 'http://shop.example/regex/42' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, createURIMatch; Envoy matches the path as a whole',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[3].matches[0]',
    },
    {
      title: 'a regular expression takes no part of a path',
      request: { to: 'http://shop.example/regex/42/more' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, createURIMatch; Envoy matches the path as a whole',
      expect: 'no-route 404',
    },
    {
      title: 'a path without type is a prefix',
      request: { to: 'http://shop.example/default/below' },
      decides: 'spec: HTTPPathMatch.type, PathPrefix by default',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[4].matches[0]',
    },
    {
      title: 'names of headers are taken in any case',
      request: { to: 'http://shop.example/header', headers: { 'x-version': 'two' } },
      decides: 'spec: HTTPHeaderMatch.name, case does not count',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[5].matches[0]',
    },
    {
      title: 'another value of a header does not fit',
      request: { to: 'http://shop.example/header', headers: { 'x-version': 'three' } },
      decides: 'spec: HTTPRouteMatch, all parts of a match must hold',
      expect: 'no-route 404',
    },
    {
      title: 'a header may fit a regular expression',
      request: { to: 'http://shop.example/regex-header', headers: { 'x-version': 'v7' } },
      decides: 'spec: HTTPHeaderMatch.type, RegularExpression',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[6].matches[0]',
    },
    {
      title: 'a parameter of the query fits by its value',
      request: { to: 'http://shop.example/query?page=1' },
      decides: 'spec: HTTPQueryParamMatch, Exact by default',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[7].matches[0]',
    },
    {
      title: 'a parameter with more than the value does not fit',
      request: { to: 'http://shop.example/query?page=12' },
      decides: 'spec: HTTPQueryParamMatch, Exact by default',
      expect: 'no-route 404',
    },
    {
      title: 'a parameter may fit a regular expression',
      request: { to: 'http://shop.example/regex-query?page=7' },
      decides: 'spec: HTTPQueryParamMatch.type, RegularExpression',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[8].matches[0]',
    },
    {
      title: 'a method limits a match',
      request: { to: 'http://shop.example/method', method: 'POST' },
      decides: 'spec: HTTPRouteMatch.method',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[9].matches[0]',
    },
    {
      title: 'another method does not fit',
      request: { to: 'http://shop.example/method', method: 'PUT' },
      decides: 'spec: HTTPRouteMatch.method',
      expect: 'no-route 404',
    },
    {
      title: 'all parts of a match must hold',
      request: { to: 'http://shop.example/both', method: 'POST', headers: { 'x-a': 'a' } },
      decides: 'spec: HTTPRouteMatch, all parts of a match must hold',
      expect: 'no-route 404',
    },
    {
      title: 'one of several matches is enough',
      request: { to: 'http://shop.example/other' },
      decides: 'spec: HTTPRouteRule.matches, one of them is enough',
      expect: 'routed to api.shop:80 by HTTPRoute shop/matches spec.rules[11].matches[1]',
    },
    {
      title: 'a host of no route has no answer',
      request: { to: 'http://elsewhere.example/exact' },
      decides: 'spec: HTTPRouteSpec.hostnames',
      expect: 'no-route 404',
    },
  ],
};

/** Which of several matches comes first. */
export const httpPrecedence: CaseGroup = {
  name: 'HTTPRoute: precedence',
  mesh: [
    ...SHOP,
    PUBLIC,
    route(
      'rules',
      `[
        { ${to('web')} },
        ${rule('{ path: { value: /a } }', 'api')},
        ${rule('{ path: { value: /a/b/c } }', 'new')},
        ${rule('{ path: { type: RegularExpression, value: "/a/.*/long/enough/to/be/longer" } }', 'web')},
        ${rule('{ path: { type: Exact, value: /a/b } }', 'api')},
        ${rule('{ path: { value: /m }, headers: [{ name: x-a, value: a }, { name: x-b, value: b }] }', 'web')},
        ${rule('{ path: { value: /m }, method: POST }', 'api')},
        ${rule('{ path: { value: /h }, headers: [{ name: x-a, value: a }] }', 'web')},
        ${rule('{ path: { value: /h }, headers: [{ name: x-a, value: a }, { name: x-b, value: b }] }', 'api')},
        ${rule('{ path: { value: /q }, queryParams: [{ name: a, value: a }, { name: b, value: b }] }', 'web')},
        ${rule('{ path: { value: /q }, headers: [{ name: x-a, value: a }] }', 'api')},
        ${rule('{ path: { value: /same } }', 'api')},
        ${rule('{ path: { value: /same } }', 'web')}
      ]`,
      ', hostnames: [shop.example]',
      aged(20),
    ),
    route('older', `[${rule('{ path: { value: /age } }', 'api')}]`, ', hostnames: [shop.example]', aged(18)),
    route('newer', `[${rule('{ path: { value: /age } }', 'web')}]`, ', hostnames: [shop.example]', aged(24)),
    route('a-twin', `[${rule('{ path: { value: /twin } }', 'api')}]`, ', hostnames: [shop.example]', aged(22)),
    route('b-twin', `[${rule('{ path: { value: /twin } }', 'web')}]`, ', hostnames: [shop.example]', aged(22)),
    route(
      'late',
      `[${rule('{ path: { type: Exact, value: /age/exact } }', 'new')}]`,
      ', hostnames: [shop.example]',
      aged(25),
    ),
    route('wild', `[{ ${to('new')} }]`, ', hostnames: ["*.example"]', aged(17)),
  ],
  cases: [
    {
      title: 'an exact path comes before prefixes',
      request: { to: 'http://shop.example/a/b' },
      decides: 'spec: HTTPRouteRule.matches, exact paths come first',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rules spec.rules[4].matches[0]',
    },
    {
      title: 'the longest prefix comes first',
      request: { to: 'http://shop.example/a/b/c/d' },
      decides: 'spec: HTTPRouteRule.matches, then the longest prefix',
      expect: 'routed to new.shop:80 by HTTPRoute shop/rules spec.rules[2].matches[0]',
    },
    {
      title: 'a prefix comes before a longer regular expression',
      request: { to: 'http://shop.example/a/b/long/enough/to/be/longer' },
      decides:
        'istio: pilot/pkg/config/kube/gateway/conversion.go, getURIRank sets prefixes before regular expressions',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rules spec.rules[1].matches[0]',
    },
    {
      title: 'what nothing else takes goes to the rule without matches',
      request: { to: 'http://shop.example/z' },
      decides: 'spec: HTTPRouteRule.matches, the prefix "/" by default',
      expect: 'routed to web.shop:80 by HTTPRoute shop/rules spec.rules[0]',
    },
    {
      title: 'a method comes before headers',
      request: { to: 'http://shop.example/m', method: 'POST', headers: { 'x-a': 'a', 'x-b': 'b' } },
      decides: 'spec: HTTPRouteRule.matches, then a match by method',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rules spec.rules[6].matches[0]',
    },
    {
      title: 'more headers come first',
      request: { to: 'http://shop.example/h', headers: { 'x-a': 'a', 'x-b': 'b' } },
      decides: 'spec: HTTPRouteRule.matches, then the number of headers',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rules spec.rules[8].matches[0]',
    },
    {
      title: 'headers come before parameters of the query',
      request: { to: 'http://shop.example/q?a=a&b=b', headers: { 'x-a': 'a' } },
      decides: 'spec: HTTPRouteRule.matches, then the number of query parameters',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rules spec.rules[10].matches[0]',
    },
    {
      title: 'of equal matches of one route the first rule comes first',
      request: { to: 'http://shop.example/same' },
      decides: 'spec: HTTPRouteRule.matches, the first rule in the list',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rules spec.rules[11].matches[0]',
    },
    {
      title: 'of equal matches of several routes the oldest comes first',
      request: { to: 'http://shop.example/age' },
      decides: 'spec: HTTPRouteRule.matches, the oldest route',
      expect: 'routed to api.shop:80 by HTTPRoute shop/older spec.rules[0].matches[0]',
    },
    {
      title: 'of equal matches of routes of one age the name decides',
      request: { to: 'http://shop.example/twin' },
      decides: 'spec: HTTPRouteRule.matches, then by namespace and name',
      expect: 'routed to api.shop:80 by HTTPRoute shop/a-twin spec.rules[0].matches[0]',
    },
    {
      title: 'a better match of a newer route comes before an older route',
      request: { to: 'http://shop.example/age/exact' },
      decides: 'spec: HTTPRouteRule.matches, age counts only for equal matches',
      expect: 'routed to new.shop:80 by HTTPRoute shop/late spec.rules[0].matches[0]',
    },
    {
      title: 'a wildcard takes the hosts that no other hostname takes',
      request: { to: 'http://blog.example/a/b' },
      decides: 'spec: HTTPRouteSpec.hostnames, a wildcard stands for one or more labels',
      expect: 'routed to new.shop:80 by HTTPRoute shop/wild spec.rules[0]',
    },
    {
      title: 'a wildcard takes several labels',
      request: { to: 'http://a.b.example/' },
      decides: 'spec: HTTPRouteSpec.hostnames, a wildcard stands for one or more labels',
      expect: 'routed to new.shop:80 by HTTPRoute shop/wild spec.rules[0]',
    },
    {
      title: 'a precise hostname comes before a wildcard, whatever its rules say',
      request: { to: 'http://shop.example/nothing/special' },
      decides: 'spec: HTTPRouteSpec.hostnames, the most specific hostname first',
      expect: 'routed to web.shop:80 by HTTPRoute shop/rules spec.rules[0]',
    },
    {
      title: 'the port in the Host header does not count',
      request: { to: 'http://shop.example/a/b', headers: { host: 'shop.example:80' } },
      decides: 'spec: HTTPRouteSpec.hostnames, the port is left out',
      expect: 'routed to api.shop:80 by HTTPRoute shop/rules spec.rules[4].matches[0]',
    },
  ],
};
