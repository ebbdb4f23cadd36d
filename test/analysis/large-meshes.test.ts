import { analyze } from '../../src/analysis/analyze';
import { renderDiagnostics } from '../../src/analysis/render';
import { buildModel } from '../../src/model/mesh-model';
import type { LocatedManifest, Manifest } from '../../src/values/manifest';

/** Larger compositions than those of meshes.test.ts, each with much that looks like a mistake and is none. */

type Json = { readonly [key: string]: unknown };

const object = (apiVersion: string, kind: string, namespace: string, name: string, rest: Json): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === '' ? {} : { namespace }) },
  ...rest,
});

const namespace = (name: string, labels: Json): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: labels as { readonly [key: string]: string } },
});

interface App {
  readonly port: number;
  readonly protocol?: string;
  readonly versions?: readonly string[];
  readonly replicas?: number;
  readonly calls?: readonly string[];
}

/** Service, ServiceAccount and one Deployment per version. */
function app(
  owner: string,
  name: string,
  { port, protocol = 'http', versions = ['v1'], replicas = 2, calls = [] }: App,
) {
  const env = calls.map((url, i) => ({ name: `UPSTREAM_${i}_URL`, value: url }));
  return [
    object('v1', 'ServiceAccount', owner, name, {}),
    object('v1', 'Service', owner, name, {
      spec: { selector: { app: name }, ports: [{ name: protocol, port, targetPort: 8080, appProtocol: protocol }] },
    }),
    ...versions.map(version =>
      object('apps/v1', 'Deployment', owner, `${name}-${version}`, {
        spec: {
          replicas,
          selector: { matchLabels: { app: name, version } },
          template: {
            metadata: { labels: { app: name, version } },
            spec: {
              serviceAccountName: name,
              containers: [
                { name: 'app', image: `${name}:${version}`, env, ports: [{ name: protocol, containerPort: 8080 }] },
              ],
            },
          },
        },
      }),
    ),
  ];
}

/** The Deployment and Service of a gateway that is injected. */
function gatewayPods(owner: string, name: string, ports: readonly (readonly [string, number])[]): Manifest[] {
  const labels = { istio: name };
  return [
    object('v1', 'ServiceAccount', owner, name, {}),
    object('v1', 'Service', owner, name, {
      spec: {
        type: 'LoadBalancer',
        selector: labels,
        ports: ports.map(([port, number]) => ({ name: port, port: number, targetPort: number })),
      },
    }),
    object('apps/v1', 'Deployment', owner, name, {
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: {
            labels: { ...labels, 'sidecar.istio.io/inject': 'true' },
            annotations: { 'inject.istio.io/templates': 'gateway' },
          },
          spec: { serviceAccountName: name, containers: [{ name: 'istio-proxy', image: 'auto' }] },
        },
      },
    }),
  ];
}

const fqdn = (name: string, owner: string) => `${name}.${owner}.svc.cluster.local`;
const networking = 'networking.istio.io/v1';
const security = 'security.istio.io/v1';

