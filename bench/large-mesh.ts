import type { LocatedManifest, Manifest } from '../src/values/manifest';

/** Objects that one service of the mesh consists of. */
const PER_SERVICE = 8;
const SERVICES_PER_NAMESPACE = 25;

/** A mesh of about so many objects: services with two versions, routes, policies, a Gateway for each namespace. */
export function meshOf(objects: number): LocatedManifest[] {
  const manifests: Manifest[] = [object('install.istio.io/v1alpha1', 'IstioOperator', 'istio-system', 'istio', {})];
  for (let i = 0; manifests.length < objects; i++) {
    const namespace = `team-${Math.floor(i / SERVICES_PER_NAMESPACE)}`;
    if (i % SERVICES_PER_NAMESPACE === 0) manifests.push(...namespaceOf(namespace));
    manifests.push(...serviceOf(`service-${i}`, namespace, i));
  }
  return manifests.map((manifest, document) => ({ manifest, origin: { file: 'mesh.yaml', document } }));
}

function namespaceOf(namespace: string): Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } },
    object('networking.istio.io/v1', 'Gateway', namespace, 'public', {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [`*.${namespace}.example.com`] }],
    }),
    object('networking.istio.io/v1', 'Sidecar', namespace, 'default', {
      egress: [{ hosts: ['./*', 'istio-system/*'] }],
    }),
    object('security.istio.io/v1', 'PeerAuthentication', namespace, 'default', { mtls: { mode: 'STRICT' } }),
  ];
}

function serviceOf(name: string, namespace: string, i: number): Manifest[] {
  const host = `${name}.${namespace}.svc.cluster.local`;
  const destination = (subset: string) => ({ host, subset, port: { number: 8080 } });
  const manifests = [
    object('v1', 'ServiceAccount', namespace, name, undefined),
    object('v1', 'Service', namespace, name, {
      selector: { app: name },
      ports: [{ name: 'http', port: 8080, targetPort: 8080, appProtocol: 'http' }],
    }),
    ...['v1', 'v2'].map(version =>
      object('apps/v1', 'Deployment', namespace, `${name}-${version}`, {
        replicas: 3,
        selector: { matchLabels: { app: name, version } },
        template: {
          metadata: { labels: { app: name, version } },
          spec: {
            serviceAccountName: name,
            containers: [{ name: 'app', image: 'app:1', ports: [{ containerPort: 8080 }] }],
          },
        },
      }),
    ),
    object('networking.istio.io/v1', 'DestinationRule', namespace, name, {
      host,
      trafficPolicy: { connectionPool: { http: { http2MaxRequests: 100 } } },
      subsets: ['v1', 'v2'].map(version => ({ name: version, labels: { version } })),
    }),
    object('networking.istio.io/v1', 'VirtualService', namespace, name, {
      hosts: [host, `${name}.${namespace}.example.com`],
      gateways: ['mesh', 'public'],
      http: [
        {
          match: [{ uri: { prefix: '/beta' } }],
          route: [{ destination: destination('v2') }],
        },
        {
          route: [
            { destination: destination('v1'), weight: 90 },
            { destination: destination('v2'), weight: 10 },
          ],
          timeout: '10s',
          retries: { attempts: 2, perTryTimeout: '2s', retryOn: 'connect-failure,refused-stream' },
        },
      ],
    }),
    object('security.istio.io/v1', 'AuthorizationPolicy', namespace, name, {
      selector: { matchLabels: { app: name } },
      rules: [
        {
          from: [
            {
              source: {
                principals: [
                  `cluster.local/ns/${namespace}/sa/service-${i % SERVICES_PER_NAMESPACE === 0 ? i : i - 1}`,
                ],
              },
            },
          ],
          to: [{ operation: { methods: ['GET'], paths: ['/*'] } }],
        },
        { from: [{ source: { namespaces: ['istio-system'] } }] },
      ],
    }),
    object('v1', 'ConfigMap', namespace, name, undefined),
  ];
  if (manifests.length !== PER_SERVICE) throw new Error(`a service has ${manifests.length} objects`);
  return manifests;
}

function object(apiVersion: string, kind: string, namespace: string, name: string, spec: unknown): Manifest {
  return { apiVersion, kind, metadata: { name, namespace }, ...(spec === undefined ? {} : { spec }) };
}
