import { analyze } from '../../src/analysis/analyze';
import { buildModel } from '../../src/model/mesh-model';
import type { LocatedManifest } from '../../src/values/manifest';
import { MESHES } from '../fixtures/meshes';

type Json = { [key: string]: Json | Json[] | string | number | undefined };

/** One change to an object of a correct mesh, and all that the analysis may say about it. */
interface Mistake {
  readonly mesh: string;
  /** `Kind namespace/name` of the object that is changed. */
  readonly object: string;
  /** The change: a dotted path and its new value; undefined removes. */
  readonly set: readonly [path: string, value: unknown];
  readonly expect: readonly string[];
}

const MISTAKES: Readonly<Record<string, Mistake>> = {
  'a subset that is misspelt in a route': {
    mesh: 'bookinfo',
    object: 'VirtualService bookinfo/reviews',
    set: ['spec.http.0.route.0.destination.subset', 'v22'],
    expect: ['error dangling-subset VirtualService bookinfo/reviews'],
  },
  'a host that is misspelt in a route': {
    mesh: 'bookinfo',
    object: 'VirtualService bookinfo/ratings',
    set: ['spec.http.0.route', [{ destination: { host: 'rating' } }]],
    expect: ['error unknown-destination-host VirtualService bookinfo/ratings'],
  },
  'a DestinationRule that is missing': {
    mesh: 'bookinfo',
    object: 'DestinationRule bookinfo/ratings',
    set: ['spec.subsets', undefined],
    expect: ['error dangling-subset VirtualService bookinfo/ratings'],
  },
  'a version label that changed on the pods': {
    mesh: 'bookinfo',
    object: 'Deployment bookinfo/reviews-v3',
    set: ['spec.template.metadata.labels.version', 'v4'],
    expect: ['error subset-without-workload DestinationRule bookinfo/reviews'],
  },
  'the port of the pods in a route': {
    mesh: 'two hundred services',
    object: 'VirtualService team-0/service-0',
    set: ['spec.http.0.route.0.destination.port.number', 8443],
    expect: ['error unknown-destination-port VirtualService team-0/service-0'],
  },
  'a Gateway without its namespace': {
    mesh: 'two hundred services',
    object: 'VirtualService team-1/service-1',
    set: ['spec.gateways', ['mesh', 'public']],
    expect: ['error missing-gateway VirtualService team-1/service-1'],
  },
  'a host that the Gateway does not accept': {
    mesh: 'secured',
    object: 'VirtualService bank/accounts',
    set: ['spec.hosts', ['www.bank.example.com']],
    expect: ['warning host-not-in-gateway VirtualService bank/accounts'],
  },
  'a Gateway that selects no pods': {
    mesh: 'two hundred services',
    object: 'Gateway edge/public',
    set: ['spec.selector', { istio: 'ingress' }],
    expect: ['error gateway-without-workload Gateway edge/public'],
  },
  'a certificate in the namespace of the application': {
    mesh: 'two hundred services',
    object: 'Certificate edge/wildcard',
    set: ['metadata.namespace', 'team-0'],
    expect: ['error missing-gateway-credential Gateway edge/public'],
  },
  'a Service without the port of the Gateway': {
    mesh: 'two hundred services',
    object: 'Service edge/edge',
    set: ['spec.ports', [{ name: 'http2', port: 80, targetPort: 8080 }]],
    expect: ['warning gateway-port-not-in-service Gateway edge/public'],
  },
  'a second VirtualService of a host': {
    mesh: 'bookinfo',
    object: 'VirtualService bookinfo/ratings',
    set: ['spec.hosts', ['reviews']],
    expect: ['error conflicting-mesh-hosts VirtualService bookinfo/reviews'],
  },
  'a port without a protocol': {
    mesh: 'boutique',
    object: 'Service boutique/frontend',
    set: ['spec.ports.0.name', 'web'],
    expect: ['warning service-port-name Service boutique/frontend'],
  },
  'a principal with a slip in it': {
    mesh: 'boutique',
    object: 'AuthorizationPolicy boutique/redis-cart',
    set: ['spec.rules.0.from.0.source.principals.0', 'cluster.local/ns/boutique/sa/cart-service'],
    expect: ['warning unknown-principal AuthorizationPolicy boutique/redis-cart'],
  },
  'a policy that selects the label of another service': {
    mesh: 'boutique',
    object: 'AuthorizationPolicy boutique/cartservice',
    set: ['spec.selector.matchLabels.app', 'cart'],
    expect: ['error policy-without-workload AuthorizationPolicy boutique/cartservice'],
  },
  'an egress Gateway for another host': {
    mesh: 'egress',
    object: 'Gateway crawler/egress',
    set: ['spec.servers.0.hosts', ['feed.example.com']],
    expect: ['warning host-not-in-gateway VirtualService crawler/feeds'],
  },
  'a revision that nobody installs': {
    mesh: 'secured',
    object: 'Namespace bank',
    set: ['metadata.labels', { 'istio.io/rev': 'canary' }],
    expect: ['error injection-without-control-plane Namespace bank'],
  },
  'two labels for injection': {
    mesh: 'bookinfo',
    object: 'Namespace bookinfo',
    set: ['metadata.labels', { 'istio-injection': 'enabled', 'istio.io/rev': 'canary' }],
    expect: ['warning conflicting-injection-labels Namespace bookinfo'],
  },
  'a provider that is not defined': {
    mesh: 'secured',
    object: 'Telemetry istio-system/default',
    set: ['spec.tracing.0.providers.0.name', 'jaeger'],
    expect: ['error unknown-telemetry-provider Telemetry istio-system/default'],
  },
  'an authorizer that is not defined': {
    mesh: 'secured',
    object: 'AuthorizationPolicy bank/gatekeeper',
    set: ['spec.provider.name', 'gatekeper'],
    expect: ['error unknown-authorization-provider AuthorizationPolicy bank/gatekeeper'],
  },
  'a collector that is declared as TCP': {
    mesh: 'secured',
    object: 'Service telemetry/collector',
    set: ['spec.ports.0.name', 'tcp-otlp'],
    expect: ['warning telemetry-provider-port Service telemetry/collector'],
  },
  'a circuit breaker that never trips': {
    mesh: 'every kind of workload',
    object: 'DestinationRule orders/orders',
    set: ['spec.trafficPolicy.outlierDetection.maxEjectionPercent', undefined],
    expect: ['error outlier-detection-without-effect DestinationRule orders/orders'],
  },
  'a policy of the ambient mesh without a target': {
    mesh: 'ambient',
    object: 'AuthorizationPolicy library/loans',
    set: ['spec.targetRefs', undefined],
    expect: ['error ambient-policy-without-waypoint AuthorizationPolicy library/loans'],
  },
  'a waypoint of another name': {
    mesh: 'ambient',
    object: 'Namespace library',
    set: ['metadata.labels', { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'way-point' }],
    expect: ['error unknown-waypoint Namespace library'],
  },
  'a route to the port of the pods': {
    mesh: 'ambient',
    object: 'HTTPRoute library/catalog',
    set: ['spec.rules.0.backendRefs.0.port', 80],
    expect: ['error missing-route-backend HTTPRoute library/catalog'],
  },
};

describe('one mistake in a correct mesh makes one finding:', () => {
  test.each(Object.entries(MISTAKES))('%s', (_, { mesh, object, set, expect: expected }) => {
    const manifests = MESHES[mesh]?.() ?? [];
    const findings = analyze(buildModel(manifests.map(located => changed(located, object, set))));
    expect(
      findings.map(({ severity, rule, resource: { kind, namespace, name } }) => {
        return `${severity} ${rule} ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
      }),
    ).toEqual(expected);
  });
});

test('every mistake changes an object that the mesh has', () => {
  const missing = Object.entries(MISTAKES).filter(
    ([, { mesh, object }]) => !(MESHES[mesh]?.() ?? []).some(located => nameOf(located) === object),
  );
  expect(missing.map(([name]) => name)).toEqual([]);
});

function nameOf({ manifest: { kind, metadata } }: LocatedManifest): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

function changed(located: LocatedManifest, object: string, [path, value]: Mistake['set']): LocatedManifest {
  if (nameOf(located) !== object) return located;
  const manifest = structuredClone(located.manifest);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((target, key) => target[key] as Json, manifest as unknown as Json);
  if (value === undefined) delete parent[last];
  else parent[last] = value as Json;
  return { ...located, manifest };
}