/** One gateway for all teams, one of a team, certificates beside the pods, routes delegated to the teams. */
function teams(): Manifest[] {
  const names = ['billing', 'catalog', 'search', 'support'];
  const edge = 'edge';
  return [
    namespace(edge, { 'istio-injection': 'enabled' }),
    ...gatewayPods(edge, 'public', [
      ['http', 80],
      ['https', 443],
    ]),
    ...gatewayPods(edge, 'partners', [['https', 443]]),
    object('cert-manager.io/v1', 'Certificate', edge, 'shop', {
      spec: { secretName: 'shop-tls', dnsNames: ['shop.example.com', '*.shop.example.com'], issuerRef: { name: 'ca' } },
    }),
    object('cert-manager.io/v1', 'Certificate', edge, 'partners', {
      spec: { secretName: 'partners-tls', dnsNames: ['partners.example.com'], issuerRef: { name: 'ca' } },
    }),
    object(networking, 'Gateway', edge, 'public', {
      spec: {
        selector: { istio: 'public' },
        servers: [
          {
            port: { number: 80, name: 'http', protocol: 'HTTP' },
            hosts: ['./shop.example.com', ...names.map(team => `${team}/${team}.shop.example.com`)],
            tls: { httpsRedirect: true },
          },
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['./shop.example.com', ...names.map(team => `${team}/${team}.shop.example.com`)],
            tls: { mode: 'SIMPLE', credentialName: 'shop-tls' },
          },
        ],
      },
    }),
    object(networking, 'Gateway', 'billing', 'partners', {
      spec: {
        selector: { istio: 'partners' },
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['partners.example.com'],
            tls: { mode: 'SIMPLE', credentialName: 'partners-tls' },
          },
        ],
      },
    }),
    object(networking, 'VirtualService', edge, 'shop', {
      spec: {
        hosts: ['shop.example.com'],
        gateways: ['edge/public'],
        http: names.map(team => ({
          match: [{ uri: { prefix: `/${team}/` } }],
          delegate: { name: 'public-paths', namespace: team },
        })),
      },
    }),
    object(networking, 'VirtualService', 'billing', 'partners', {
      spec: {
        hosts: ['partners.example.com'],
        gateways: ['billing/partners'],
        http: [{ route: [{ destination: { host: fqdn('billing', 'billing'), port: { number: 80 } } }] }],
      },
    }),
    object(security, 'PeerAuthentication', 'istio-system', 'default', { spec: { mtls: { mode: 'STRICT' } } }),
    ...names.flatMap(team => [
      namespace(team, { 'istio-injection': 'enabled' }),
      ...app(team, team, { port: 80, calls: names.map(other => `http://${other}.${other}/api`) }),
      object(networking, 'VirtualService', team, 'public-paths', {
        spec: { http: [{ route: [{ destination: { host: fqdn(team, team), port: { number: 80 } } }] }] },
      }),
      object(networking, 'VirtualService', team, 'own-host', {
        spec: {
          hosts: [`${team}.shop.example.com`],
          gateways: ['edge/public'],
          http: [{ route: [{ destination: { host: fqdn(team, team), port: { number: 80 } } }] }],
        },
      }),
      object(security, 'AuthorizationPolicy', team, 'deny-by-default', { spec: {} }),
      object(security, 'AuthorizationPolicy', team, 'callers', {
        spec: {
          selector: { matchLabels: { app: team } },
          rules: [
            { from: [{ source: { principals: ['public', 'partners'].map(sa => `cluster.local/ns/edge/sa/${sa}`) } }] },
            {
              from: [{ source: { namespaces: names } }],
              to: [{ operation: { methods: ['GET'], paths: ['/api', '/api/*'] } }],
            },
            { to: [{ operation: { paths: ['/healthz'] } }] },
          ],
        },
      }),
    ]),
  ];
}

/** Services of gRPC behind the Gateway API, with Jobs and webhooks outside the mesh that call excepted ports. */
function hipster(): Manifest[] {
  const owner = 'hipster';
  const grpc = ['ad', 'cart', 'checkout', 'currency', 'email', 'payment', 'catalog', 'recommendation', 'shipping'];
  return [
    namespace(owner, { 'istio.io/rev': 'stable' }),
    namespace('edge', { 'istio-injection': 'enabled' }),
    namespace('tools', { 'istio-injection': 'disabled' }),
    ...grpc.flatMap(name => app(owner, name, { port: 9555, protocol: 'grpc', calls: [`grpc://currency:9555`] })),
    ...app(owner, 'frontend', { port: 80, calls: grpc.map(name => `http://${name}:9555`), replicas: 3 }),
    object('v1', 'Service', owner, 'redis', {
      spec: { selector: { app: 'redis' }, clusterIP: 'None', ports: [{ name: 'tcp-redis', port: 6379 }] },
    }),
    object('apps/v1', 'StatefulSet', owner, 'redis', {
      spec: {
        serviceName: 'redis',
        selector: { matchLabels: { app: 'redis' } },
        template: {
          metadata: { labels: { app: 'redis' } },
          spec: { containers: [{ name: 'redis', image: 'redis', ports: [{ containerPort: 6379 }] }] },
        },
      },
    }),
    object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', 'public', {
      spec: {
        gatewayClassName: 'istio',
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }],
      },
    }),
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', owner, 'frontend', {
      spec: {
        parentRefs: [{ name: 'public', namespace: 'edge' }],
        hostnames: ['hipster.example.com'],
        rules: [{ backendRefs: [{ name: 'frontend', port: 80 }] }],
      },
    }),
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'edge', 'ads', {
      spec: {
        parentRefs: [{ name: 'public' }],
        hostnames: ['ads.example.com'],
        rules: [{ backendRefs: [{ name: 'ad', namespace: owner, port: 9555 }] }],
      },
    }),
    object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', owner, 'edge', {
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'edge' }],
        to: [{ group: '', kind: 'Service', name: 'ad' }],
      },
    }),
    object(security, 'PeerAuthentication', owner, 'default', { spec: { mtls: { mode: 'STRICT' } } }),
    object(security, 'PeerAuthentication', owner, 'cart', {
      spec: {
        selector: { matchLabels: { app: 'cart' } },
        mtls: { mode: 'STRICT' },
        portLevelMtls: { 8080: { mode: 'PERMISSIVE' } },
      },
    }),
    object('batch/v1', 'CronJob', 'tools', 'clean-carts', {
      spec: {
        schedule: '@hourly',
        jobTemplate: {
          spec: {
            template: {
              metadata: { labels: { app: 'clean-carts' } },
              spec: { containers: [{ name: 'job', image: 'job', args: ['--cart', 'http://cart.hipster:9555'] }] },
            },
          },
        },
      },
    }),
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'carts' },
      webhooks: [
        { name: 'carts.example.com', clientConfig: { service: { name: 'cart', namespace: owner, port: 9555 } } },
      ],
    } as Manifest,
    object(networking, 'DestinationRule', owner, 'redis', {
      spec: { host: fqdn('redis', owner), trafficPolicy: { connectionPool: { tcp: { maxConnections: 50 } } } },
    }),
    object(security, 'AuthorizationPolicy', owner, 'redis', {
      spec: {
        selector: { matchLabels: { app: 'redis' } },
        rules: [
          {
            from: [{ source: { principals: [`cluster.local/ns/${owner}/sa/cart`] } }],
            to: [{ operation: { ports: ['6379'] } }],
          },
        ],
      },
    }),
  ];
}

