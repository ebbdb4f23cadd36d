import { adopt } from '../../src/api/adopt';
import { parseManifests } from '../../src/model/read-manifests';

/** Adopts manifests of namespace "shop", which has sidecars, with two services of two versions each. */
function adopted(yaml: string) {
  return adopt(parseManifests(`${SHOP}\n---\n${yaml}`, 'shop.yaml'));
}

/** The program as one text. */
function sourceOf({ files }: ReturnType<typeof adopt>): string {
  return files
    .filter(({ path }) => path.startsWith('src/'))
    .map(({ text }) => text)
    .join('\n');
}

const workload = (app: string, version: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${app}-${version}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${app}, version: ${version} } }
  template:
    metadata: { labels: { app: ${app}, version: ${version} } }
    spec:
      serviceAccountName: ${app}
      containers: [{ name: ${app}, image: 'shop/${app}:1', ports: [{ containerPort: 8080 }], env: [] }]
---
`;

const service = (app: string, port = '{ port: 80, targetPort: 8080, name: http }') => `
apiVersion: v1
kind: Service
metadata: { name: ${app}, namespace: shop }
spec: { selector: { app: ${app} }, ports: [${port}] }
---
${workload(app, 'v1')}${workload(app, 'v2')}`;

const SHOP = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
${service('web')}${service('cart')}`;

const object = (kind: string, spec: string, metadata = 'name: cart') => `
apiVersion: ${/Policy|Authentication/.test(kind) ? 'security' : kind === 'Telemetry' ? 'telemetry' : 'networking'}.istio.io/v1
kind: ${kind}
metadata: { ${metadata}, namespace: shop }
spec: ${spec}
---
`;

const SUBSETS = object(
  'DestinationRule',
  '{ host: cart, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }',
);

const route = (http: string) => `${SUBSETS}${object('VirtualService', `{ hosts: [cart], http: ${http} }`)}`;

const to = (subset: string, weight = '') => `{ destination: { host: cart, subset: ${subset} }${weight} }`;

const GATEWAY = object(
  'Gateway',
  '{ selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }',
  'name: public',
);

const exposed = (http: string) =>
  `${GATEWAY}${object('VirtualService', `{ hosts: [shop.example.com], gateways: [public], http: ${http} }`, 'name: edge')}`;

const policy = (spec: string) => object('AuthorizationPolicy', `{ selector: { matchLabels: { app: cart } }, ${spec} }`);

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

test('workloads and everything else stay the same text', () => {
  const { objects } = adopted(`${GATEWAY}
apiVersion: example.com/v1
kind: Widget
metadata: { name: w, namespace: shop }
spec: { code: data, value: it's, empty: {}, list: [], 'odd key': 'a "quote"', long: "${'x'.repeat(130)}", lines: "a\\nb" }
`);
  const others = objects.filter(({ isOfMesh }) => !isOfMesh);
  expect(others).toHaveLength(8);
  expect(others.filter(({ text }) => text !== 'same')).toEqual([]);
});

test('the output of kubectl get is taken over as its author wrote it', () => {
  const { objects, written, leftOut } = adopted(`
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata:
      name: db
      namespace: shop
      uid: 1a
      resourceVersion: '7'
      creationTimestamp: '2024-01-01T00:00:00Z'
      managedFields: [{ manager: kubectl }]
      annotations: { kubectl.kubernetes.io/last-applied-configuration: '{}' }
    spec: { clusterIP: 10.0.0.9, clusterIPs: [10.0.0.9], selector: { app: db }, ports: [{ port: 3306, name: mysql }] }
    status: { loadBalancer: {} }
  - apiVersion: v1
    kind: Pod
    metadata: { name: web-1, namespace: shop, uid: 2b, ownerReferences: [{ kind: ReplicaSet, name: web, controller: true }] }
    spec: { containers: [] }
  - apiVersion: v1
    kind: Secret
    metadata: { name: tls, namespace: shop }
    data: { key: c2VjcmV0 }
`);
  expect(written.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'db')).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db', namespace: 'shop' },
    spec: { selector: { app: 'db' }, ports: [{ port: 3306, name: 'mysql' }] },
  });
  expect(leftOut).toEqual([
    'Pod shop/web-1: ReplicaSet "web" makes it',
    'Secret shop/tls: Secrets do not belong into source code',
  ]);
  expect(JSON.stringify(written)).not.toContain('c2VjcmV0');
  expect(objects.map(({ name }) => name)).not.toContain('Secret shop/tls');
});

