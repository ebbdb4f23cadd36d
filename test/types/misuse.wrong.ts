// Misspelt, missing and ill-typed fields: each program must be refused.
import { App, Chart } from 'cdk8s';
import { WasmPlugin } from '../../imports/extensions.istio.io';
import {
  DestinationRule,
  type DestinationRuleSpec,
  EnvoyFilter,
  Gateway,
  type HTTPMatchRequest,
  type HTTPRetry,
  HTTPRoute,
  type HTTPRouteDestination,
  type OutlierDetection,
  ProxyConfig,
  type ServerTLSSettings,
  ServiceEntry,
  Sidecar,
  StringMatch,
  type TCPSettings,
  VirtualService,
  WorkloadEntry,
  WorkloadGroup,
} from '../../imports/networking.istio.io';
import { AuthorizationPolicy, PeerAuthentication, RequestAuthentication } from '../../imports/security.istio.io';
import { Telemetry } from '../../imports/telemetry.istio.io';

const chart = new Chart(new App(), 'chart');

// @ts-expect-error a host is missing
export const m1: DestinationRuleSpec = { subsets: [] };
// @ts-expect-error a misspelt field
export const m2: DestinationRuleSpec = { host: 'a', subset: [] };
// @ts-expect-error a duration without unit
export const m3: HTTPRetry = { perTryTimeout: '5' };
// @ts-expect-error a duration as number
export const m4: HTTPRetry = { perTryTimeout: 5 };
// @ts-expect-error a word for a duration
export const m5: HTTPRetry = { perTryTimeout: 'banana' };
// @ts-expect-error a unit that does not exist
export const m6: OutlierDetection = { interval: '1d' };
// @ts-expect-error a string for a number
export const m7: OutlierDetection = { consecutive5xxErrors: '5' };
// @ts-expect-error a number for a duration
export const m8: TCPSettings = { connectTimeout: 30 };
// @ts-expect-error a weight as text
export const m9: HTTPRouteDestination = { destination: { host: 'a' }, weight: '50' };
// @ts-expect-error a route without destination
export const m10: HTTPRouteDestination = { weight: 50 };
// @ts-expect-error a destination without host
export const m11: HTTPRouteDestination = { destination: { subset: 'v1' } };
// @ts-expect-error a port that is not an object
export const m12: HTTPRouteDestination = { destination: { host: 'a', port: 80 } };
// @ts-expect-error a match by plain text
export const m13: HTTPMatchRequest = { uri: '/' };
// @ts-expect-error an unknown form of match
export const m14: HTTPMatchRequest = { uri: { suffix: '/' } };
// @ts-expect-error headers by plain text
export const m15: HTTPMatchRequest = { headers: { 'x-user': 'a' } };
// @ts-expect-error the deprecated spelling of a field
export const m16: HTTPRoute = { mirror: { host: 'a' }, mirror_percent: 5 };
// @ts-expect-error a misspelt field beside one-of groups
export const m17: HTTPRoute = { route: [{ destination: { host: 'a' } }], timeOut: '5s' };
// @ts-expect-error one route in place of a list
export const m18: HTTPRoute = { route: { destination: { host: 'a' } } };
// @ts-expect-error a factory called with the wrong type
export const m19: StringMatch = StringMatch.exact(5);
// @ts-expect-error a factory that does not exist
export const m20: StringMatch = StringMatch.suffix('a');
// @ts-expect-error a second field of the group through the rest of a factory
export const m21: HTTPRoute = HTTPRoute.route([{ destination: { host: 'a' } }], { redirect: { uri: '/' } });
// @ts-expect-error no properties
new VirtualService(chart, 'm22');
// @ts-expect-error no spec
new VirtualService(chart, 'm23', {});
// @ts-expect-error the fields of the spec at the top
new VirtualService(chart, 'm24', { hosts: ['a'] });
// @ts-expect-error an unknown mode of balancing
new DestinationRule(chart, 'm25', { spec: { host: 'a', trafficPolicy: { loadBalancer: { simple: 'FASTEST' } } } });
// @ts-expect-error a mode of TLS that only clients have
export const m26: ServerTLSSettings = { mode: 'DISABLE' };
// @ts-expect-error a server without port
new Gateway(chart, 'm27', { spec: { servers: [{ hosts: ['a'] }] } });
// @ts-expect-error an unknown resolution
new ServiceEntry(chart, 'm28', { spec: { hosts: ['a'], resolution: 'LATER' } });
// @ts-expect-error a service entry without hosts
new ServiceEntry(chart, 'm29', { spec: { ports: [] } });
// @ts-expect-error an egress listener without hosts
new Sidecar(chart, 'm30', { spec: { egress: [{ bind: '0.0.0.0' }] } });
// @ts-expect-error a mode in lower case
new PeerAuthentication(chart, 'm31', { spec: { mtls: { mode: 'strict' } } });
// @ts-expect-error a mode for a port without its object
new PeerAuthentication(chart, 'm32', { spec: { selector: {}, portLevelMtls: { 8080: 'DISABLE' } } });
// @ts-expect-error an unknown action
new AuthorizationPolicy(chart, 'm33', { spec: { action: 'REFUSE' } });
// @ts-expect-error ports as numbers
new AuthorizationPolicy(chart, 'm34', { spec: { rules: [{ to: [{ operation: { ports: [80] } }] }] } });
// @ts-expect-error a condition without key
new AuthorizationPolicy(chart, 'm35', { spec: { rules: [{ when: [{ values: ['a'] }] }] } });
// @ts-expect-error a selector as plain labels
new AuthorizationPolicy(chart, 'm36', { spec: { selector: { app: 'a' } } });
// @ts-expect-error the deprecated spelling of a field
new RequestAuthentication(chart, 'm37', { spec: { jwtRules: [{ issuer: 'a', jwks_uri: 'https://a' }] } });
// @ts-expect-error sampling as text
new Telemetry(chart, 'm38', { spec: { tracing: [{ randomSamplingPercentage: '10' }] } });
// @ts-expect-error a provider as text
new Telemetry(chart, 'm39', { spec: { accessLogging: [{ providers: ['envoy'] }] } });
// @ts-expect-error a plugin without URL
new WasmPlugin(chart, 'm40', { spec: { phase: 'AUTHN' } });
// @ts-expect-error an unknown place of a patch
new EnvoyFilter(chart, 'm41', { spec: { configPatches: [{ applyTo: 'EVERYTHING' }] } });
// @ts-expect-error concurrency as text
new ProxyConfig(chart, 'm42', { spec: { concurrency: '2' } });
// @ts-expect-error a weight as text
new WorkloadEntry(chart, 'm43', { spec: { address: '10.0.0.1', weight: '5' } });
// @ts-expect-error a group without template
new WorkloadGroup(chart, 'm44', { spec: { metadata: {} } });
// @ts-expect-error an API version beside the one that is chosen
new VirtualService(chart, 'm45', { apiVersion: 'networking.istio.io/v1beta1', spec: {} });
