import { analyze } from '../../src/analysis/analyze';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import {
  ambient,
  app,
  GATEWAY_PODS,
  gateway,
  mesh,
  namespace,
  object,
  sidecars,
  virtualService,
  waypoint,
} from './rules/mesh-yaml';

interface Kind {
  readonly group: string;
  readonly spec: string;
  /** How it selects pods by a label. */
  readonly selector: (label: string) => string;
  readonly hasTargets: boolean;
}

const byMatch = (label: string) => `selector: { matchLabels: { ${label} } }`;
const byLabels = (label: string) => `workloadSelector: { labels: { ${label} } }`;
const kind = (group: string, spec: string, hasTargets = false, selector: Kind['selector'] = byMatch): Kind => ({
  group,
  spec,
  selector,
  hasTargets,
});

/** Every kind that is about some pods, or about what it names. */
const KINDS = {
  AuthorizationPolicy: kind(
    'security.istio.io/v1',
    'action: DENY, rules: [{ to: [{ operation: { methods: [POST] } }] }]',
    true,
  ),
  RequestAuthentication: kind('security.istio.io/v1', 'jwtRules: [{ issuer: "https://idp" }]', true),
  PeerAuthentication: kind('security.istio.io/v1', 'mtls: { mode: STRICT }'),
  Telemetry: kind('telemetry.istio.io/v1', 'accessLogging: [{ disabled: true }]', true),
  EnvoyFilter: kind(
    'networking.istio.io/v1alpha3',
    'priority: 1, configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: INSERT_FIRST, value: { name: a } } }]',
    true,
    byLabels,
  ),
  WasmPlugin: kind('extensions.istio.io/v1alpha1', 'url: "oci://example.org/plugin:1"', true),
  TrafficExtension: kind('extensions.istio.io/v1alpha1', 'wasm: { url: "oci://example.org/plugin:1" }', true),
  ProxyConfig: kind('networking.istio.io/v1beta1', 'concurrency: 1'),
  Sidecar: kind('networking.istio.io/v1', 'egress: [{ hosts: ["./*"] }]', false, byLabels),
  DestinationRule: kind(
    'networking.istio.io/v1',
    'host: web, trafficPolicy: { loadBalancer: { simple: RANDOM } }',
    false,
    label => `workloadSelector: { matchLabels: { ${label} } }`,
  ),
  ServiceEntry: kind(
    'networking.istio.io/v1',
    'hosts: [a.example.org], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: STATIC, location: MESH_INTERNAL',
    false,
    byLabels,
  ),
};
type KindName = keyof typeof KINDS;

const SECURITY: ReadonlySet<string> = new Set(['AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication']);
const APPS = mesh(app('web'), app('api'));
const SIDECARS = mesh(sidecars('shop'), APPS);
const AMBIENT = mesh(ambient('shop'), APPS);
const GUARDED = mesh(ambient('shop', 'istio.io/use-waypoint: waypoint'), APPS, waypoint());

/** Rules that say that an object is not in force. */
const IN_FORCE =
  /^(?:policy|selector|telemetry|sidecar)-without-workload$|^unenforced-target$|^ambient-.*-without-waypoint$|^ignored-peer-authentication$|^sidecar-in-ambient$/;

function found(name: KindName, set: string, at: string) {
  const { group, spec } = KINDS[name];
  const yaml = mesh(set, object(group, name, 'mine', 'shop', `{ ${at}, ${spec} }`));
  return analyze(buildModel(parseManifests(yaml, 'mesh.yaml'))).filter(
    ({ rule, resource }) => resource?.name === 'mine' && IN_FORCE.test(rule),
  );
}

const names = Object.keys(KINDS) as KindName[];
const selecting = (label: string) => (name: KindName) => KINDS[name].selector(label);
const naming = (kindName: string, object = 'web') => {
  const group = kindName === 'Service' ? '""' : 'gateway.networking.k8s.io';
  return () => `targetRefs: [{ group: ${group}, kind: ${kindName}, name: ${object} }]`;
};
const withTargets = names.filter(name => KINDS[name].hasTargets);
const but = (...left: readonly KindName[]) => names.filter(name => !left.includes(name));

describe.each<[what: string, set: string, at: (name: KindName) => string, of: readonly KindName[]]>([
  ['selects no pod', SIDECARS, selecting('app: none'), names],
  // Endpoints need no proxy.
  ['selects pods without a proxy', mesh(namespace('shop'), APPS), selecting('app: web'), but('ServiceEntry')],
  // Ztunnel carries out mutual TLS.
  ['selects pods of the ambient mesh', AMBIENT, selecting('app: web'), but('ServiceEntry', 'PeerAuthentication')],
  ['names a Service that is not there', GUARDED, naming('Service', 'none'), withTargets],
  ['names a Service without a waypoint', AMBIENT, naming('Service'), withTargets],
  ['names a Service of sidecars', SIDECARS, naming('Service'), withTargets],
  ['names a Gateway that is not there', GUARDED, naming('Gateway', 'none'), withTargets],
  ['names a waypoint that nothing uses', mesh(AMBIENT, waypoint()), naming('Gateway', 'waypoint'), withTargets],
])('what %s is not in force', (what, set, at, of) => {
  test.each(of)('%s', name => {
    const severities = found(name, set, at(name)).map(({ severity }) => severity);
    expect(severities.length).toBeGreaterThan(0);
    if (SECURITY.has(name)) expect(severities).toContain('error');
    else if (!/selects no pod/.test(what)) expect(severities).not.toContain('error');
  });
});

test.each(names)('%s that is in force is left alone', name => {
  const { hasTargets, selector } = KINDS[name];
  const findings = hasTargets ? found(name, GUARDED, naming('Service')()) : found(name, SIDECARS, selector('app: web'));
  expect(findings).toEqual([]);
});

test.each<[set: string, at: string]>([
  [AMBIENT, naming('Service')()],
  [SIDECARS, naming('Service')()],
  [mesh(namespace('shop'), APPS), byMatch('app: web')],
  [AMBIENT, byMatch('app: web')],
])('who gets by a policy is shown by a request', (set, at) => {
  const [finding] = found('AuthorizationPolicy', set, at);
  expect(finding?.message).toContain('"POST http://web.shop.svc.cluster.local/" from "shop/api" gets through');
});

test('from outside, where a gateway leads to the service', () => {
  const exposed = mesh(
    mesh(namespace('shop'), APPS),
    GATEWAY_PODS,
    gateway(),
    virtualService(
      '{ hosts: [shop.example.org], gateways: [edge], http: [{ match: [{ uri: { prefix: /pay } }], route: [{ destination: { host: web } }] }] }',
    ),
  );
  const [finding] = found('AuthorizationPolicy', exposed, byMatch('app: web'));
  expect(finding?.message).toContain('"POST http://shop.example.org/pay" from outside gets through');
});