test('what only the API server and programs in Go write is left out of templates and namespaces', () => {
  const adoption = adopt(
    parseManifests(
      `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { kubernetes.io/metadata.name: shop } }
---
apiVersion: v1
kind: Namespace
metadata: { name: other, labels: { kubernetes.io/metadata.name: shop } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: clean, namespace: shop, creationTimestamp: null }
spec:
  jobTemplate:
    metadata: { creationTimestamp: null, labels: { a: b } }
    spec: { template: { metadata: { creationTimestamp: null }, spec: { volumes: null } } }
`,
      'live.yaml',
    ),
  );
  const [other, shop] = adoption.written;
  expect([other?.metadata.labels, shop?.metadata.labels]).toEqual([
    { 'kubernetes.io/metadata.name': 'shop' },
    undefined,
  ]);
  const source = sourceOf(adoption);
  expect(source).toContain('template: { metadata: {}, spec: { volumes: null } }');
  expect(source).not.toContain('creationTimestamp');
});

test('the age of objects decides between them as before', () => {
  const rule = (name: string, created: string, subset: string) =>
    object(
      'VirtualService',
      `{ hosts: [cart], http: [{ route: [${to(subset)}] }] }`,
      `name: ${name}, creationTimestamp: '${created}'`,
    );
  const { diff } = adopted(
    `${SUBSETS}${rule('a', '2024-02-01T00:00:00Z', 'v1')}${rule('b', '2024-01-01T00:00:00Z', 'v2')}`,
  );
  expect(diff.differences).toEqual([]);
});

test('addresses and policies tell who calls whom, and what does not get through is not declared', () => {
  const worker = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker, namespace: shop }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec:
      containers:
        - name: worker
          env: [{ name: CART_URL, value: 'http://cart/items' }, { name: WEB_HOST, value: web }]
---
`;
  const adoption = adopted(
    `${worker}${policy("rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }]")}`,
  );
  expect(adoption.calls).toEqual(['shop/web calls shop/cart', 'shop/worker calls shop/web']);
  expect(adoption.refusedCalls).toEqual(['shop/worker calls shop/cart']);
  expect(sourceOf(adoption)).toContain(
    '// Seen in spec.template.spec.containers[0].env[1].value of Deployment shop/worker.\nworker.calls(web);',
  );
});

test('faults of the manifests are accepted where they are, so that the app can be written', () => {
  const adoption = adopted(
    object('VirtualService', '{ hosts: [cart], http: [{ route: [{ destination: { host: cart, subset: v9 } }] }] }'),
  );
  expect(adoption.findings.map(({ rule }) => rule)).toContain('dangling-subset');
  expect(sourceOf(adoption)).toContain("'dangling-subset', 'Already so in the adopted manifests");
});

test('objects without a namespace are created in the given one', () => {
  const yaml = SHOP.replaceAll(', namespace: shop', '').replace('name: shop,', 'name: bank,');
  const { objects, diff } = adopt(parseManifests(yaml, 'bank.yaml'), { namespace: 'bank' });
  expect(objects.map(({ name }) => name)).toContain('Deployment bank/web-v1');
  expect(diff.differences).toEqual([]);
});

describe('faults with one remedy', () => {
  const yaml = `${object(
    'DestinationRule',
    '{ host: cart, subsets: [{ name: v1, labels: { version: v1 } }, { name: v7, labels: { version: v7 } }] }',
  )}${object('VirtualService', `{ hosts: [cart], http: [{ route: [${to('v2')}] }] }`)}`;

  test('are mended where that is asked for, each one told', () => {
    const { mended, written, diff } = adopt(parseManifests(`${SHOP}---${yaml}`, 'shop.yaml'), { mend: true });
    expect(mended).toEqual([
      'DestinationRule shop/cart: subset "v7", which no pods have and no route names, is gone',
      'DestinationRule shop/cart: subset "v2", which a route names, is defined by the label version',
    ]);
    const rule = written.find(({ kind }) => kind === 'DestinationRule');
    expect(rule?.spec).toMatchObject({ subsets: [{ name: 'v1' }, { name: 'v2', labels: { version: 'v2' } }] });
    expect(diff.differences).toEqual([]);
  });

  test('are taken over where it is not', () => {
    const { mended, written } = adopted(yaml);
    expect(mended).toEqual([]);
    const rule = written.find(({ kind }) => kind === 'DestinationRule');
    expect(rule?.spec).toMatchObject({ subsets: [{ name: 'v1' }, { name: 'v7' }] });
  });
});

describe('Sidecars of a namespace', () => {
  const sidecar = (name: string, hosts: string, selector = `workloadSelector: { labels: { app: ${name} } }, `) =>
    object('Sidecar', `{ ${selector}egress: [{ hosts: [${hosts}] }] }`, `name: ${name}`);
  const common = "'istio-system/*.svc.cluster.local'";
  const called = `'./cart.shop.svc.cluster.local', ${common}`;
  const everyone = sidecar('default', `'./*', ${common}`, '');
  const sidecars = (ofWeb: string) => `${everyone}${sidecar('cart', common)}${sidecar('web', ofWeb)}`;
  const from = (account: string) =>
    policy(`rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/${account}'] } }] }]`);
  const formsOf = ({ objects }: ReturnType<typeof adopt>) =>
    objects.filter(({ name }) => name.startsWith('Sidecar')).map(({ form }) => form);

  test('are a scope where they name the declared calls', () => {
    const adoption = adopted(`${from('web')}${sidecars(called)}`);
    expect(formsOf(adoption)).toEqual(['construct', 'construct', 'construct']);
    expect(sourceOf(adoption)).toContain("new SidecarScope(mesh, 'sidecar-scope', { namespaces: [shop] })");
    expect(adoption.diff.differences).toEqual([]);
  });

  test.each([
    ['name other hosts than the calls', `${from('web')}${sidecars(common)}`],
    ['are not those of all services', `${from('web')}${everyone}${sidecar('web', called)}`],
  ])('stay as they are where they %s', (_, yaml) => {
    const adoption = adopted(yaml);
    expect(new Set(formsOf(adoption))).toEqual(new Set(['class']));
    expect(adoption.objects.find(({ name }) => name.startsWith('AuthorizationPolicy'))?.form).toBe('construct');
    expect(adoption.diff.differences).toEqual([]);
  });

  test('stay as they are where a call that they name does not get through', () => {
    // The first pods are those of web.
    const shop = SHOP.replace('env: []', "env: [{ name: CART_URL, value: 'http://cart' }]");
    const adoption = adopt(parseManifests(`${shop}\n---\n${from('other')}${sidecars(called)}`, 'shop.yaml'));
    expect(adoption.refusedCalls).toEqual(['shop/web calls shop/cart']);
    expect(formsOf(adoption)).toEqual(['class', 'class', 'class']);
    expect(adoption.diff.differences).toEqual([]);
  });
});

