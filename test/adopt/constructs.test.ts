import { adopted, exposed, object, policy, route, service, sourceOf, to } from './adopted';

describe('what constructs say', () => {
  test.each<[what: string, yaml: string, code: string]>([
    [
      'two shares of a service',
      route(`[{ route: [${to('v1', ', weight: 90')}, ${to('v2', ', weight: 10')}] }]`),
      'new Canary(',
    ],
    ['a default version', route(`[{ route: [${to('v2')}] }]`), "defaultTo: cart.version('v2')"],
    [
      'a route for some requests',
      route(`[{ match: [{ headers: { user: { exact: jason } } }], route: [${to('v2')}] }, { route: [${to('v1')}] }]`),
      "match: { headers: { user: TextMatch.exact('jason') } }",
    ],
    [
      'routes whose order is not that of their conditions',
      route(
        `[{ match: [{ headers: { user: { exact: jason } } }], route: [${to('v2')}] }, { match: [{ uri: { prefix: /a } }], redirect: { uri: /c } }, { route: [${to('v1')}] }]`,
      ),
      "order: 'as-written'",
    ],
    ['a timeout', route(`[{ route: [${to('v1')}], timeout: 3s }]`), "request: '3s'"],
    [
      'retries',
      route(`[{ route: [${to('v1')}], retries: { attempts: 3, retryOn: '5xx,reset', perTryTimeout: 2s } }]`),
      "RetryOn.of('5xx', 'reset')",
    ],
    [
      'retries on what Istio retries on',
      route(`[{ route: [${to('v1')}], retries: { attempts: 3, perTryTimeout: 2s } }]`),
      'on: RetryOn.istioDefault()',
    ],
    [
      'retries with blanks between the conditions, in other zones too',
      route(`[{ route: [${to('v1')}], retries: { attempts: 3, retryOn: '5xx, reset', retryRemoteLocalities: true } }]`),
      'otherLocalities: true',
    ],
    [
      'changes of headers, of a route and of a destination',
      route(
        `[{ route: [{ destination: { host: cart, subset: v1 }, headers: { response: { set: { x-arm: a } } } }], headers: { request: { remove: [x-b] } } }]`,
      ),
      "responseHeaders: { set: { 'x-arm': 'a' } }",
    ],
    [
      'a rewrite of a prefix',
      route(
        `[{ match: [{ uri: { prefix: /a/ } }], rewrite: { uri: /b/, authority: inner }, route: [${to('v2')}] }, { route: [${to('v1')}] }]`,
      ),
      "rewrite: { host: 'inner', prefix: '/b/' }",
    ],
    [
      'a rewrite of a path',
      route(
        `[{ match: [{ uri: { exact: /a } }, { uri: { regex: '/c.*' } }], rewrite: { uri: /b }, route: [${to('v2')}] }, { route: [${to('v1')}] }]`,
      ),
      "rewrite: { path: '/b' }",
    ],
    [
      'a rewrite by expression',
      route(
        `[{ match: [{ uri: { exact: /a } }], rewrite: { uriRegexRewrite: { match: ^/a, rewrite: /b } }, route: [${to('v2')}] }, { route: [${to('v1')}] }]`,
      ),
      "rewrite: { expression: { match: '^/a', by: '/b' } }",
    ],
    [
      'a redirect whose port is that of the scheme',
      route(
        `[{ match: [{ uri: { prefix: /a } }], redirect: { scheme: https, derivePort: FROM_PROTOCOL_DEFAULT, redirectCode: 308 } }, { route: [${to('v1')}] }]`,
      ),
      "redirect: { scheme: 'https', status: 308 }",
    ],
    [
      'an answer of bytes',
      route(
        `[{ match: [{ uri: { exact: /a } }], directResponse: { status: 200, body: { bytes: AP8K } } }, { route: [${to('v1')}] }]`,
      ),
      "body: Buffer.from('AP8K', 'base64')",
    ],
    [
      'pages of other origins',
      route(
        `[{ route: [${to('v1')}], corsPolicy: { allowOrigins: [{ prefix: 'https://a' }], maxAge: 24h, unmatchedPreflights: IGNORE } }]`,
      ),
      "cors: { allowOrigins: [TextMatch.prefix('https://a')], maxAge: '24h', unmatchedPreflights: 'ignore' }",
    ],
    ['no retries', route(`[{ route: [${to('v1')}], retries: { attempts: 0 } }]`), 'attempts: 0'],
    [
      'faults',
      route(
        `[{ match: [{ headers: { user: { exact: jason } } }], fault: { delay: { percentage: { value: 100 }, fixedDelay: 7s } }, route: [${to('v1')}] }, { route: [${to('v1')}] }]`,
      ),
      'new FaultInjection(',
    ],
    [
      'copies',
      route(`[{ route: [${to('v1')}], mirror: { host: cart, subset: v2 }, mirrorPercentage: { value: 5 } }]`),
      'percent: 5',
    ],
    [
      'ejection and limits',
      object(
        'DestinationRule',
        '{ host: cart, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3 }, connectionPool: { tcp: { maxConnections: 9 } } } }',
      ),
      'maxEjectionPercent: 10',
    ],
    [
      'a hash',
      object(
        'DestinationRule',
        '{ host: cart, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: user } } } }',
      ),
      "HashKey.header('user')",
    ],
    [
      'a balancing of one version',
      object(
        'DestinationRule',
        '{ host: cart, subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { loadBalancer: { simple: ROUND_ROBIN } } }] }',
      ),
      'BalancingMethod.roundRobin()',
    ],
    [
      'a gateway and a service that it exposes',
      exposed('[{ route: [{ destination: { host: web } }] }]'),
      'shopPublic.expose(web',
    ],
    [
      'paths of a host',
      exposed(
        '[{ match: [{ uri: { prefix: /cart } }], route: [{ destination: { host: cart } }] }, { route: [{ destination: { host: web } }] }]',
      ),
      "path: PathMatch.prefix('/cart')",
    ],
    [
      'strict mutual TLS',
      object('PeerAuthentication', '{ mtls: { mode: STRICT } }', 'name: default'),
      'new MutualTls(',
    ],
    [
      'a policy of a service',
      policy(
        "rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { methods: [GET] } }] }]",
      ),
      'from: [RequestSource.caller(web)]',
    ],
    [
      'a policy with alternatives',
      policy(
        "rules: [{ from: [{ source: { namespaces: [a, b] } }], to: [{ operation: { paths: ['/a*'] } }, { operation: { methods: [GET] } }] }]",
      ),
      "RequestSource.namespace('b')",
    ],
    [
      'a service outside',
      object(
        'ServiceEntry',
        '{ hosts: [metadata.example.com], addresses: [169.254.169.254], ports: [{ number: 80, name: http, protocol: HTTP }] }',
      ),
      "addresses: ['169.254.169.254']",
    ],
    [
      'tokens',
      object(
        'RequestAuthentication',
        "{ selector: { matchLabels: { app: cart } }, jwtRules: [{ issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys' }] }",
        'name: users',
      ),
      'new Jwt(',
    ],
    [
      'access logs',
      object(
        'Telemetry',
        "{ accessLogging: [{ providers: [{ name: envoy }], filter: { expression: 'response.code >= 400' } }] }",
        'name: default',
      ),
      'AccessLogProvider.envoy()',
    ],
  ])('%s become constructs, and no request behaves differently', (_, yaml, code) => {
    const adoption = adopted(yaml);
    const others = adoption.objects.filter(({ isOfMesh, form }) => isOfMesh && form !== 'construct');
    expect(others).toEqual([]);
    expect(sourceOf(adoption)).toContain(code);
    expect(adoption.diff.differences).toEqual([]);
  });
});

