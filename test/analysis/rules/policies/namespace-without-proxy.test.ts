import { namespaceWithoutProxy } from '../../../../src/analysis/rules/policies/namespace-without-proxy';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { ambient, app, GATEWAY_PODS, mesh, namespace, object, policy, sidecars, waypoint } from '../mesh-yaml';

const KINDS: Readonly<Record<string, readonly [apiVersion: string, spec: string]>> = {
  AuthorizationPolicy: ['security.istio.io/v1', ''],
  RequestAuthentication: ['security.istio.io/v1', 'jwtRules: [{ issuer: "https://idp" }]'],
  PeerAuthentication: ['security.istio.io/v1', 'mtls: { mode: STRICT }'],
  Sidecar: ['networking.istio.io/v1', 'egress: [{ hosts: ["./*"] }]'],
  Telemetry: ['telemetry.istio.io/v1', 'accessLogging: [{ disabled: true }]'],
  ProxyConfig: ['networking.istio.io/v1beta1', 'concurrency: 1'],
  EnvoyFilter: ['networking.istio.io/v1alpha3', 'configPatches: []'],
  WasmPlugin: ['extensions.istio.io/v1alpha1', 'url: "oci://example.org/plugin:1"'],
  TrafficExtension: ['extensions.istio.io/v1alpha1', 'wasm: { url: "oci://example.org/plugin:1" }'],
};
const kinds = Object.keys(KINDS);
const one = (kind: string, at: string, more = '') => {
  const [apiVersion, spec] = KINDS[kind] ?? ['', ''];
  return object(apiVersion, kind, 'p', at, `{ ${more}${spec} }`);
};
const all = (names: readonly string[], at = 'shop') => mesh(...names.map(kind => one(kind, at)));
const PLAIN = mesh(namespace('shop'), app('web'));
const inPlain = (kind: string) =>
  `${kind} shop/p: no pod of namespace "shop" has a proxy that would carry out this ${kind}`;
const inAmbient = (kind: string, more = '') =>
  `${kind} shop/p: the pods of namespace "shop" have no sidecar, and ztunnel knows nothing of a ${kind}${more}`;
const ONLY_NAMED = ['EnvoyFilter', 'WasmPlugin', 'TrafficExtension'];
const NAMED = ', while a waypoint carries out only one that names it';

testRule(namespaceWithoutProxy, {
  valid: {
    'pods with sidecars': mesh(sidecars('shop'), app('web'), all(kinds)),
    'pods of a gateway': mesh(GATEWAY_PODS, all(kinds, 'edge')),
    'pods of which nothing tells whether they are in the mesh': mesh(app('web'), all(kinds)),
    'the whole mesh': mesh(PLAIN, all(kinds, 'istio-system')),
    'a namespace without pods': mesh(namespace('empty'), PLAIN, all(kinds, 'empty')),
    'what ztunnel carries out': mesh(
      ambient('shop'),
      app('web'),
      all(['AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication', 'Sidecar']),
    ),
    'what the waypoint of the namespace carries out': mesh(
      ambient('shop', 'istio.io/use-waypoint: waypoint'),
      waypoint(),
      app('web'),
      all(['Telemetry', 'ProxyConfig']),
    ),
    'a selector, for which another rule speaks': mesh(
      PLAIN,
      one('PeerAuthentication', 'shop', 'selector: { matchLabels: { app: web } }, '),
    ),
    'a target, for which another rule speaks': mesh(
      PLAIN,
      one('AuthorizationPolicy', 'shop', 'targetRefs: [{ kind: Service, group: "", name: web }]'),
    ),
  },
  invalid: {
    'pods outside of the mesh': {
      yaml: mesh(PLAIN, all(kinds.filter(kind => kind !== 'RequestAuthentication' && kind !== 'AuthorizationPolicy'))),
      expect: kinds.filter(kind => kind !== 'RequestAuthentication' && kind !== 'AuthorizationPolicy').map(inPlain),
    },
    'a policy that denies, with a request that gets by': {
      yaml: mesh(
        PLAIN,
        app('curl'),
        policy('{ action: DENY, rules: [{ to: [{ operation: { methods: [POST] } }] }] }', 'p'),
      ),
      expect: [
        `${inPlain('AuthorizationPolicy')}; "POST http://web.shop.svc.cluster.local/" from "shop/curl" gets through`,
      ],
    },
    'pods of the ambient mesh': {
      yaml: mesh(ambient('shop'), app('web'), all(['Telemetry', 'ProxyConfig', ...ONLY_NAMED])),
      expect: ['Telemetry', 'ProxyConfig', ...ONLY_NAMED].map(kind => inAmbient(kind)),
    },
    'a waypoint that is not named': {
      yaml: mesh(ambient('shop', 'istio.io/use-waypoint: waypoint'), waypoint(), app('web'), all(ONLY_NAMED)),
      expect: ONLY_NAMED.map(kind => inAmbient(kind, NAMED)),
    },
  },
});

test('nothing refuses plaintext that a policy for the namespace is to refuse', () => {
  const set = (label: string) =>
    mesh(
      namespace('shop', label),
      app('web'),
      namespace('plain'),
      app('curl', { namespace: 'plain' }),
      one('PeerAuthentication', 'shop'),
    );
  const call = { from: 'plain/curl', to: 'http://web.shop/' };
  expect(answer(set(''), call)).toBe('routed');
  expect(answer(set('istio-injection: enabled'), call)).toMatch(/^mtls-failure/);
});
