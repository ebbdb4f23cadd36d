// Programs that must compile: every kind, both spellings of alternatives, values that may be absent.
import { App, Duration as CdkDuration, Chart } from 'cdk8s';
import { Application } from '../../imports/argoproj.io';
import { TrafficExtension, TrafficExtensionSpec, WasmPlugin } from '../../imports/extensions.istio.io';
import { TLSRoute } from '../../imports/gateway.networking.k8s.io';
import {
  ConsistentHashLB,
  DestinationRule,
  type Duration,
  duration,
  EnvoyFilter,
  Gateway,
  HTTPRedirect,
  HTTPRoute,
  LoadBalancerSettings,
  ProxyConfig,
  ServerTLSSettings,
  ServiceEntry,
  Sidecar,
  StringMatch,
  VirtualService,
  type VirtualServiceSpec,
  WorkloadEntry,
  WorkloadGroup,
} from '../../imports/networking.istio.io';
import {
  ExtensionProvider,
  type MeshConfig,
  type ProxyConfig as ProxyDefaults,
  type Values,
} from '../../imports/sailoperator.io';
import {
  AuthorizationPolicy,
  PeerAuthentication,
  RequestAuthentication,
  Source,
} from '../../imports/security.istio.io';
import { Telemetry } from '../../imports/telemetry.istio.io';

const chart = new Chart(new App(), 'chart');

export const matches: StringMatch[] = [
  StringMatch.exact('a'),
  { exact: 'a' },
  { prefix: '/' },
  StringMatch.regex('a.*'),
  {},
];
export const durations: Duration[] = [
  '5s',
  '250ms',
  '1.5h',
  '1h30m',
  duration({ minutes: 1 }),
  duration(CdkDuration.seconds(5)),
];

/** Optional values pass through without a condition. */
export function route(timeout: Duration | undefined, subset?: string): HTTPRoute {
  return { route: [{ destination: { host: 'a', subset } }], timeout };
}

/** A field of a group may be absent by value, and read-only lists are taken. */
export function match(path: string | undefined, hosts: readonly string[]): VirtualServiceSpec {
  return { hosts, http: [{ match: [{ uri: { exact: path, prefix: undefined } }], redirect: HTTPRedirect.port(443) }] };
}

export const hashes: ConsistentHashLB[] = [
  ConsistentHashLB.httpHeaderName('x-user', { ringHash: { minimumRingSize: 1024 } }),
  ConsistentHashLB.maglev({ tableSize: 65537 }, { useSourceIp: true }),
  { httpCookie: { name: 'a', ttl: '0s' }, minimumRingSize: 5 },
];
export const tls: ServerTLSSettings[] = [
  ServerTLSSettings.credentialName('a', { mode: 'SIMPLE' }),
  { mode: 'SIMPLE', credentialName: 'a', tlsCertificates: [{}] },
  { mode: 'MUTUAL', credentialNames: ['a', 'b'] },
];
export const sources: Source[] = [
  Source.principals(['a'], { namespaces: ['b'], ipBlocks: ['10.0.0.0/8'] }),
  { serviceAccounts: ['a'], notServiceAccounts: ['b'] },
];
export const extension: TrafficExtensionSpec = TrafficExtensionSpec.selector({}, { lua: { inlineCode: 'a' } });
export const routes: HTTPRoute[] = [
  HTTPRoute.directResponse({ status: 503 }, { name: 'a' }),
  HTTPRoute.delegate({ name: 'a' }),
  { route: [{ destination: { host: 'a' }, weight: 100 }], mirrors: [{ destination: { host: 'b' } }] },
];

new VirtualService(chart, 'vs', {
  metadata: { namespace: 'a', labels: { a: 'b' } },
  spec: {
    hosts: ['a'],
    http: [{ route: [{ destination: { host: 'a' } }], retries: { attempts: 3, perTryTimeout: '2s' } }],
  },
});
new DestinationRule(chart, 'dr', {
  spec: {
    host: 'a',
    trafficPolicy: { loadBalancer: LoadBalancerSettings.simple('LEAST_REQUEST') },
    subsets: [{ name: 'v1' }],
  },
});
export const balancing: LoadBalancerSettings[] = [
  LoadBalancerSettings.backendUtilization({ weightUpdatePeriod: '1s' }, { warmup: { duration: '30s' } }),
  LoadBalancerSettings.zoneAwareLbSetting({ enabled: true, minClusterSize: 6 }, { simple: 'LEAST_REQUEST' }),
];
new TLSRoute(chart, 'tls', {
  spec: {
    parentRefs: [{ name: 'edge', kind: 'ListenerSet', group: 'gateway.networking.k8s.io' }],
    hostnames: ['a.example.com'],
    rules: [{ backendRefs: [{ name: 'a', port: 443 }] }],
  },
});
new Gateway(chart, 'gw', {
  spec: { servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['a'] }] },
});
new ServiceEntry(chart, 'se', { spec: { hosts: ['a'], resolution: 'DNS', ports: [{ number: 443, name: 'tls' }] } });
new Sidecar(chart, 'sidecar', { spec: { egress: [{ hosts: ['./*'] }] } });
new EnvoyFilter(chart, 'ef', {
  spec: { configPatches: [{ patch: { operation: 'MERGE', value: { any: [1, 'a'] } } }] },
});
new ProxyConfig(chart, 'pc', { spec: { concurrency: 2 } });
new WorkloadEntry(chart, 'we', { spec: { address: '10.0.0.1' } });
new WorkloadGroup(chart, 'wg', { spec: { template: {}, probe: { httpGet: { port: 80 } } } });
new AuthorizationPolicy(chart, 'ap', {
  spec: { action: 'ALLOW', rules: [{ from: [{ source: { principals: ['a'] } }] }] },
});
new AuthorizationPolicy(chart, 'deny-all', { spec: {} });
new PeerAuthentication(chart, 'pa', { spec: { mtls: { mode: 'STRICT' } } });
new RequestAuthentication(chart, 'ra', { spec: { jwtRules: [{ issuer: 'a', jwksUri: 'https://a' }] } });
new Telemetry(chart, 'telemetry', { spec: { tracing: [{ customTags: { a: { literal: { value: 'b' } } } }] } });
new WasmPlugin(chart, 'wasm', { spec: { url: 'oci://a', pluginConfig: { any: { depth: 1 } } } });
new TrafficExtension(chart, 'te', { spec: extension });
new Application(chart, 'app', {
  spec: { project: 'default', destination: { namespace: 'a' }, source: { repoURL: 'https://a' } },
});

export const provider: ExtensionProvider = ExtensionProvider.opentelemetry(
  { service: 'a', port: 4317 },
  { name: 'otel' },
);
const defaults: ProxyDefaults = { holdApplicationUntilProxyStarts: true };
const meshConfig: MeshConfig = { defaultConfig: defaults, extensionProviders: [provider] };
export const values: Values = { meshConfig, pilot: { autoscaleMin: 2 } };
