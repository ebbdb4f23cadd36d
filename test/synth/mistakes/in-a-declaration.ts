import { VirtualService } from '../../../imports/networking.istio.io';
import { Delivery } from '../../../src/install/delivery/delivery';
import { ExternalService } from '../../../src/mesh/external-service';
import { MeshNamespace } from '../../../src/mesh/mesh-namespace';
import { MeshService } from '../../../src/mesh/mesh-service';
import { Volume } from '../../../src/mesh/volume';
import { RetryOn } from '../../../src/routing/retry-on';
import { AccessPolicy } from '../../../src/security/access-policy';
import { Authorization } from '../../../src/security/authorization';
import { Jwt } from '../../../src/security/jwt';
import { MutualTls } from '../../../src/security/mutual-tls';
import { Canary } from '../../../src/traffic/canary';
import { Timeout } from '../../../src/traffic/timeout';
import { gatewayOf, HTTP, ISSUER, install, type Mistake } from './mistake';

/** Mistakes that show where they are written: to the compiler, or to a construct. */
export const IN_A_DECLARATION: readonly Mistake[] = [
  // What does not compile throws nothing here: `tsc` holds the marks.
  // @ts-expect-error: no such protocol
  ['a misspelt protocol', 'compiler', 'protocol', s => s.service('a', { ports: [{ port: 1, protocol: 'htpp' }] })],
  // @ts-expect-error: an image, or a workload
  ['a version without an image', 'compiler', 'image', s => s.service('a', { versions: { v1: {} } })],
  // @ts-expect-error: references are objects
  ['a call to a name instead of a service', 'compiler', 'MeshService', s => s.web.calls('cart')],
  // @ts-expect-error: no such mode
  ['a mode in lower case', 'compiler', 'STRICT', s => new MutualTls(s.mesh, 'm', { mode: 'strict' })],
  [
    'a policy rule that names nobody',
    'compiler',
    'from',
    // @ts-expect-error: from, or 'anyone'
    s => new AccessPolicy(s.mesh, 'p', { target: s.cart }).rule({}),
  ],
  [
    'a canary without a stable version',
    'compiler',
    'stable',
    // @ts-expect-error: stable
    s => new Canary(s.mesh, 'c', { canary: s.cart.version('v2') }),
  ],
  [
    'a number of pods as text',
    'compiler',
    'replicas',
    // @ts-expect-error: a number
    s => s.service('a', { versions: { v1: { image: 'a', replicas: '2' } } }),
  ],
  [
    'a misspelt field of an Istio object',
    'compiler',
    'route',
    // @ts-expect-error: rout
    s => new VirtualService(s.mesh.chart('routes'), 'v', { spec: { hosts: ['a'], http: [{ rout: [] }] } }),
  ],

  ['an undeclared version', 'construct', 'declared are "v1", "v2"', s => s.cart.version('v3')],
  ['an undeclared port', 'construct', '8080', s => s.web.calls(s.cart, { ports: [80] })],
  [
    'a service declared twice',
    'construct',
    'declares it already',
    s =>
      new MeshService(s.mesh, 'again', {
        name: 'cart',
        namespace: s.namespace,
        ports: HTTP,
        versions: { v1: { image: 'a' } },
      }),
  ],
  [
    'a namespace in upper case',
    'construct',
    'Cannot use "Shop" as name of a namespace',
    s => new MeshNamespace(s.mesh, 'Shop'),
  ],
  [
    'shares over a hundred',
    'construct',
    'got 101',
    s => new Canary(s.mesh, 'c', { stable: s.cart.version('v1'), canary: s.cart.version('v2'), weight: 101 }),
  ],
  [
    'two canaries of one service',
    'synth',
    'wanted one split',
    s =>
      ['one', 'two'].map(
        id => new Canary(s.mesh, id, { stable: s.cart.version('v1'), canary: s.cart.version('v2'), weight: 10 }),
      ),
  ],
  [
    'methods on a port that is not HTTP',
    'construct',
    'wanted HTTP ports for methods and paths',
    s => s.web.calls(s.db, { methods: ['GET'] }),
  ],
  ['methods in lower case', 'construct', 'got "get"', s => s.web.calls(s.cart, { methods: ['get'] })],
  ['a misspelt condition of retries', 'construct', 'Cannot retry on "5xxx"', () => RetryOn.of('5xxx')],
  [
    'a duration without a unit',
    'construct',
    'duration',
    s => new Timeout(s.mesh, 't', { service: s.cart, request: '5' as '5s' }),
  ],
  [
    'a jwksUri that is not a URL',
    'construct',
    'wanted an http or https URL',
    s => new Jwt(s.mesh, 'j', { target: s.cart, issuers: [{ issuer: 'a', jwksUri: 'keys' }] }),
  ],
  [
    'tokens at a service without HTTP',
    'construct',
    'wanted an HTTP port',
    s => new Jwt(s.mesh, 'j', { target: s.db, issuers: [ISSUER] }),
  ],
  [
    'a denied path that `//` bypasses',
    'construct',
    'merges slashes',
    s => new Authorization(s.mesh, 'z').deny(s.cart, { from: 'anyone', paths: ['/admin*'] }),
  ],
  [
    'a health path without a slash',
    'construct',
    'begins with "/"',
    s => s.service('a', { versions: { v1: { image: 'a', health: 'healthz' } } }),
  ],
  [
    'an invalid amount of memory',
    'construct',
    'got "128mb"',
    s => s.service('a', { versions: { v1: { image: 'a', resources: { requests: { memory: '128mb' } } } } }),
  ],
  [
    'root in a restricted pod',
    'construct',
    'not root',
    s => s.service('a', { versions: { v1: { image: 'a', user: 0 } } }),
  ],
  [
    'a volume per pod in a Deployment',
    'construct',
    'wanted a StatefulSet',
    s =>
      s.service('a', {
        versions: { v1: { image: 'a', volumes: [{ path: '/d', volume: Volume.claimTemplate({ storage: '1Gi' }) }] } },
      }),
  ],
  [
    'an external host inside the cluster',
    'construct',
    'outside of the cluster domain',
    s =>
      new ExternalService(s.mesh, 'e', { hosts: ['a.b.svc.cluster.local'], ports: [{ port: 443, protocol: 'tls' }] }),
  ],
  [
    'paths in a call to the outside, which nothing checks',
    'construct',
    'wanted ports alone',
    s => s.web.calls(new ExternalService(s.mesh, 'e', { hosts: ['a.example.com'], ports: HTTP }), { methods: ['GET'] }),
  ],
  [
    'a host that the gateway does not serve',
    'warning',
    'host-not-in-gateway',
    s =>
      gatewayOf(s)
        .http({ hosts: ['shop.example.com'] })
        .expose(s.web, { host: 'other.example.com' }),
  ],
  ['a revision with dots', 'construct', 'revision', s => install(s, { revision: '1.31.4' })],
  [
    'a tag for a revision that is not installed',
    'construct',
    'Cannot point tag "prod"',
    s => install(s, { tags: { prod: 'green' } }),
  ],
  [
    'a chart value that no chart reads',
    'construct',
    'extraValues.istiod',
    s => install(s, { delivery: Delivery.flux(), extraValues: { istiod: { pilot: { replicaCuont: 2 } } } as never }),
  ],
  [
    'a registry that is switched off',
    'construct',
    'registry that stays',
    s => install(s, { hub: 'gcr.io/istio-release' }),
  ],
  [
    'two control planes without a default tag',
    'construct',
    'tags: { default:',
    s => install(s, { revision: 'a', canary: { revision: 'b', version: '1.31.4' } }),
  ],
];