/** A closed mesh that lets out what is declared, with scoped proxies, a release in progress and retries by method. */
function closed(): Manifest[] {
  const owner = 'trade';
  const host = fqdn('orders', owner);
  return [
    namespace(owner, { 'istio-injection': 'enabled' }),
    namespace('ledger', { 'istio-injection': 'enabled' }),
    object('v1', 'ConfigMap', 'istio-system', 'istio', {
      data: { mesh: 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }\n' },
    }),
    ...app('ledger', 'ledger', { port: 80 }),
    ...app(owner, 'orders', {
      port: 80,
      versions: ['v1', 'v2'],
      replicas: 4,
      calls: ['http://ledger.ledger.svc.cluster.local'],
    }),
    ...app(owner, 'web', {
      port: 80,
      calls: [
        'http://orders/v1',
        'https://api.rates.example.com/eur',
        'https://login.id.example.org',
        'http://localhost:9000',
      ],
    }),
    object(networking, 'ServiceEntry', owner, 'rates', {
      spec: {
        hosts: ['api.rates.example.com'],
        location: 'MESH_EXTERNAL',
        resolution: 'DNS',
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      },
    }),
    object(networking, 'ServiceEntry', 'istio-system', 'identity', {
      spec: {
        hosts: ['*.id.example.org'],
        location: 'MESH_EXTERNAL',
        resolution: 'NONE',
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      },
    }),
    object(networking, 'Sidecar', owner, 'default', {
      spec: { egress: [{ hosts: ['./*', 'istio-system/*', `ledger/${fqdn('ledger', 'ledger')}`] }] },
    }),
    object(networking, 'DestinationRule', owner, 'orders', {
      spec: {
        host,
        trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 50 } },
        subsets: ['v1', 'v2'].map(name => ({ name, labels: { version: name } })),
      },
    }),
    object(networking, 'VirtualService', owner, 'orders', {
      spec: {
        hosts: [host],
        http: [
          {
            name: 'reads',
            match: [{ method: { exact: 'GET' } }],
            route: [
              { destination: { host, subset: 'v1' }, weight: 90 },
              { destination: { host, subset: 'v2' }, weight: 10 },
            ],
            retries: { attempts: 3, retryOn: '5xx,connect-failure' },
          },
          {
            name: 'writes',
            route: [
              { destination: { host, subset: 'v1' }, weight: 90 },
              { destination: { host, subset: 'v2' }, weight: 10 },
            ],
            mirror: { host: fqdn('ledger', 'ledger') },
            mirrorPercentage: { value: 1 },
          },
        ],
      },
    }),
    object('argoproj.io/v1alpha1', 'Rollout', owner, 'prices', {
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'prices' } },
        strategy: {
          canary: { trafficRouting: { istio: { virtualService: { name: 'prices', routes: ['primary'] } } } },
        },
        template: {
          metadata: { labels: { app: 'prices' } },
          spec: { containers: [{ name: 'app', image: 'prices', ports: [{ name: 'http', containerPort: 8080 }] }] },
        },
      },
    }),
    ...['prices-stable', 'prices-canary'].map(name =>
      object('v1', 'Service', owner, name, {
        spec: { selector: { app: 'prices' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
      }),
    ),
    object(networking, 'VirtualService', owner, 'prices', {
      spec: {
        hosts: [fqdn('prices-stable', owner)],
        http: [
          {
            name: 'primary',
            route: [
              { destination: { host: fqdn('prices-stable', owner) }, weight: 100 },
              { destination: { host: fqdn('prices-canary', owner) }, weight: 0 },
            ],
          },
        ],
      },
    }),
  ];
}