test('names in the manifests never are names of the program', () => {
  const names = ['accept', 'new', 'mesh', 'add-shop'];
  const routes = (name: string) =>
    `{ hosts: [${name}], http: [{ timeout: 3s, route: [{ destination: { host: ${name} } }] }] }`;
  const all = names.map(name => service(name) + object('VirtualService', routes(name), `name: ${name}`));
  const source = sourceOf(adopted(all.join('')));
  for (const line of [
    'const shopAccept =',
    'const shopNew =',
    'const shopMesh =',
    'const addShop =',
    'addShopObjects(mesh);',
  ]) {
    expect(source).toContain(line);
  }
});

test('objects that the API server names have a variable, so that what is wrong with them can be accepted', () => {
  const { files, diff } = adopted('{ apiVersion: batch/v1, kind: Job, metadata: { generateName: move- }, spec: {} }');
  expect(sourceOf({ files } as ReturnType<typeof adopt>)).toMatch(
    /const (\w+) = new ApiObject\([^;]*;\n\n?\1\.addJsonPatch\(JsonPatch\.remove\('\/metadata\/name'\)\);/,
  );
  expect(diff.differences).toEqual([]);
});

test('keys and values of any text are written as they are', () => {
  const data = { ['__proto__']: 'y', constructor: 'z', '': 'empty', code: 'import', odd: "`${'\u2028\u0000\\🚀" };
  const { files, written } = adopted(
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'odd' }, data }),
  );
  const source = sourceOf({ files } as ReturnType<typeof adopt>);
  const [, literal] = /kind: 'ConfigMap',[\s\S]*?\n {2}data: (\{[\s\S]*?\n? *\}),\n/.exec(source) ?? [];
  expect(JSON.stringify(new Function(`return ${literal}`)())).toBe(JSON.stringify(data));
  expect(Object.entries(written.find(({ kind }) => kind === 'ConfigMap')?.data ?? {}).sort()).toEqual(
    Object.entries(data).sort(),
  );
});

test('a field called "code" is data like any other', () => {
  const { files, diff } = adopt(
    parseManifests(service('web').replaceAll('{ app: web', '{ code: variable, name: web'), 'web.yaml'),
  );
  const source = files.map(({ text }) => text).join('\n');
  expect(source).toMatch(/MeshService\.existing\(mesh, 'web', \{[^;]*selector: \{ code: 'variable', name: 'web' \}/);
  expect(diff.differences).toEqual([]);
});