describe('what no construct says', () => {
  test.each<[what: string, yaml: string, reason: string]>([
    [
      'requests that no route takes',
      route(`[{ match: [{ uri: { prefix: /a } }], route: [${to('v1')}] }]`),
      'requests that no route takes get 404; constructs send them to the service',
    ],
    [
      'a policy of one version',
      object('AuthorizationPolicy', '{ selector: { matchLabels: { app: cart, version: v1 } } }'),
      'selector',
    ],
    [
      'TLS to a service',
      object('DestinationRule', '{ host: cart, trafficPolicy: { tls: { mode: SIMPLE } } }'),
      'trafficPolicy.tls',
    ],
    [
      'a field that constructs do not write',
      object('DestinationRule', '{ host: cart, workloadSelector: { matchLabels: { app: web } } }'),
      'spec.workloadSelector',
    ],
    [
      'a timeout at a gateway alone',
      exposed('[{ timeout: 3s, route: [{ destination: { host: web } }] }]'),
      'spec.http[0].timeout is "3s", and the construct would write absent',
    ],
    [
      'a policy that a construct would narrow',
      policy('action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }]'),
      'ports is absent, and the construct would write ["8080"]',
    ],
    [
      'mutual TLS to pods without a proxy, which a construct would leave out',
      `${service('raw').replaceAll('labels: { app: raw,', "labels: { sidecar.istio.io/inject: 'false', app: raw,")}${object(
        'DestinationRule',
        '{ host: raw, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }',
        'name: raw',
      )}`,
      'requests would behave differently: raw.shop.svc.cluster.local:80',
    ],
    [
      'a route to a subset that no DestinationRule defines',
      object('VirtualService', `{ hosts: [cart], http: [{ route: [${to('v1')}] }] }`),
      'a DestinationRule "cart" would be written that is not among the manifests',
    ],
    ['a filter of Envoy', object('EnvoyFilter', '{ configPatches: [] }').replace('/v1', '/v1alpha3'), ''],
  ])('%s stay as they are, with the reason', (_, yaml, reason) => {
    const { objects, diff } = adopted(yaml);
    const [plain] = objects.filter(({ isOfMesh, form }) => isOfMesh && form !== 'construct');
    expect(plain).toMatchObject({ form: 'class', text: expect.stringMatching(/^(same|accepted)$/) });
    expect(plain?.reasons.join('; ')).toContain(reason);
    expect(diff.differences).toEqual([]);
  });
});