const MESHES: Readonly<Record<string, () => readonly Manifest[]>> = {
  'four teams behind shared gateways': teams,
  'services of gRPC behind the Gateway API': hipster,
  'a closed mesh with scoped proxies': closed,
};

const located = (manifests: readonly Manifest[]): LocatedManifest[] =>
  manifests.map(manifest => ({ manifest, origin: { file: 'mesh.yaml' } }));

describe('a large mesh is silent:', () => {
  test.each(Object.entries(MESHES))('%s', (_, manifests) => {
    expect(renderDiagnostics(analyze(buildModel(located(manifests()))))).toBe('');
  });
});

describe('a large mesh is silent no longer', () => {
  type TwoRules = { readonly rules: readonly unknown[] };
  type Change = (manifest: Manifest) => Manifest | undefined;

  /** Changes one object, given as `Kind namespace/name`; undefined removes it. */
  const changed = (manifests: readonly Manifest[], id: string, change: Change): readonly Manifest[] => {
    let found = false;
    const result = manifests.flatMap(manifest => {
      const { kind, metadata } = manifest;
      if (`${kind} ${metadata.namespace}/${metadata.name}` !== id) return [manifest];
      found = true;
      return change(manifest) ?? [];
    });
    expect(found).toBe(true);
    return result;
  };
  const replaced =
    (from: string, to: string): Change =>
    manifest =>
      JSON.parse(JSON.stringify(manifest).replaceAll(from, to)) as Manifest;
  const removed: Change = () => undefined;

  const mistakes: readonly (readonly [string, () => readonly Manifest[], string, Change, readonly string[]])[] = [
    [
      'when the exception for callers outside it goes',
      hipster,
      'PeerAuthentication hipster/cart',
      removed,
      ['error plaintext-caller ValidatingWebhookConfiguration', 'error plaintext-caller CronJob'],
    ],
    [
      'when a reference is permitted no longer',
      hipster,
      'ReferenceGrant hipster/edge',
      removed,
      ['error missing-reference-grant HTTPRoute'],
    ],
    [
      'when an external host is not declared',
      closed,
      'ServiceEntry trade/rates',
      removed,
      ['warning unregistered-external-host Deployment'],
    ],
    [
      'when a wildcard is narrower than the host',
      closed,
      'ServiceEntry istio-system/identity',
      replaced('*.id.example.org', '*.login.id.example.org'),
      ['warning unregistered-external-host Deployment'],
    ],
    [
      'when neither the Sidecar nor a route imports what is called',
      () => changed(closed(), 'VirtualService trade/orders', replaced('ledger.ledger', 'web.trade')),
      'Sidecar trade/default',
      replaced('ledger/ledger', 'ledger/books'),
      ['error sidecar-hides-destination Sidecar', 'warning unknown-sidecar-host Sidecar'],
    ],
    [
      'when git moves the weights that Argo Rollouts moves',
      closed,
      'VirtualService trade/prices',
      replaced('"weight":0', '"weight":20'),
      ['warning contested-route VirtualService', 'warning route-weights VirtualService'],
    ],
    [
      'when retries take in writes',
      closed,
      'VirtualService trade/orders',
      replaced('"exact":"GET"', '"regex":"GET|POST"'),
      ['warning unsafe-retries VirtualService'],
    ],
    [
      'when a gateway is refused by those behind it',
      teams,
      'AuthorizationPolicy billing/callers',
      // Only the rule for the teams is left.
      manifest => ({
        ...manifest,
        spec: { ...(manifest.spec as Json), rules: [(manifest.spec as TwoRules).rules[1]] },
      }),
      ['warning gateway-not-allowed VirtualService', 'warning gateway-not-allowed VirtualService'],
    ],
    [
      'when a certificate is made in another namespace',
      teams,
      'Certificate edge/partners',
      manifest => ({ ...manifest, metadata: { name: 'partners', namespace: 'billing' } }),
      ['error missing-gateway-credential Gateway'],
    ],
  ];

  test.each(mistakes)('%s', (_, manifests, id, change, expected) => {
    const mesh = buildModel(located(changed(manifests(), id, change)));
    expect(analyze(mesh).map(({ severity, rule, resource }) => `${severity} ${rule} ${resource.kind}`)).toEqual(
      expected,
    );
  });
});
